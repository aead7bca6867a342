package dev.assay.study.tree;

import dev.assay.io.Text;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.tree.LayerTreesStudy.Layer;
import java.util.ArrayList;
import java.util.List;

/** Puts findings into words. */
final class LayerTreesReport {
  private final LayerTreesConfig config;
  private final List<String> classes;
  private final int samples;
  private final int measured;
  private final Grown inputs;
  private final List<Layer> layers;

  /**
   * @param samples that trees grew on
   * @param measured samples that they were asked about
   * @param inputs null where no tree on inputs was to grow
   */
  LayerTreesReport(
      LayerTreesConfig config,
      List<String> classes,
      int samples,
      int measured,
      Grown inputs,
      List<Layer> layers) {
    this.config = config;
    this.classes = classes;
    this.samples = samples;
    this.measured = measured;
    this.inputs = inputs;
    this.layers = layers;
  }

  Report build() {
    Report.Builder report =
        Report.titled("Layerwise trees")
            .summary(
                Text.format(
                    "How much of the network's decision can be read from which units of a layer are"
                        + " active: decision trees, grown on %,d training samples with their %s for"
                        + " targets, asked about %,d measured ones.",
                    samples,
                    config.target() == LayerTreesConfig.Target.LABEL
                        ? "labels"
                        : "classes as the network sees them",
                    measured));
    for (Layer layer : layers) {
      Share fidelity = layer.tree().measured().fidelity();
      report
          .key(
              Quantity.of("fidelity, " + layer.name(), fidelity.value())
                  .within(fidelity.low(), fidelity.high(), Share.LEVEL))
          .key(Quantity.of("leaves, " + layer.name(), layer.tree().tree().leaves()));
    }
    LayerTreesFigures figures = new LayerTreesFigures(classes, inputs, layers);
    report
        .figure(figures.fidelity())
        .figure(figures.leaves())
        .figure(figures.accuracy())
        .figure(figures.codes())
        .figure(figures.distances());
    layers.forEach(layer -> report.figure(figures.tree(layer, config.levels())));
    LayerTreesTables tables = new LayerTreesTables(classes, samples, layers);
    report
        .table(tables.trees(trees()))
        .table(tables.codes())
        .table(tables.rules())
        .table(tables.units());
    layers.forEach(layer -> report.table(tables.nodes(layer)));
    notes(report);
    return report.provenance("trees", config.plain()).build();
  }

  private List<Grown> trees() {
    List<Grown> trees = new ArrayList<>();
    if (inputs != null) {
      trees.add(inputs);
    }
    for (Layer layer : layers) {
      trees.add(layer.tree());
      if (layer.numbers() != null) {
        trees.add(layer.numbers());
      }
    }
    return trees;
  }

  private void notes(Report.Builder report) {
    report.note(
        "A unit is on where its activation is larger than 0. Fidelity is the share of samples to"
            + " which a tree gives the class that the network gives, accuracy the share to which it"
            + " gives their label. Intervals are Wilson's, at 95 %, over measured samples: they"
            + " know nothing of other networks or other training samples.");
    long tied = layers.stream().mapToInt(layer -> layer.tree().tied()).sum();
    if (tied > 0) {
      report.note(
          Text.format(
              "%,d nodes of trees on codes could have tested another unit with the same gain: the"
                  + " lowest was taken, so which units a tree uses is less certain than how good it"
                  + " is (column equal of the nodes).",
              tied));
    }
    for (Layer layer : layers) {
      if (layer.codes().dead() > 0) {
        report.note(
            Text.format(
                "%s: %,d of %,d units are never active.",
                layer.name(), layer.codes().dead(), layer.counts().length()));
      }
    }
  }
}
