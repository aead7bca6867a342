package dev.assay.study.representation;

import dev.assay.clustering.Agreement;
import dev.assay.clustering.Distances;
import dev.assay.clustering.Partition;
import dev.assay.clustering.Silhouette;

/**
 * Clusters that one method found, and how they agree with the classes.
 *
 * @param clusters how many; noise is none
 * @param noise share of samples in no cluster
 * @param silhouette see {@link Silhouette}, by the distances that the method takes; NaN where there
 *     are not two clusters
 * @param information normalised mutual information; this and what follows: see {@link Agreement}
 */
public record Grouping(
    int clusters,
    double noise,
    double silhouette,
    double information,
    double adjustedInformation,
    double adjustedRand,
    double purity) {

  static Grouping of(Partition found, Distances by, int[] labels) {
    Agreement agreement = Agreement.of(found, labels);
    return new Grouping(
        found.count(),
        found.noise(),
        Silhouette.of(by, found),
        agreement.information(),
        agreement.adjustedInformation(),
        agreement.adjustedRand(),
        agreement.purity());
  }

  static Grouping nothing() {
    double none = Double.NaN;
    return new Grouping(0, none, none, none, none, none, none);
  }
}
