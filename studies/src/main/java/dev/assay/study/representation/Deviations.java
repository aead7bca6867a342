package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;

/** Products of what parts samples from the means of their classes with what parts those means. */
final class Deviations {
  private static final int ROWS = 256;
  private static final int VALUES = 1 << 23;

  /** Of the largest eigenvalue of the products of means: a direction with less is none. */
  private static final double RANK = 1e-12;

  private final Representation of;
  private final Centroids centroids;
  private final Frame means;
  private final LinearAlgebra algebra;

  /** Of sample i with {@code μ_c − μ}: count × classes that have samples. */
  private final double[] products;

  /**
   * @param means the deviations of the centroids
   */
  Deviations(Representation of, Centroids centroids, Frame means, LinearAlgebra algebra) {
    this.of = of;
    this.centroids = centroids;
    this.means = means;
    this.algebra = algebra;
    products = new double[of.count() * means.count()];
    int units = of.units();
    double[] right = new double[units * means.count()];
    for (int u = 0; u < units; u++) {
      for (int c = 0; c < means.count(); c++) {
        right[u * means.count() + c] = means.vector(c)[u];
      }
    }
    int block = rows(of.count(), units);
    double[] left = new double[block * units];
    double[] found = new double[block * means.count()];
    for (int first = 0; first < of.count(); first += block) {
      int rows = Math.min(block, of.count() - first);
      for (int r = 0; r < rows; r++) {
        double[] mean = centroids.mean(of.label(first + r));
        int start = of.start(first + r);
        for (int u = 0; u < units; u++) {
          left[r * units + u] = of.values()[start + u] - mean[u];
        }
      }
      algebra.multiply(rows, units, means.count(), left, right, found);
      System.arraycopy(found, 0, products, first * means.count(), rows * means.count());
    }
  }

  private static int rows(int count, int units) {
    return Math.max(1, Math.min(Math.min(count, ROWS), VALUES / units));
  }

  /** Memory that this takes, besides means. */
  static long bytes(int count, int units, int classes) {
    long rows = rows(count, units);
    return Double.BYTES * (rows * units + (count + rows) * classes);
  }

  /** {@code tr (S_w S_b⁺)}, see {@link Collapse}. */
  double variability() {
    int count = means.count();
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(means.products(), count);
    double largest = eigen.values()[count - 1];
    double sum = 0;
    // M Mᵀ has as many directions as MᵀM: all but that of equal parts of each class
    for (int e = 1; e < count; e++) {
      double value = eigen.values()[e];
      if (value > RANK * largest) {
        for (int i = 0; i < of.count(); i++) {
          double along = 0;
          for (int c = 0; c < count; c++) {
            along += eigen.vectors()[e * count + c] * products[i * count + c];
          }
          sum += along / value * (along / value);
        }
      }
    }
    return sum * count / of.count();
  }

  /**
   * Share of samples whose nearest mean is not that of the class predicted.
   *
   * @param predictions for all samples of the representation
   */
  double disagreement(int[] predictions) {
    int differing = 0;
    for (int i = 0; i < of.count(); i++) {
      differing += centroids.present()[nearest(i)] == predictions[of.rows()[i]] ? 0 : 1;
    }
    return differing / (double) of.count();
  }

  /** By {@code ‖r + μ_c − μ_d‖² − ‖r‖²} with what parts the sample from its own mean, r. */
  private int nearest(int i) {
    int count = means.count();
    int own = 0;
    while (centroids.present()[own] != of.label(i)) {
      own++;
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int d = 0; d < count; d++) {
      double between = means.product(own, own) + means.product(d, d) - 2 * means.product(own, d);
      double more = 2 * (products[i * count + own] - products[i * count + d]) + between;
      if (more < least) {
        least = more;
        best = d;
      }
    }
    return best;
  }
}
