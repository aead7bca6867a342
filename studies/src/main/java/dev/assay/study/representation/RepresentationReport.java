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
import dev.assay.study.representation.RepresentationStudy.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Puts findings into words. */
final class RepresentationReport {
  private final RepresentationConfig config;
  private final Samples samples;
  private final List<Layer> layers;

  private final List<Pair> pairs;

  RepresentationReport(
      RepresentationConfig config, Samples samples, List<Layer> layers, List<Pair> pairs) {
    this.config = config;
    this.samples = samples;
    this.layers = layers;
    this.pairs = pairs;
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
    for (Layer layer : layers) {
      report.key(
          Quantity.of(
              "silhouette by cosine, " + layer.name(),
              layer.clusters().value(ClassClusters::cosineSilhouette)));
    }
    figures(report);
    report.table(sparsity()).table(clustering()).table(collapse());
    if (!pairs.isEmpty()) {
      report.figure(alike()).table(similarity());
    }
    notes(report);
    return report.provenance("representations", config.plain()).build();
  }

  private void figures(Report.Builder report) {
    report
        .figure(
            figure(
                "sparsity",
                "Sparsity of hidden layers",
                "All but silent channels and dead units are 0 for equal activations.",
                Axis.of("index"),
                Indices.SPARSITY,
                Layer::sparseness))
        .figure(
            figure(
                "clustering",
                "Clusters of classes in hidden layers",
                "Large is good: 1 where classes lie far apart.",
                Axis.of("index"),
                Indices.CLUSTERING,
                Layer::clusters))
        .figure(
            figure(
                "ratios",
                "Width of classes beside the distance between them",
                "Small is good: 0 where each class is a point.",
                Axis.of("index"),
                Indices.RATIOS,
                Layer::clusters))
        .figure(
            figure(
                "collapse",
                "Neural collapse of hidden layers",
                "All are 0 in collapse; NC3 and NC4 are of the last linear layer and what it is"
                    + " given.",
                Axis.of("index").logarithmic(),
                Indices.COLLAPSE,
                Layer::collapse));
  }

  private <T> Figure figure(
      String name,
      String title,
      String caption,
      Axis values,
      List<Index<T>> indices,
      Function<Layer, Halves<T>> found) {
    return new Figure(
        new Heading(
            name,
            title,
            caption + " Error bars are as long as two halves of the samples are apart."),
        new Plot.Bars(
            Axis.of("layer"),
            values,
            layers.stream().map(Layer::name).toList(),
            indices.stream()
                .filter(index -> !index.label().isEmpty())
                .map(index -> index.bars(layers.stream().map(found).toList()))
                .toList()));
  }

  private Table sparsity() {
    Table.Builder<Layer> table = table("sparsity", "Sparsity");
    Indices.SPARSITY.forEach(index -> index.addTo(table, Layer::sparseness));
    return table
        .text(
            "status",
            "OK, or why an index has no value",
            layer -> layer.sparseness().all().status().name())
        .build();
  }

  private Table clustering() {
    Table.Builder<Layer> table = table("clustering", "Clusters of classes");
    Indices.CLUSTERING.forEach(index -> index.addTo(table, Layer::clusters));
    Indices.RATIOS.forEach(index -> index.addTo(table, Layer::clusters));
    return table
        .text(
            "status",
            "OK, or why an index has no value or says little",
            layer -> layer.clusters().all().status().name())
        .build();
  }

  private Table collapse() {
    Table.Builder<Layer> table = table("collapse", "Neural collapse");
    Indices.COLLAPSE.forEach(index -> index.addTo(table, Layer::collapse));
    return table
        .text(
            "status",
            "OK, or why an index has no value; NOT_LAST: what is above is not affine",
            layer -> layer.collapse().all().status().name())
        .build();
  }

