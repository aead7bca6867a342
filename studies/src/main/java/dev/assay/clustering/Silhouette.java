package dev.assay.clustering;

import java.util.Arrays;

/** How much nearer points are to their own cluster than to the next one (Rousseeuw 1987). */
public final class Silhouette {
  private Silhouette() {}

  /**
   * Mean over points of {@code (b − a) / max(a, b)}, with the mean distance a to the others of the
   * cluster and the smallest mean distance b to another cluster; 0 for a point that is alone in its
   * cluster, and where a = b = 0. Noise is left out. NaN where there are not two clusters.
   */
  public static double of(Distances distances, Partition partition) {
    int clusters = partition.count();
    if (clusters < 2) {
      return Double.NaN;
    }
    int[] of = partition.clusters();
    int[] sizes = partition.sizes();
    double[] sums = new double[clusters];
    double total = 0;
    int counted = 0;
    for (int i = 0; i < of.length; i++) {
      if (of[i] >= 0) {
        Arrays.fill(sums, 0);
        for (int j = 0; j < of.length; j++) {
          if (of[j] >= 0) {
            sums[of[j]] += distances.at(i, j);
          }
        }
        total += of(sums, 0, of[i], sizes);
        counted++;
      }
    }
    return total / counted;
  }

  /**
   * That of one point.
   *
   * @param sums of its distances to the points of each cluster, from a position on
   * @param own its cluster
   * @param sizes points of each cluster; those without any do not count
   */
  public static double of(double[] sums, int from, int own, int[] sizes) {
    double a = sums[from + own] / (sizes[own] - 1);
    double b = Double.POSITIVE_INFINITY;
    for (int k = 0; k < sizes.length; k++) {
      if (k != own && sizes[k] > 0) {
        b = Math.min(b, sums[from + k] / sizes[k]);
      }
    }
    return sizes[own] > 1 && Math.max(a, b) > 0 ? (b - a) / Math.max(a, b) : 0;
  }
}
