package dev.assay.study.margin;

import java.util.Arrays;

/**
 * Mean and quartiles; NaN where there are no values. Quantiles interpolate linearly between order
 * statistics (type 7 of Hyndman and Fan 1996).
 */
record Summary(int count, double mean, double lowerQuartile, double median, double upperQuartile) {

  static Summary of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (double value : sorted) {
      sum += value;
    }
    return new Summary(
        sorted.length,
        sum / sorted.length,
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75));
  }

  private static double quantile(double[] sorted, double p) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
