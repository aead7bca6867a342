package dev.assay.study.margin;

/**
 * The range of each feature over some data; points of a search may be held within it.
 *
 * @param low n smallest values
 * @param high n largest
 */
record Clip(float[] low, float[] high) {

  /**
   * @param data count × n
   */
  static Clip of(float[] data, int count, int n) {
    float[] low = new float[n];
    float[] high = new float[n];
    for (int i = 0; i < n; i++) {
      low[i] = Float.POSITIVE_INFINITY;
      high[i] = Float.NEGATIVE_INFINITY;
    }
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < n; i++) {
        low[i] = Math.min(low[i], data[r * n + i]);
        high[i] = Math.max(high[i], data[r * n + i]);
      }
    }
    return new Clip(low, high);
  }

  /**
   * Moves a point into the range; a feature of the sample that lies outside may stay where it is.
   */
  void apply(double[] point, float[] sample, int from) {
    for (int i = 0; i < point.length; i++) {
      double least = Math.min(low[i], sample[from + i]);
      double most = Math.max(high[i], sample[from + i]);
      point[i] = Math.max(least, Math.min(most, point[i]));
    }
  }
}
