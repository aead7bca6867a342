package dev.assay.study.representation;

import dev.assay.clustering.Agglomeration;
import dev.assay.clustering.Dbscan;
import dev.assay.clustering.KMeans;
import dev.assay.random.Streams;

/**
 * How a representation gathers samples when nobody looks at their labels, and how that agrees with
 * them.
 *
 * @param kMeans k-means with as many clusters as there are classes, by Euclidean distance
 * @param kMeansChosen as many as have the largest silhouette, 2 to {@value #MOST}
 * @param average average linkage of cosine distances, as many as classes
 * @param averageChosen as many as have the largest silhouette, 2 to {@value #MOST}
 * @param dbscan of cosine distances, {@value #CORE} samples make a core, with the radius that
 *     {@link Dbscan#of(dev.assay.clustering.Distances, int)} chooses
 */
public record FreeClusters(
    Status status,
    Grouping kMeans,
    Grouping kMeansChosen,
    Grouping average,
    Grouping averageChosen,
    Grouping dbscan,
    Cosines cosines,
    SubClusters within) {
  /** Clusters, at most, where their number is chosen. */
  public static final int MOST = 50;

  /** Samples, one itself among them, within the radius of a core. */
  public static final int CORE = 10;

  /** What is not defined or says little, and why; the first that is true. */
  public enum Status {
    OK,
    /** Nothing: an activation is not finite. */
    NOT_FINITE,
    /** Nothing: there are fewer than two samples. */
    FEW_SAMPLES,
    /** All samples are the same point, which is one cluster. */
    EQUAL,
    /** Agreement: all samples are of one class, and agree with one cluster alone. */
    ONE_CLASS,
    /** There are fewer distinct points than classes, and no more clusters than these. */
    FEW_POINTS
  }

  /**
   * Finds them.
   *
   * @param all how far all samples are from each other, of whose positions the rows are some
   * @param seed of random choices
   */
  public static FreeClusters of(Representation of, Proximity all, long seed) {
    if (of.count() < 2) {
      return nothing(Status.FEW_SAMPLES);
    } else if (!of.finite()) {
      return nothing(Status.NOT_FINITE);
    }
    Proximity by = all.of(of.rows());
    int[] labels = of.targets();
    int classes = (int) of.classes();
    KMeans kMeans = new KMeans(of.points(), by.euclidean(), Streams.key(seed, "clusters"));
    Agglomeration average = Agglomeration.of(by.cosine());
    Grouping asMany = Grouping.of(kMeans.of(classes), by.euclidean(), labels);
    return new FreeClusters(
        status(of, asMany.clusters() < classes),
        asMany,
        Grouping.of(kMeans.chosen(MOST), by.euclidean(), labels),
        Grouping.of(average.cut(classes), by.cosine(), labels),
        Grouping.of(average.chosen(MOST), by.cosine(), labels),
        Grouping.of(Dbscan.of(by.cosine(), CORE).partition(), by.cosine(), labels),
        Cosines.of(by.cosine(), labels),
        SubClusters.of(of, by.euclidean(), Streams.key(seed, "clusters of a class")));
  }

  private static Status status(Representation of, boolean few) {
    if (of.equal()) {
      return Status.EQUAL;
    } else if (of.classes() < 2) {
      return Status.ONE_CLASS;
    }
    return few ? Status.FEW_POINTS : Status.OK;
  }

  /** Memory that this takes, at most, besides the activations, with the distances. */
  static long bytes(int count) {
    return Proximity.bytes(count) + Agglomeration.bytes(count) + KMeans.bytes(count, MOST);
  }

  private static FreeClusters nothing(Status why) {
    Grouping none = Grouping.nothing();
    return new FreeClusters(
        why, none, none, none, none, none, Cosines.nothing(), SubClusters.nothing());
  }
}
