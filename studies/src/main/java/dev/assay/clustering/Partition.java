package dev.assay.clustering;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points in clusters.
 *
 * @param clusters of each point, 0 … count − 1; −1 for noise, a point in no cluster
 * @param count clusters, each of which has a point
 */
public record Partition(int[] clusters, int count) {

  /** How many points each cluster has. */
  public int[] sizes() {
    int[] sizes = new int[count];
    IntStream.of(clusters).filter(cluster -> cluster >= 0).forEach(cluster -> sizes[cluster]++);
    return sizes;
  }

  /** Share of points in no cluster; 0 if there are no points. */
  public double noise() {
    return Arrays.stream(clusters).mapToDouble(cluster -> cluster < 0 ? 1 : 0).average().orElse(0);
  }

  /**
   * The same clusters, numbered by their first points, from any numbers; what is negative is noise.
   */
  static Partition numbered(int[] any) {
    int[] names = new int[IntStream.of(any).max().orElse(-1) + 1];
    Arrays.fill(names, -1);
    int count = 0;
    int[] clusters = new int[any.length];
    for (int i = 0; i < any.length; i++) {
      if (any[i] >= 0 && names[any[i]] < 0) {
        names[any[i]] = count++;
      }
      clusters[i] = any[i] < 0 ? -1 : names[any[i]];
    }
    return new Partition(clusters, count);
  }
}
