package dev.assay.study.tree;

import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.tree.LayerTreesStudy.Layer;
import java.util.ArrayList;
import java.util.List;

/** Puts findings into words. */
final class LayerTreesReport {
  private final LayerTreesConfig config;
  private final Dataset measured;
  private final int samples;
  private final Grown inputs;
  private final List<Layer> layers;
  private final Course course;

  /**
   * @param measured samples that trees were asked about
   * @param samples that they grew on
   * @param inputs null where no tree on inputs was to grow
   */
  LayerTreesReport(
      LayerTreesConfig config,
      Dataset measured,
      int samples,
      Grown inputs,
      List<Layer> layers,
      Course course) {
    this.config = config;
    this.measured = measured;
    this.samples = samples;
    this.inputs = inputs;
    this.layers = layers;
    this.course = course;
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
                    config.target() == Target.LABEL ? "labels" : "classes as the network sees them",
                    measured.count()));
    for (Layer layer : layers) {
      Share fidelity = layer.tree().measured().fidelity();
      report
          .key(
              Quantity.of("fidelity, " + layer.name(), fidelity.value())
                  .within(fidelity.low(), fidelity.high(), Share.LEVEL))
          .key(Quantity.of("leaves, " + layer.name(), layer.tree().tree().leaves()));
    }
    List<String> classes = measured.classNames();
    LayerTreesFigures figures = new LayerTreesFigures(classes, inputs, layers);
    report
        .figure(figures.fidelity())
        .figure(figures.leaves())
        .figure(figures.accuracy())
        .figure(figures.codes())
        .figure(figures.distances());
    if (!course.moments().isEmpty()) {
      course.figures().forEach(report::figure);
    }
    for (Layer layer : layers) {
      report.figure(figures.tree(layer, measured.sample(), config.levels()));
      AttributionPictures.of(layer, measured.sample()).ifPresent(report::figure);
    }
    LayerTreesTables tables = new LayerTreesTables(classes, samples, layers);
    report
        .table(tables.trees(trees()))
        .table(tables.codes())
        .table(tables.rules())
        .table(tables.path(config.explained()))
        .table(tables.units());
    if (!course.moments().isEmpty()) {
      report.table(course.table());
    }
    if (config.attributes()) {
      report.table(tables.attributions());
    }
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
    long tied = layers.stream().mapToInt(layer -> layer.tree().tree().tied()).sum();
    if (tied > 0) {
      report.note(
          Text.format(
              "%,d nodes of trees on codes could have tested another unit with the same gain: the"
                  + " lowest was taken, so which units a tree uses is less certain than how good it"
                  + " is (column equal of the nodes).",
              tied));
    }
    if (config.attributes()) {
      report.note(
          "Attributions share the pre-activation of a unit that is tested among the inputs, in"
              + " double precision, BatchNorm folded into the layers before it; the baseline, where"
              + " a rule has one, is the zero input. Missing is what does not add up: rounding, or"
              + " the error of 50 steps.");
    } else if (config.channels() && config.attributed() > 0) {
      report.note("Channels are not attributed to inputs: they are no single units.");
    }
    if (config.channels()) {
      report.note(
          "A channel is one unit, on where the mean over its places is larger than over the samples"
              + " that trees grew on.");
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
