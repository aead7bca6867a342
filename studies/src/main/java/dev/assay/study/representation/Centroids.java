package dev.assay.study.representation;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The means of the classes, and how samples lie around them. */
final class Centroids {
  /** Of the largest norm: what is nearer coincides. */
  private static final double ROUNDING = 1e-12;

  private final int units;
  private final int[] sizes;
  private final int[] present;
  private final double[][] means;
  private final double[] distances;
  private double within;

  /**
   * @param sizes samples of each class
   */
  Centroids(Representation of, int[] sizes) {
    this.units = of.units();
    this.sizes = sizes;
    present = IntStream.range(0, sizes.length).filter(k -> sizes[k] > 0).toArray();
    means = new double[sizes.length][];
    for (int k : present) {
      means[k] = new double[units];
    }
    for (int i = 0; i < of.count(); i++) {
      double[] mean = means[of.label(i)];
      for (int u = 0; u < units; u++) {
        mean[u] += of.values()[of.start(i) + u];
      }
    }
    for (int k : present) {
      for (int u = 0; u < units; u++) {
        means[k][u] /= sizes[k];
      }
    }
    distances = new double[sizes.length];
    for (int i = 0; i < of.count(); i++) {
      int k = of.label(i);
      double square = 0;
      for (int u = 0; u < units; u++) {
        double difference = of.values()[of.start(i) + u] - means[k][u];
        square += difference * difference;
      }
      within += square;
      distances[k] += Math.sqrt(square) / sizes[k];
    }
  }

  /** The classes that have samples, ascending. */
  int[] present() {
    return present;
  }

  /** The mean of a class that has samples. */
  double[] mean(int k) {
    return means[k];
  }

  /** Of each class that has samples, ascending, its mean without the mean of all of them. */
  double[][] deviations() {
    double[] centre = centre(equal());
    double[][] deviations = new double[present.length][];
    for (int p = 0; p < present.length; p++) {
      deviations[p] = means[present[p]].clone();
      for (int u = 0; u < units; u++) {
        deviations[p][u] -= centre[u];
      }
    }
    return deviations;
  }

  /** The largest norm of a mean. */
  double longest() {
    double[] origin = new double[units];
    return Math.sqrt(
        IntStream.of(present).mapToDouble(k -> square(means[k], origin)).max().orElse(0));
  }

  /** Memory that they take. */
  static long bytes(int units, int classes) {
    return (long) Double.BYTES * units * (classes + 1);
  }

  /** Whether each class is a point. */
  boolean points() {
    return within == 0;
  }

  /** Whether two classes have the same mean. */
  boolean coincident() {
    return IntStream.of(present)
        .anyMatch(i -> IntStream.of(present).anyMatch(j -> i < j && between(i, j) == 0));
  }

  /**
   * {@code (1 / K) Σᵢ max_{j ≠ i} (Sᵢ + Sⱼ) / Mᵢⱼ}, with the mean distance S to the mean of the
   * class and the distance M between means (Davies and Bouldin 1979); by convention means that
   * coincide are infinitely far.
   */
  double daviesBouldin() {
    double sum = 0;
    for (int i : present) {
      double worst = 0;
      for (int j : present) {
        double between = i == j ? 0 : between(i, j);
        if (between > 0) {
          worst = Math.max(worst, (distances[i] + distances[j]) / between);
        }
      }
      sum += worst;
    }
    return sum / present.length;
  }

  /**
   * {@code (tr B / (K − 1)) / (tr W / (N − K))} with the sums of squares between and within classes
   * (Calinski and Harabasz 1974).
   */
  double calinskiHarabasz() {
    int count = IntStream.of(sizes).sum();
    double[] weights = Arrays.stream(sizes).mapToDouble(size -> size / (double) count).toArray();
    double between = count * around(weights);
    return between / (present.length - 1) / (within / (count - present.length));
  }

  /**
   * {@code tr S_w / tr S_b}: the mean square of the distance of a sample to the mean of its class,
   * over the mean square of the distance of those to their mean.
   */
  double scatter() {
    return within / IntStream.of(sizes).sum() / around(equal());
  }

  private double[] equal() {
    double[] weights = new double[sizes.length];
    Arrays.fill(weights, 1.0 / present.length);
    return weights;
  }

  /** Weighted mean square of the distance of the means to their weighted mean. */
  private double around(double[] weights) {
    double[] centre = centre(weights);
    return IntStream.of(present).mapToDouble(k -> weights[k] * square(means[k], centre)).sum();
  }

  private double[] centre(double[] weights) {
    double[] centre = new double[units];
    for (int k : present) {
      for (int u = 0; u < units; u++) {
        centre[u] += weights[k] * means[k][u];
      }
    }
    return centre;
  }

  /** 0 if it is rounding. */
  private double between(int i, int j) {
    double distance = Math.sqrt(square(means[i], means[j]));
    double[] origin = new double[units];
    double norms = Math.sqrt(square(means[i], origin)) + Math.sqrt(square(means[j], origin));
    return distance > ROUNDING * norms ? distance : 0;
  }

  private static double square(double[] a, double[] b) {
    double sum = 0;
    for (int u = 0; u < a.length; u++) {
      sum += (a[u] - b[u]) * (a[u] - b[u]);
    }
    return sum;
  }
}
