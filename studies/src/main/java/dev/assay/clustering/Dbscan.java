package dev.assay.clustering;

import dev.assay.subspace.Kneedle;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Clusters of density (Ester, Kriegel, Sander and Xu 1996): a point with enough points within a
 * radius, itself among them, is a core; cores within the radius of each other are one cluster, with
 * all points within the radius of a core (of the cluster found first, of several); the rest is
 * noise.
 *
 * @param radius that was taken
 */
public record Dbscan(double radius, Partition partition) {

  /**
   * Chooses the radius: the knee (see {@link Kneedle}) of the distances of points to the last of
   * the points that a core needs, descending; the largest of these where there is no knee.
   *
   * @param least points that a core needs within the radius, itself among them; all where there are
   *     fewer points
   */
  public static Dbscan of(Distances distances, int least) {
    int count = distances.count();
    int enough = Math.min(least, count);
    double[] falling = new double[count];
    for (int i = 0; i < count; i++) {
      falling[i] = -distances.sorted(i)[enough - 1];
    }
    Arrays.sort(falling);
    for (int i = 0; i < count; i++) {
      falling[i] = -falling[i];
    }
    OptionalInt knee = Kneedle.decreasingConvex(falling);
    double radius = count == 0 ? 0 : falling[knee.orElse(1) - 1];
    return of(distances, enough, radius);
  }

  /**
   * @param radius of a neighbourhood, which is closed
   */
  public static Dbscan of(Distances distances, int least, double radius) {
    int count = distances.count();
    boolean[] core = new boolean[count];
    for (int i = 0; i < count; i++) {
      int within = 0;
      for (int j = 0; j < count; j++) {
        within += distances.at(i, j) <= radius ? 1 : 0;
      }
      core[i] = within >= least;
    }
    int[] clusters = new int[count];
    Arrays.fill(clusters, -1);
    int found = 0;
    int[] waiting = new int[count];
    for (int i = 0; i < count; i++) {
      if (core[i] && clusters[i] < 0) {
        int end = 0;
        clusters[i] = found;
        waiting[end++] = i;
        while (end > 0) {
          int from = waiting[--end];
          for (int j = 0; j < count; j++) {
            if (clusters[j] < 0 && distances.at(from, j) <= radius) {
              clusters[j] = found;
              if (core[j]) {
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