  private Figure alike() {
    int n = layers.size();
    double[] values = new double[n * n];
    Arrays.fill(values, Double.NaN);
    for (Pair pair : pairs) {
      double value = pair.similarity().value(Similarity::debiased);
      values[pair.first() * n + pair.second()] = value;
      values[pair.second() * n + pair.first()] = value;
      if (!Double.isNaN(value)) {
        values[pair.first() * n + pair.first()] = 1;
        values[pair.second() * n + pair.second()] = 1;
      }
    }
    List<String> names = layers.stream().map(Layer::name).toList();
    return new Figure(
        new Heading(
            "similarity",
            "How alike layers are",
            "Debiased linear centred kernel alignment (CKA): 1 for a rotated and scaled copy,"
                + " around 0 for what has nothing in common."),
        new Plot.HeatMap(
            Axis.of("layer"),
            names,
            Axis.of("layer"),
            names,
            Axis.of("debiased CKA"),
            values,
            false));
  }

  private Table similarity() {
    Table.Builder<Pair> table =
        Table.of(pairs, "similarity", "Similarity of layers")
            .note("One row for each pair of layers.")
            .text("first", "hidden cut", pair -> layers.get(pair.first()).name())
            .text("second", "another one", pair -> layers.get(pair.second()).name())
            .integer("first_units", "activations of a sample", pair -> units(pair.first()))
            .integer("second_units", "activations of a sample", pair -> units(pair.second()))
            .integer("samples", "samples that were looked at", pair -> samples.count())
            .flag(
                "wide",
                "whether one has more units than there are samples: cka is too high then",
                this::wide);
    Indices.SIMILARITY.forEach(index -> index.addTo(table, Pair::similarity));
    return table
        .text(
            "status",
            "OK, or why there is no value",
            pair -> pair.similarity().all().status().name())
        .build();
  }

  private int units(int layer) {
    return layers.get(layer).shape().intSize();
  }

  private boolean wide(Pair pair) {
    return Math.max(units(pair.first()), units(pair.second())) > samples.count();
  }

  private Table.Builder<Layer> table(String name, String title) {
    return Table.of(layers, name, title)
        .note(
            "One row for each layer. A difference that is smaller than the spread is one that"
                + " chance makes.")
        .text("layer", "hidden cut: the layer whose outputs these are", Layer::name)
        .text("shape", "channels × height × width, or units", layer -> layer.shape().toString())
        .integer("units", "activations of a sample", layer -> layer.shape().intSize())
        .integer("samples", "samples that were looked at", layer -> samples.count());
  }

  private void notes(Report.Builder report) {
    report.note(
        "What is zero is exactly zero, as a ReLU leaves it. A sample without any activity counts as"
            + " 1 in Hoyer's index, Gini's and population sparseness; dead units and channels do"
            + " not count in lifetime sparseness and class selectivity.");
    report.note(
        "Clusters are the classes that samples are labelled with. Euclidean distances depend on the"
            + " scales of channels and samples, which BatchNorm changes: compare networks with and"
            + " without it by cosines. Indices of clusters also depend on the number of samples"
            + " (the nearest are nearer among more): compare equal numbers.");
    long wide = pairs.stream().filter(this::wide).count();
    if (wide > 0) {
      report.note(
          Text.format(
              "%d of %d pairs of layers have a layer with more units than samples: their plain CKA"
                  + " is too high, whatever they hold. Read the debiased one.",
              wide, pairs.size()));
    }
    for (Layer layer : layers) {
      Sparseness.Status sparseness = layer.sparseness().all().status();
      ClassClusters.Status clusters = layer.clusters().all().status();
      Collapse.Status collapse = layer.collapse().all().status();
      if (sparseness != Sparseness.Status.OK
          || clusters != ClassClusters.Status.OK
          || collapse != Collapse.Status.OK && collapse != Collapse.Status.NOT_LAST) {
        report.note(
            Text.format(
                "%s: not every index has a value or says much (sparsity: %s, clusters: %s,"
                    + " collapse: %s).",
                layer.name(), sparseness, clusters, collapse));
      }
    }
  }
}
