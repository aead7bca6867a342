package dev.assay.study.representation;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Table;
import dev.assay.study.representation.RepresentationStudy.Layer;
import java.util.List;

/** Puts findings into words. */
final class RepresentationReport {
  private static final List<Index<Sparseness>> SPARSENESS =
      List.of(
          new Index<>(
              "element_sparsity",
              "zeros",
              "share of zeros; the mean over channels of their shares of zeros, too",
              Sparseness::elements),
          new Index<>(
              "channel_deviation",
              "",
              "standard deviation over channels of their shares of zeros",
              Sparseness::channelDeviation),
          new Index<>(
              "silent_channels",
              "silent channels",
              "share of the channels of all samples that are zero at every place",
              Sparseness::silentChannels),
          new Index<>(
              "dead_channels",
              "",
              "share of channels that are zero at every place of every sample",
              Sparseness::deadChannels),
          new Index<>(
              "dead_units",
              "dead units",
              "share of units that are zero in every sample",
              Sparseness::deadUnits),
          new Index<>("hoyer", "Hoyer", "Hoyer's index, mean over samples", Sparseness::hoyer),
          new Index<>("gini", "Gini", "Gini's index, mean over samples", Sparseness::gini),
          new Index<>(
              "population_sparseness",
              "population sparseness",
              "Treves and Rolls' sparseness of a sample over units, mean over samples",
              Sparseness::population),
          new Index<>(
              "lifetime_sparseness",
              "lifetime sparseness",
              "Treves and Rolls' sparseness of a unit over samples, mean over units that are not"
                  + " dead",
              Sparseness::lifetime),
          new Index<>(
              "class_selectivity",
              "class selectivity",
              "how much more a channel responds to its class than to the others, 0 to 1, mean over"
                  + " channels that are not dead",
              Sparseness::selectivity));

  private final RepresentationConfig config;
  private final Samples samples;
  private final List<Layer> layers;

  RepresentationReport(RepresentationConfig config, Samples samples, List<Layer> layers) {
    this.config = config;
    this.samples = samples;
    this.layers = layers;
  }

  Report build() {
    Report.Builder report =
        Report.titled("Representations")
            .summary(
                Text.format(
                    "What %d hidden %s of %,d samples, in evaluation mode.",
                    layers.size(),
                    layers.size() == 1 ? "layer makes" : "layers make",
                    samples.count()));
    for (Layer layer : layers) {
      report.key(
          Quantity.of(
              "share of zeros, " + layer.name(), layer.sparseness().value(Sparseness::elements)));
    }
    report.figure(sparsityFigure()).table(sparsityTable());
    notes(report);
    return report.provenance("representations", config.plain()).build();
  }

  private Figure sparsityFigure() {
    List<Halves<Sparseness>> found = layers.stream().map(Layer::sparseness).toList();
    return new Figure(
        new Heading(
            "sparsity",
            "Sparsity of hidden layers",
            Text.format(
                "All but silent channels and dead units are 0 for equal activations. Error bars: two"
                    + " halves of %,d samples.",
                samples.count())),
        new Plot.Bars(
            Axis.of("layer"),
            Axis.of("sparsity"),
            layers.stream().map(Layer::name).toList(),
            SPARSENESS.stream()
                .filter(index -> !index.label().isEmpty())
                .map(index -> index.bars(found))
                .toList()));
  }

  private Table sparsityTable() {
    Table.Builder<Layer> table =
        Table.of(layers, "sparsity", "Sparsity")
            .note(
                "One row for each layer. A difference that is smaller than the spread is one that"
                    + " chance makes.");
    describe(table);
    SPARSENESS.forEach(index -> index.addTo(table, Layer::sparseness));
    return table
        .text(
            "status",
            "OK, or why lifetime sparseness or class selectivity has no value",
            layer -> layer.sparseness().all().status().name())
        .build();
  }

  private void describe(Table.Builder<Layer> table) {
    table
        .text("layer", "hidden cut: the layer whose outputs these are", Layer::name)
        .text("shape", "channels × height × width, or units", layer -> layer.shape().toString())
        .integer("units", "activations of a sample", layer -> layer.shape().intSize())
        .integer("samples", "samples that were looked at", layer -> samples.count());
  }

  private void notes(Report.Builder report) {
    report.note(
        "What is zero is exactly zero, as a ReLU leaves it. A sample without any activity counts as 1"
            + " in Hoyer's index, Gini's and population sparseness; dead units and channels do not"
            + " count in lifetime sparseness and class selectivity.");
    for (Layer layer : layers) {
      Sparseness.Status status = layer.sparseness().all().status();
      if (status != Sparseness.Status.OK) {
        report.note(
            Text.format("%s: %s, so not all of its sparsity is defined.", layer.name(), status));
      }
    }
  }
}
