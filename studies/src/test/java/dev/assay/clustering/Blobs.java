package dev.assay.clustering;

import dev.assay.random.Streams;
import java.util.stream.IntStream;

/** Random points around some centres, and their distances by a loop. */
final class Blobs {
  private Blobs() {}

  /**
   * @param spread of points around centres that are 1 apart
   */
  static Points around(int centres, int count, int units, double spread, long seed) {
    float[] values = new float[count * units];
    for (int i = 0; i < count; i++) {
      for (int u = 0; u < units; u++) {
        double centre = u % centres == i % centres ? Math.sqrt(0.5) : 0;
        values[i * units + u] =
            (float) (centre + spread * Streams.normal(seed, (long) i * units + u) + 3);
      }
    }
    return of(units, values);
  }

  static Points of(int units, float... values) {
    return new Points(values, units, IntStream.range(0, values.length / units).toArray());
  }

  static Distances distances(Points points) {
    Distances distances = new Distances(points.count());
    for (int i = 0; i < points.count(); i++) {
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int u = 0; u < points.units(); u++) {
          double difference =
              (double) points.values()[points.start(i) + u] - points.values()[points.start(j) + u];
          sum += difference * difference;
        }
        distances.set(i, j, (float) Math.sqrt(sum));
      }
    }
    return distances;
  }

  /** Sum of squares around the means of clusters. */
  static double sum(Points points, int[] clusters) {
    int most = IntStream.of(clusters).max().orElse(-1) + 1;
    double total = 0;
    for (int u = 0; u < points.units(); u++) {
      double[] sums = new double[most];
      int[] sizes = new int[most];
      for (int i = 0; i < clusters.length; i++) {
        sums[clusters[i]] += points.values()[points.start(i) + u];
        sizes[clusters[i]]++;
      }
      for (int i = 0; i < clusters.length; i++) {
        int k = clusters[i];
        double difference = points.values()[points.start(i) + u] - sums[k] / sizes[k];
        total += difference * difference;
      }
    }
    return total;
  }
}
