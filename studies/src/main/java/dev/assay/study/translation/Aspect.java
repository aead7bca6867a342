package dev.assay.study.translation;

import dev.assay.backend.Workers;

/**
 * What is compared of what a network makes of an image: what there is at a place, or what becomes
 * of it in the dimension that places have in common.
 */
public final class Aspect {
  private final Place place;
  private final int source;
  private final Reduction reduction;

  /**
   * @param source which of the arrays of activations it is made of
   */
  Aspect(Place place, int source, Reduction reduction) {
    this.place = place;
    this.source = source;
    this.reduction = reduction;
  }

  public Place place() {
    return place;
  }

  /** Numbers that are compared. */
  public int dimension() {
    return reduction.dimension();
  }

  /** Whether it is as it is, not reduced to a common dimension. */
  public boolean raw() {
    return reduction.isNone();
  }

  private boolean changed() {
    return !raw() || place.name().equals(Place.SOFTMAX);
  }

  /**
   * The vectors of some images.
   *
   * @param activations of all places that the network is looked at
   * @param kept array for them, if they are not the activations themselves
   */
  float[] vectors(float[][] activations, int count, float[] kept, Workers workers) {
    if (!changed()) {
      return activations[source];
    }
    Each.of(count, workers, i -> vector(activations[source], i, kept));
    return kept;
  }

  /** Room for the vectors of some images. */
  float[] room(int count) {
    return changed() ? new float[Math.multiplyExact(count, dimension())] : null;
  }

  private void vector(float[] from, int i, float[] to) {
    if (raw()) {
      softmax(from, i * place.length(), to, i * place.length(), place.length());
    } else {
      reduction.apply(from, i * place.length(), to, i * dimension());
    }
  }

  private static void softmax(float[] logits, int from, float[] shares, int at, int classes) {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      most = Math.max(most, logits[from + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(logits[from + k] - most);
    }
    for (int k = 0; k < classes; k++) {
      shares[at + k] = (float) (Math.exp(logits[from + k] - most) / sum);
    }
  }
}
