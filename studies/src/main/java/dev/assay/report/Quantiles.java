package dev.assay.report;

/** Quantiles by linear interpolation of the order statistics (Hyndman and Fan 1996, type 7). */
final class Quantiles {
  private Quantiles() {}

  /**
   * @param sorted at least one value, ascending
   * @param share in [0, 1]
   */
  static double of(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
