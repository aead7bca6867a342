package dev.assay.peers;

import java.util.Arrays;

/** The middle of some numbers. */
final class Median {
  private Median() {}

  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2;
  }
}
