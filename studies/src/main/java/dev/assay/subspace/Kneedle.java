package dev.assay.subspace;

import java.util.OptionalInt;

/**
 * The knee of a curve (Satopää, Albrecht, Irwin and Raghavan, "Finding a Kneedle in a haystack",
 * 2011) with sensitivity 1, as the Python package {@code kneed} computes it offline: scale both
 * axes to [0, 1], take the difference to the diagonal, and accept its first maximum that is
 * followed by a fall below a threshold before the next minimum.
 *
 * <p>It depends strongly on how many values are given: a longer tail moves the knee to the right.
 */
public final class Kneedle {
  private static final double SENSITIVITY = 1;

  private Kneedle() {}

  /**
   * Where a decreasing, convex curve bends, as a count: 1 is the first value. Empty where there is
   * no knee.
   */
  public static OptionalInt decreasingConvex(double[] y) {
    double[] rising = scaled(y);
    double largest = max(rising);
    for (int i = 0; i < rising.length; i++) {
      rising[i] = largest - rising[i];
    }
    return knee(rising);
  }

  /** Where an increasing, concave curve bends, as a count: 1 is the first value. */
  public static OptionalInt increasingConcave(double[] y) {
    return knee(scaled(y));
  }

  /** The knee of a rising, concave curve whose values are scaled to [0, 1], or all 0. */
  private static OptionalInt knee(double[] y) {
    int n = y.length;
    if (n < 3 || max(y) == 0) {
      return OptionalInt.empty();
    }
    double step = 1.0 / (n - 1);
    double[] difference = new double[n];
    for (int i = 0; i < n; i++) {
      difference[i] = y[i] - (double) i / (n - 1);
    }
    double threshold = Double.NEGATIVE_INFINITY;
    int candidate = 0;
    for (int i = 0; i < n - 1; i++) {
      // ends are compared with themselves, and plateaus count; minima, which end the search of a
      // maximum, need no rule: before the next fall there is another maximum
      double before = difference[Math.max(i - 1, 0)];
      double here = difference[i];
      double after = difference[i + 1];
      if (here >= before && here >= after) {
        threshold = here - SENSITIVITY * step;
        candidate = i;
      }
      if (after < threshold) {
        return OptionalInt.of(candidate + 1);
      }
    }
    return OptionalInt.empty();
  }

  private static double[] scaled(double[] y) {
    double low = Double.POSITIVE_INFINITY;
    for (double value : y) {
      low = Math.min(low, value);
    }
    double range = max(y) - low;
    double[] result = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      result[i] = range == 0 ? 0 : (y[i] - low) / range;
    }
    return result;
  }

  private static double max(double[] y) {
    double high = Double.NEGATIVE_INFINITY;
    for (double value : y) {
      high = Math.max(high, value);
    }
    return high;
  }
}
