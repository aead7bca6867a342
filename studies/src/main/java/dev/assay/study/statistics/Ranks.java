package dev.assay.study.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The order of some values, from which the ranks within any sample of them follow without sorting.
 */
public final class Ranks {
  private final int[] levels;
  private final int distinct;

  /**
   * @param values none of them NaN
   */
  Ranks(double[] values) {
    double[] sorted = Arrays.stream(values).map(Ranks::unsigned).sorted().distinct().toArray();
    levels =
        Arrays.stream(values).mapToInt(v -> Arrays.binarySearch(sorted, unsigned(v))).toArray();
    distinct = sorted.length;
  }

  /** For each value how many are smaller. */
  public static double[] below(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    Map<Double, Integer> first = new HashMap<>();
    for (int i = 0; i < sorted.length; i++) {
      first.putIfAbsent(sorted[i], i);
    }
    return Arrays.stream(values).map(first::get).toArray();
  }

  /** Zeros are equal whatever their sign. */
  private static double unsigned(double value) {
    return value + 0.0;
  }

  /**
   * Ranks within a sample, from 1; equal values share the mean of theirs.
   *
   * @param items positions, which may repeat
   */
  double[] of(int[] items) {
    int[] counts = new int[distinct];
    for (int item : items) {
      counts[levels[item]]++;
    }
    double[] ranks = new double[distinct];
    int below = 0;
    for (int level = 0; level < distinct; level++) {
      ranks[level] = below + (counts[level] + 1) / 2.0;
      below += counts[level];
    }
    return Arrays.stream(items).mapToDouble(item -> ranks[levels[item]]).toArray();
  }
}
