package dev.assay.study.representation;

import dev.assay.nn.Classifier;
import dev.assay.study.Cut;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a network makes of activations where all that is above them is affine: its last linear
 * layer, with what stands before it in evaluation mode (pooling by means, BatchNorm).
 *
 * @param weights classes × units
 * @param predictions the class that the network says for each of all samples of a representation;
 *     −1 where a logit is not finite
 */
public record Readout(float[] weights, int classes, int[] predictions) {

  /**
   * Of a cut, for all samples there.
   *
   * @return empty where what is above is not affine
   */
  public static Optional<Readout> of(Cut cut, Representation at) {
    if (!cut.affine()) {
      return Optional.empty();
    }
    Classifier above = cut.above();
    int classes = above.classes();
    float[] weights = new float[Math.multiplyExact(classes, at.units())];
    above.jacobian(new float[at.units()], 1, new float[classes], weights);
    int count = at.labels().length;
    float[] logits = new float[Math.multiplyExact(count, classes)];
    above.logits(at.values(), count, logits);
    int[] predictions = new int[count];
    for (int i = 0; i < count; i++) {
      predictions[i] = first(Arrays.copyOfRange(logits, i * classes, (i + 1) * classes));
    }
    return Optional.of(new Readout(weights, classes, predictions));
  }

  private static int first(float[] logits) {
    int best = 0;
    for (int k = 0; k < logits.length; k++) {
      if (!Float.isFinite(logits[k])) {
        return -1;
      }
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }

  /** Memory that it takes, and takes to find. */
  static long bytes(int count, int units, int classes) {
    return 2L * Float.BYTES * classes * units
        + (long) count * (Float.BYTES * classes + Integer.BYTES);
  }

  /** The weights of each class. */
  double[][] rows() {
    int units = weights.length / classes;
    double[][] rows = new double[classes][units];
    for (int i = 0; i < weights.length; i++) {
      rows[i / units][i % units] = weights[i];
    }
    return rows;
  }

  boolean finite() {
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        return false;
      }
    }
    return true;
  }
}
