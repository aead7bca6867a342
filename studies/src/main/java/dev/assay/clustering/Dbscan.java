package dev.assay.clustering;

import java.util.Arrays;

/**
 * Clusters of density (Ester, Kriegel, Sander and Xu 1996): a point with enough points within a
 * radius, itself among them, is a core; cores within the radius of each other are one cluster, with
 * all points within the radius of a core (of the cluster found first, of several); the rest is
 * noise.
 *
 * @param radius that was taken
 */
public record Dbscan(double radius, Partition partition) {
  private static final int CANDIDATES = 20;

  /**
   * Chooses the radius: that of the largest {@code silhouette · (1 − share of noise)} among those
   * with which 5 %, 10 %, … 100 % of the points are cores, the least of several. One that makes one
   * cluster, or none that lie apart, is not chosen; if all do, the largest is.
   *
   * @param least points that a core needs within the radius, itself among them; all where there are
   *     fewer points
   */
  public static Dbscan of(Distances distances, int least) {
    float[] reaches = reaches(distances, Math.min(least, distances.count()));
    float[] sorted = reaches.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    Dbscan chosen = of(distances, reaches, count == 0 ? 0 : sorted[count - 1]);
    double highest = 0;
    for (int c = 1; c <= CANDIDATES && count > 0; c++) {
      Dbscan found = of(distances, reaches, sorted[(c * count - 1) / CANDIDATES]);
      Partition parts = found.partition();
      double score = Silhouette.of(distances, parts) * (1 - parts.noise());
      if (score > highest) {
        highest = score;
        chosen = found;
      }
    }
    return chosen;
  }

  /**
   * @param radius of a neighbourhood, which is closed
   */
  public static Dbscan of(Distances distances, int least, double radius) {
    return of(distances, reaches(distances, least), radius);
  }

  /** The radius from which on each point is a core. */
  private static float[] reaches(Distances distances, int least) {
    float[] reaches = new float[distances.count()];
    for (int i = 0; i < reaches.length; i++) {
      reaches[i] = distances.reach(i, least);
    }
    return reaches;
  }

  private static Dbscan of(Distances distances, float[] reaches, double radius) {
    int count = reaches.length;
    int[] clusters = new int[count];
    Arrays.fill(clusters, -1);
    int found = 0;
    int[] waiting = new int[count];
    for (int i = 0; i < count; i++) {
      if (reaches[i] <= radius && clusters[i] < 0) {
        int end = 0;
        clusters[i] = found;
        waiting[end++] = i;
        while (end > 0) {
          int from = waiting[--end];
          for (int j = 0; j < count; j++) {
            if (clusters[j] < 0 && distances.at(from, j) <= radius) {
              clusters[j] = found;
              if (reaches[j] <= radius) {
                waiting[end++] = j;
              }
            }
          }
        }
        found++;
      }
    }
    return new Dbscan(radius, new Partition(clusters, found));
  }
}
