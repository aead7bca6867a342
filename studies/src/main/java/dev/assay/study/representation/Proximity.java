package dev.assay.study.representation;

import dev.assay.clustering.Distances;

/** How far samples are from each other, in both ways. */
public record Proximity(Distances euclidean, Distances cosine) {

  /**
   * Between all samples.
   *
   * @param products of all samples
   */
  public static Proximity of(Representation of, Gram products) {
    Distances euclidean = new Distances(of.count());
    Distances cosine = new Distances(of.count());
    new Pairs(of, products)
        .forEach(
            (i, j, distance, angle) -> {
              euclidean.set(i, j, (float) distance);
              cosine.set(i, j, (float) angle);
            });
    return new Proximity(euclidean, cosine);
  }

  /** Memory that it takes. */
  static long bytes(int count) {
    return 2 * Distances.bytes(count);
  }

  /** Between some samples, by position, ascending. */
  Proximity of(int[] samples) {
    return samples.length == euclidean.count()
        ? this
        : new Proximity(euclidean.of(samples), cosine.of(samples));
  }
}
