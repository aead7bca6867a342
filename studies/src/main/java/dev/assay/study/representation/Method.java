package dev.assay.study.representation;

import dev.assay.study.Plot.BarSeries;
import dev.assay.study.representation.RepresentationStudy.View;
import java.util.List;
import java.util.function.Function;

/**
 * A way to find clusters without labels, as reports show it.
 *
 * @param number how many clusters are asked for
 */
record Method(String name, String number, Function<FreeClusters, Grouping> of) {
  static final List<Method> ALL =
      List.of(
          new Method("k-means", "classes", FreeClusters::kMeans),
          new Method("k-means", "by silhouette", FreeClusters::kMeansChosen),
          new Method("average linkage", "classes", FreeClusters::average),
          new Method("average linkage", "by silhouette", FreeClusters::averageChosen),
          new Method("DBSCAN", "by density", FreeClusters::dbscan));

  /** Adjusted mutual information, a bar for each view. */
  BarSeries bars(List<View> views) {
    return new Index<Grouping>("ami", name + ", " + number, "", Grouping::adjustedInformation)
        .bars(views, view -> view.free().map(of));
  }
}
