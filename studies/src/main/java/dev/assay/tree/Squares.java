package dev.assay.tree;

/** Sums of squares. */
final class Squares {
  private Squares() {}

  static long of(int[] counts) {
    long sum = 0;
    for (int count : counts) {
      sum += (long) count * count;
    }
    return sum;
  }
}
