package dev.assay.geometry;

import java.util.Arrays;

/** A growing list of positions on a segment. */
final class Positions {
  /** Positions that are nearer to each other than this are the same. */
  static final double SAME = 1e-12;

  private double[] at = new double[64];
  private int count;

  void add(double t) {
    if (count == at.length) {
      at = Arrays.copyOf(at, 2 * count);
    }
    at[count++] = t;
  }

  void addAll(Positions other) {
    for (int i = 0; i < other.count; i++) {
      add(other.at[i]);
    }
  }

  /** The different ones inside (0, 1), ascending. */
  double[] distinct() {
    double[] sorted = Arrays.copyOf(at, count);
    Arrays.sort(sorted);
    int kept = 0;
    for (double t : sorted) {
      double last = kept == 0 ? 0 : sorted[kept - 1];
      if (t - last > SAME && 1 - t > SAME) {
        sorted[kept++] = t;
      }
    }
    return Arrays.copyOf(sorted, kept);
  }
}
