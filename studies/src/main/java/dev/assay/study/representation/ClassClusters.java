package dev.assay.study.representation;

/**
 * How a representation gathers samples by class: indices of clustering with the classes for
 * clusters. All are blind to the scale of the whole, those of cosines to the scale of each sample,
 * too.
 *
 * @param daviesBouldin see {@link Centroids#daviesBouldin}; 0 is best
 * @param calinskiHarabasz see {@link Centroids#calinskiHarabasz}; large is good
 * @param scatter {@code tr S_w / tr S_b}, see {@link Centroids#scatter}; 0 is best
 * @param silhouette of Euclidean distances, −1 to 1; see {@link Neighbours#silhouette}
 * @param cosineSilhouette of cosine distances
 * @param purity share of the {@value #NEAREST} nearest samples (of all others where there are
 *     fewer) that are of the same class, by Euclidean distance
 * @param cosinePurity by cosine distance
 */
public record ClassClusters(
    Status status,
    double daviesBouldin,
    double calinskiHarabasz,
    double scatter,
    double silhouette,
    double cosineSilhouette,
    double purity,
    double cosinePurity) {
  /** Neighbours of a sample that are looked at. */
  public static final int NEAREST = 10;

  /** What is not defined, and why. */
  public enum Status {
    OK,
    /** Nothing: an activation is not finite. */
    NOT_FINITE,
    /** Nothing: there are not two classes. */
    ONE_CLASS,
    /** Nothing: all samples are the same point. */
    EQUAL,
    /** Calinski and Harabasz' index: each sample is a class of its own. */
    SINGLES,
    /** Calinski and Harabasz' index, which is infinite: each class is a point. */
    POINTS,
    /** Nothing, but some classes have one mean, and Davies and Bouldin's index leaves them out. */
    COINCIDENT
  }

  /**
   * Measures.
   *
   * @param products of all samples
   */
  public static ClassClusters of(Representation of, Gram products) {
    if (!of.finite()) {
      return nothing(Status.NOT_FINITE);
    } else if (of.classes() < 2) {
      return nothing(Status.ONE_CLASS);
    } else if (of.equal()) {
      return nothing(Status.EQUAL);
    }
    int[] sizes = of.sizes();
    int nearest = Math.min(NEAREST, of.count() - 1);
    Neighbours euclidean = new Neighbours(of, sizes, nearest);
    Neighbours cosine = new Neighbours(of, sizes, nearest);
    new Pairs(of, products)
        .forEach(
            (i, j, distance, angle) -> {
              euclidean.add(i, j, distance);
              cosine.add(i, j, angle);
            });
    Centroids centroids = new Centroids(of, sizes);
    return new ClassClusters(
        status(of, centroids),
        centroids.daviesBouldin(),
        of.classes() == of.count() ? Double.NaN : centroids.calinskiHarabasz(),
        centroids.scatter(),
        euclidean.silhouette(),
        cosine.silhouette(),
        euclidean.purity(),
        cosine.purity());
  }

  /** Memory that this takes, at most, besides the activations. */
  static long bytes(int count, int units, int classes) {
    long neighbours =
        (long) count * (Double.BYTES * classes + (Double.BYTES + Integer.BYTES) * NEAREST);
    return 2 * neighbours + Centroids.bytes(units, classes);
  }

  private static Status status(Representation of, Centroids centroids) {
    if (of.classes() == of.count()) {
      return Status.SINGLES;
    } else if (centroids.points()) {
      return Status.POINTS;
    }
    return centroids.coincident() ? Status.COINCIDENT : Status.OK;
  }

  private static ClassClusters nothing(Status why) {
    double none = Double.NaN;
    return new ClassClusters(why, none, none, none, none, none, none, none);
  }
}
