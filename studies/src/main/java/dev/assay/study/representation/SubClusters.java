package dev.assay.study.representation;

import dev.assay.clustering.Distances;
import dev.assay.clustering.KMeans;
import dev.assay.clustering.Partition;
import dev.assay.clustering.Points;
import dev.assay.clustering.Silhouette;
import dev.assay.random.Streams;
import java.util.stream.IntStream;

/**
 * Clusters within classes: k-means on the samples of each class alone, with as many clusters as
 * have the largest silhouette, 2 to {@value #MOST}. Classes of fewer than three distinct points are
 * left out.
 *
 * @param classes that were looked at
 * @param clusters how many, mean over classes; NaN where no class is left, as the next
 * @param silhouette of these, mean over classes: near 0 where a class is one piece
 */
public record SubClusters(int classes, double clusters, double silhouette) {
  /** Clusters of a class, at most. */
  public static final int MOST = 10;

  static SubClusters of(Representation of, Distances by, long key) {
    int classes = 0;
    double clusters = 0;
    double silhouette = 0;
    for (int k = 0; k < of.sizes().length; k++) {
      int label = k;
      int[] members = IntStream.range(0, of.count()).filter(i -> of.label(i) == label).toArray();
      Points points =
          new Points(
              of.values(), of.units(), IntStream.of(members).map(i -> of.rows()[i]).toArray());
      if (points.equal().count() > 2) {
        Distances between = by.of(members);
        Partition found = new KMeans(points, between, Streams.key(key, k)).chosen(MOST);
        classes++;
        clusters += found.count();
        silhouette += Silhouette.of(between, found);
      }
    }
    return new SubClusters(classes, clusters / classes, silhouette / classes);
  }

  static SubClusters nothing() {
    return new SubClusters(0, Double.NaN, Double.NaN);
  }
}
