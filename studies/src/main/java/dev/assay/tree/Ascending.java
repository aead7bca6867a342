package dev.assay.tree;

import java.util.Arrays;

/** Samples in ascending order of a feature. */
final class Ascending {
  private Ascending() {}

  /** Equal ones in their order. */
  static int[] order(Values values, int feature) {
    long[] keys = new long[values.count()];
    for (int i = 0; i < keys.length; i++) {
      // −0 is 0
      int bits = Float.floatToIntBits(values.values()[i * values.length() + feature] + 0f);
      int ascending = bits ^ (bits >> 31 & 0x7FFFFFFF);
      keys[i] = (long) ascending << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }
}
