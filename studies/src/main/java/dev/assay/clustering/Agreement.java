package dev.assay.clustering;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How clusters agree with labels. Noise counts as one cluster more. Two partitions that are the
 * same have 1 in all.
 *
 * @param information normalised mutual information, {@code I / ((H(clusters) + H(labels)) / 2)}, 0
 *     to 1 (Strehl and Ghosh 2002, with the arithmetic mean)
 * @param adjustedInformation {@code (I − E I) / ((H + H) / 2 − E I)} with the expectation over
 *     partitions of the same sizes (Vinh, Epps and Bailey 2010): 0 for what chance makes
 * @param adjustedRand Rand's index, the share of pairs of points on which both agree, adjusted in
 *     the same way (Hubert and Arabie 1985)
 * @param purity {@code Σ_clusters max_labels n / N}; it rises with the number of clusters
 */
public record Agreement(
    double information, double adjustedInformation, double adjustedRand, double purity) {

  /** Of nats: what is less is rounding. */
  private static final double ROUNDING = 1e-12;

  /**
   * @param labels of the points, from 0
   * @throws IllegalArgumentException if there are no points
   */
  public static Agreement of(Partition partition, int[] labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException("no points, no agreement");
    }
    return new Counts(partition, labels).agreement();
  }

  /** How many points are in a cluster and of a label. */
  private static final class Counts {
    private final int count;
    private final int[][] both;
    private final int[] clusters;
    private final int[] classes;

    Counts(Partition partition, int[] labels) {
      count = labels.length;
      both = new int[partition.count() + 1][IntStream.of(labels).max().orElseThrow() + 1];
      clusters = new int[both.length];
      classes = new int[both[0].length];
      for (int i = 0; i < count; i++) {
        int cluster = partition.clusters()[i] < 0 ? partition.count() : partition.clusters()[i];
        both[cluster][labels[i]]++;
        clusters[cluster]++;
        classes[labels[i]]++;
      }
    }

    Agreement agreement() {
      double pure = Arrays.stream(both).mapToInt(row -> IntStream.of(row).max().orElse(0)).sum();
      if (same()) {
        return new Agreement(1, 1, 1, 1);
      }
      double mean = (entropy(clusters) + entropy(classes)) / 2;
      double shared = shared();
      double expected = expected();
      return new Agreement(
          shared / mean,
          mean - expected > ROUNDING ? (shared - expected) / (mean - expected) : 0,
          rand(),
          pure / count);
    }

    /** Whether each cluster is a class and each class a cluster. */
    private boolean same() {
      for (int k = 0; k < clusters.length; k++) {
        for (int c = 0; c < classes.length; c++) {
          if (both[k][c] > 0 && (both[k][c] != clusters[k] || both[k][c] != classes[c])) {
            return false;
          }
        }
      }
      return true;
    }

    private double entropy(int[] sizes) {
      double sum = 0;
      for (int size : sizes) {
        sum -= size == 0 ? 0 : size / (double) count * Math.log(size / (double) count);
      }
      return sum;
    }

    private double shared() {
      double sum = 0;
      for (int k = 0; k < clusters.length; k++) {
        for (int c = 0; c < classes.length; c++) {
          if (both[k][c] > 0) {
            sum += information(both[k][c], clusters[k], classes[c]);
          }
        }
      }
      return Math.max(0, sum);
    }

    private double information(int together, int cluster, int label) {
      double expected = cluster / (double) count * label;
      return together / (double) count * Math.log(together / expected);
    }

    /** Of the shared information, over hypergeometric counts; equal sizes are summed once. */
    private double expected() {
      double[] logs = new double[count + 1];
      for (int i = 2; i <= count; i++) {
        logs[i] = logs[i - 1] + Math.log(i);
      }
      double sum = 0;
      for (Map.Entry<Integer, Integer> a : tally(clusters).entrySet()) {
        for (Map.Entry<Integer, Integer> b : tally(classes).entrySet()) {
          double times = (double) a.getValue() * b.getValue();
          sum += times * expected(a.getKey(), b.getKey(), logs);
        }
      }
      return sum;
    }

    private double expected(int a, int b, double[] logs) {
      double always = logs[a] + logs[b] + logs[count - a] + logs[count - b] - logs[count];
      double sum = 0;
      for (int n = Math.max(1, a + b - count); n <= Math.min(a, b); n++) {
        double probability =
            Math.exp(always - logs[n] - logs[a - n] - logs[b - n] - logs[count - a - b + n]);
        sum += information(n, a, b) * probability;
      }
      return sum;
    }

    private static Map<Integer, Integer> tally(int[] sizes) {
      Map<Integer, Integer> tally = new TreeMap<>();
      IntStream.of(sizes)
          .filter(size -> size > 0)
          .forEach(size -> tally.merge(size, 1, Integer::sum));
      return tally;
    }

    /** Not the same, so that not all pairs are together in both, nor all apart. */
    private double rand() {
      double together = Arrays.stream(both).mapToDouble(Counts::pairs).sum();
      double inClusters = pairs(clusters);
      double inClasses = pairs(classes);
      double expected = inClusters * inClasses / pairs(new int[] {count});
      double most = (inClusters + inClasses) / 2;
      return (together - expected) / (most - expected);
    }

    private static double pairs(int[] sizes) {
      return IntStream.of(sizes).mapToDouble(size -> size * (size - 1.0) / 2).sum();
    }
  }
}
