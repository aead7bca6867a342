package dev.assay.study.representation;

import dev.assay.io.Text;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.representation.RepresentationStudy.Layer;
import dev.assay.study.representation.RepresentationStudy.View;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts findings into words. */
final class RepresentationReport {
  private static final Set<Enum<?>> USUAL =
      Set.of(
          Sparseness.Status.OK,
          ClassClusters.Status.OK,
          FreeClusters.Status.OK,
          Collapse.Status.OK,
          Collapse.Status.NOT_LAST);

  private final Findings found;

  RepresentationReport(Findings found) {
    this.found = found;
  }

  Report build() {
    RepresentationTables tables = new RepresentationTables(found);
    RepresentationFigures figures = new RepresentationFigures(found);
    int layers = found.layers().size();
    Report.Builder report =
        Report.titled("Representations")
            .summary(
                Text.format(
                    "What %d hidden %s of %,d samples, in evaluation mode.",
                    layers, layers == 1 ? "layer makes" : "layers make", found.samples().count()));
    for (Layer layer : found.layers()) {
      report.key(
          Quantity.of(
              "share of zeros, " + layer.name(), layer.sparseness().value(Sparseness::elements)));
    }
    for (View view : found.views()) {
      report.key(
          Quantity.of(
              "silhouette by cosine, " + found.name(view),
              view.clusters().value(ClassClusters::cosineSilhouette)));
    }
    figures.addTo(report);
    report
        .table(tables.sparsity())
        .table(tables.clustering())
        .table(tables.free())
        .table(tables.cosines())
        .table(tables.collapse());
    if (!found.pairs().isEmpty()) {
      report
          .figure(figures.similarity())
          .table(tables.similarity("similarity", "Similarity of layers", found.pairs()));
    }
    if (!found.across().isEmpty()) {
      report
          .figure(figures.similarityAcross())
          .table(
              tables.similarity(
                  "similarity_across", "Similarity of layers of two networks", found.across()));
    }
    notes(report);
    return report.provenance("representations", found.config().plain()).build();
  }

  private void notes(Report.Builder report) {
    report.note(
        "What is zero is exactly zero, as a ReLU leaves it. A sample without any activity counts as"
            + " 1 in Hoyer's index, Gini's and population sparseness; dead units and channels do"
            + " not count in lifetime sparseness and class selectivity.");
    report.note(
        Text.format(
            "Clusters without labels: k-means (k-means++, best of 10) by Euclidean distance,"
                + " average linkage by cosine distance, with as many clusters as classes, or as"
                + " have the largest silhouette of 2 to %d; DBSCAN by cosine distance with %d"
                + " samples within the radius of a core, the radius that of the largest silhouette"
                + " times share of samples in clusters, of those with which 5 %%, 10 %%, … of the"
                + " samples are cores. Noise counts as one cluster more. Equal samples are never"
                + " parted, so there may be fewer clusters than asked for.",
            FreeClusters.MOST, FreeClusters.CORE));
    if (found.seeds() > 1) {
      report.note(
          Text.format(
              "Columns that end in _seeds are standard deviations (of n − 1) over %d networks, this"
                  + " one and those of other seeds, on the same samples; a network that has no value"
                  + " of an index does not count. A difference between two kinds of networks that is"
                  + " smaller is one that the seed makes.",
              found.seeds()));
    }
    report.note(
        "Clusters of classes are the classes that samples are labelled with. Euclidean distances"
            + " depend on the scales of channels and samples, which BatchNorm changes: compare"
            + " networks with and without it by cosines. Indices of clusters also depend on the"
            + " number of samples (the nearest are nearer among more): compare equal numbers.");
    long wide =
        Stream.concat(found.pairs().stream(), found.across().stream()).filter(found::wide).count();
    if (wide > 0) {
      report.note(
          Text.format(
              "%d of %d pairs of layers have a layer with more units than samples: their plain CKA"
                  + " is too high, whatever they hold. Read the debiased one.",
              wide, found.pairs().size() + found.across().size()));
    }
    if (found.config().features().contains(Features.POOLED) && found.views().size() < views()) {
      report.note("Pooled features are of maps alone: where a layer has none, they have no row.");
    }
    for (Layer layer : found.layers()) {
      Map<String, Enum<?>> statuses = new LinkedHashMap<>();
      statuses.put("sparsity", layer.sparseness().all().status());
      for (View view : layer.views()) {
        statuses.put("clusters, " + view.features(), view.clusters().all().status());
        statuses.put("clusters without labels, " + view.features(), view.free().all().status());
      }
      statuses.put("collapse", layer.collapse().all().status());
      String notable =
          statuses.entrySet().stream()
              .filter(entry -> !USUAL.contains(entry.getValue()))
              .map(entry -> entry.getKey() + ": " + entry.getValue())
              .collect(Collectors.joining("; "));
      if (!notable.isEmpty()) {
        report.note(
            Text.format(
                "%s: not every index has a value or says much (%s).", layer.name(), notable));
      }
    }
  }

  private int views() {
    return found.layers().size() * found.config().features().size();
  }
}
