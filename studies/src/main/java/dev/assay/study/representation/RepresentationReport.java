package dev.assay.study.representation;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.BarSeries;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Table;
import dev.assay.study.representation.RepresentationStudy.Layer;
import dev.assay.study.representation.RepresentationStudy.Pair;
import dev.assay.study.representation.RepresentationStudy.Side;
import dev.assay.study.representation.RepresentationStudy.View;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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

  private final RepresentationConfig config;
  private final Samples samples;
  private final List<Layer> layers;
  private final List<View> views;
  private final List<Pair> pairs;
  private final List<Pair> across;

  /**
   * @param pairs of layers of the network
   * @param across of a layer of the network and one of another; of the same one together
   */
  RepresentationReport(
      RepresentationConfig config,
      Samples samples,
      List<Layer> layers,
      List<Pair> pairs,
      List<Pair> across) {
    this.config = config;
    this.samples = samples;
    this.layers = layers;
    this.views = layers.stream().flatMap(layer -> layer.views().stream()).toList();
    this.pairs = pairs;
    this.across = across;
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
    for (View view : views) {
      report.key(
          Quantity.of(
              "silhouette by cosine, " + name(view),
              view.clusters().value(ClassClusters::cosineSilhouette)));
    }
    figures(report);
    report.table(sparsity()).table(clustering()).table(free()).table(cosines()).table(collapse());
    if (!pairs.isEmpty()) {
      report
          .figure(
              alike(
                  "similarity",
                  "How alike layers are",
                  "layer",
                  Stream.concat(turned(), twins()).toList()))
          .table(similarity("similarity", "Similarity of layers", pairs));
    }
    if (!across.isEmpty()) {
      report
          .figure(
              alike(
                  "similarity_across",
                  "How alike layers of two networks are",
                  "layer of the other network",
                  across))
          .table(similarity("similarity_across", "Similarity of layers of two networks", across));
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
                bars(Indices.SPARSITY, layers, Layer::sparseness)))
        .figure(
            figure(
                "clustering",
                "Clusters of classes in hidden layers",
                "Large is good: 1 where classes lie far apart.",
                views.stream().map(this::name).toList(),
                Axis.of("index"),
                bars(Indices.CLUSTERING, views, View::clusters)))
        .figure(
            figure(
                "ratios",
                "Width of classes beside the distance between them",
                "Small is good: 0 where each class is a point.",
                views.stream().map(this::name).toList(),
                Axis.of("index"),
                bars(Indices.RATIOS, views, View::clusters)))
        .figure(
            figure(
                "free_clusters",
                "Clusters found without labels",
                "Adjusted mutual information of clusters and classes: 1 where they are the same, 0"
                    + " for what chance makes.",
                views.stream().map(this::name).toList(),
                Axis.of("AMI"),
                Method.ALL.stream().map(method -> method.bars(views)).toList()))
        .figure(cosineHistograms())
        .figure(
            figure(
                "collapse",
                "Neural collapse of hidden layers",
                "All are 0 in collapse; NC3 and NC4 are of the last linear layer and what it is"
                    + " given.",
                Axis.of("index").logarithmic(),
                bars(Indices.COLLAPSE, layers, Layer::collapse)));
  }

  private Figure figure(
      String name, String title, String caption, Axis values, List<BarSeries> bars) {
    return figure(name, title, caption, layers.stream().map(Layer::name).toList(), values, bars);
  }

  private static Figure figure(
      String name,
      String title,
      String caption,
      List<String> categories,
      Axis values,
      List<BarSeries> bars) {
    return new Figure(
        new Heading(
            name,
            title,
            caption + " Error bars are as long as two halves of the samples are apart."),
        new Plot.Bars(Axis.of("layer"), values, categories, bars));
  }

  private static <R, T> List<BarSeries> bars(
      List<Index<T>> indices, List<R> rows, Function<R, Halves<T>> found) {
    return indices.stream()
        .filter(index -> !index.label().isEmpty())
        .map(index -> index.bars(rows.stream().map(found).toList()))
        .toList();
  }

  private Figure cosineHistograms() {
    return new Figure(
        new Heading(
            "cosines",
            "Cosines between samples of one class and of two",
            "Share of the pairs of samples in each of "
                + Cosines.BINS
                + " bins from −1 to 1, over the largest share of the layer. What lies apart is told"
                + " apart by angles alone."),
        new Plot.Multiples(
            3,
            views.stream()
                .map(view -> new Plot.Panel<>(name(view), lines(view.free().all().cosines())))
                .toList()));
  }

  private static Plot.Lines lines(Cosines cosines) {
    double[] within = shares(cosines.withinCounts());
    double[] between = shares(cosines.betweenCounts());
    double largest =
        DoubleStream.concat(DoubleStream.of(within), DoubleStream.of(between)).max().orElse(0);
    int[] bins = IntStream.range(0, Cosines.BINS).filter(b -> within[b] + between[b] > 0).toArray();
    return new Plot.Lines(
        Axis.of("cosine"),
        Axis.of("share of pairs, largest = 1"),
        List.of(
            line("within classes", bins, within, largest),
            line("between classes", bins, between, largest)));
  }

  private static double[] shares(int[] counts) {
    double pairs = Math.max(1, IntStream.of(counts).sum());
    return IntStream.of(counts).mapToDouble(count -> count / pairs).toArray();
  }

  /**
   * @param bins that have a pair, of any kind: the line goes from the first to the last
   */
  private static Plot.Line line(String name, int[] bins, double[] shares, double largest) {
    int first = bins.length == 0 ? 0 : bins[0];
    int end = bins.length == 0 ? 0 : bins[bins.length - 1] + 1;
    return Plot.Line.of(
        name,
        IntStream.range(first, end).mapToDouble(b -> (2 * b + 1.0) / Cosines.BINS - 1).toArray(),
        IntStream.range(first, end).mapToDouble(b -> shares[b] / largest).toArray());
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
    Table.Builder<View> table = views(views, view -> view, "clustering", "Clusters of classes");
    Indices.CLUSTERING.forEach(index -> index.addTo(table, View::clusters));
    Indices.RATIOS.forEach(index -> index.addTo(table, View::clusters));
    return table
        .text(
            "status",
            "OK, or why an index has no value or says little",
            view -> view.clusters().all().status().name())
        .build();
  }

  /** What a method found in a view. */
  private record Found(View view, Method method) {}

  private Table free() {
    List<Found> rows =
        views.stream()
            .flatMap(view -> Method.ALL.stream().map(method -> new Found(view, method)))
            .toList();
    Table.Builder<Found> table =
        views(rows, Found::view, "free_clusters", "Clusters found without labels")
            .text("method", "how they were found", row -> row.method().name())
            .text("number", "how many are asked for", row -> row.method().number());
    Indices.GROUPING.forEach(
        index -> index.addTo(table, row -> row.view().free().map(row.method().of())));
    return table
        .text(
            "status",
            "OK, or why an index has no value or says little",
            row -> row.view().free().all().status().name())
        .build();
  }

  private Table cosines() {
    Table.Builder<View> table =
        views(views, view -> view, "cosines", "Cosines of pairs, clusters within classes");
    Indices.PAIRS.forEach(index -> index.addTo(table, View::free));
    return table
        .integer(
            "divided_classes",
            "classes in which clusters were looked for: three distinct samples or more",
            view -> view.free().all().within().classes())
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

  /** The pairs, and each the other way round. */
  private Stream<Pair> turned() {
    return pairs.stream()
        .flatMap(pair -> Stream.of(pair, new Pair(pair.second(), pair.first(), pair.similarity())));
  }

  /** Each layer with itself, where it varies: as alike as can be. */
  private Stream<Pair> twins() {
    Halves<Similarity> one = Halves.same(new Similarity(Similarity.Status.OK, 1, 1));
    return turned()
        .filter(pair -> !Double.isNaN(pair.similarity().value(Similarity::debiased)))
        .map(Pair::first)
        .distinct()
        .map(side -> new Pair(side, side, one));
  }

  private static Figure alike(String name, String title, String second, List<Pair> pairs) {
    List<String> rows = names(pairs, Pair::first);
    List<String> columns = names(pairs, Pair::second);
    double[] values = new double[rows.size() * columns.size()];
    Arrays.fill(values, Double.NaN);
    for (Pair pair : pairs) {
      int row = rows.indexOf(pair.first().layer());
      int column = columns.indexOf(pair.second().layer());
      values[row * columns.size() + column] = pair.similarity().value(Similarity::debiased);
    }
    return new Figure(
        new Heading(
            name,
            title,
            "Debiased linear centred kernel alignment (CKA): 1 for a rotated and scaled copy,"
                + " around 0 for what has nothing in common."),
        new Plot.HeatMap(
            Axis.of(second),
            columns,
            Axis.of("layer"),
            rows,
            Axis.of("debiased CKA"),
            values,
            false));
  }

  private static List<String> names(List<Pair> pairs, Function<Pair, Side> side) {
    return pairs.stream().map(pair -> side.apply(pair).layer()).distinct().toList();
  }

  private Table similarity(String name, String title, List<Pair> rows) {
    Table.Builder<Pair> table =
        Table.of(rows, name, title)
            .note("One row for each pair of layers.")
            .text("first", "hidden cut", pair -> pair.first().layer())
            .text(
                "second", "another one, or one of the other network", pair -> pair.second().layer())
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

  private static int units(Side side) {
    return side.shape().intSize();
  }

  private boolean wide(Pair pair) {
    return Math.max(units(pair.first()), units(pair.second())) > samples.count();
  }

  private String name(View view) {
    return config.features().equals(List.of(Features.RAW))
        ? view.layer()
        : view.layer() + ", " + view.features();
  }

  private <R> Table.Builder<R> views(
      List<R> rows, Function<R, View> view, String name, String title) {
    return table(rows, name, title, row -> view.apply(row).layer(), row -> view.apply(row).shape())
        .text(
            "features",
            "what is compared: activations as they are (raw), scaled to length 1 (normalised),"
                + " means of channels (pooled)",
            row -> view.apply(row).features().toString());
  }

  private Table.Builder<Layer> table(String name, String title) {
    return table(layers, name, title, Layer::name, Layer::shape);
  }

  private <R> Table.Builder<R> table(
      List<R> rows,
      String name,
      String title,
      Function<R, String> layer,
      Function<R, Shape> shape) {
    return Table.of(rows, name, title)
        .note("A difference that is smaller than the spread is one that" + " chance makes.")
        .text("layer", "hidden cut: the layer whose outputs these are", layer)
        .text("shape", "channels × height × width, or units", row -> shape.apply(row).toString())
        .integer("units", "numbers for each sample", row -> shape.apply(row).intSize())
        .integer("samples", "samples that were looked at", row -> samples.count());
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
    report.note(
        "Clusters of classes are the classes that samples are labelled with. Euclidean distances"
            + " depend on the scales of channels and samples, which BatchNorm changes: compare"
            + " networks with and without it by cosines. Indices of clusters also depend on the"
            + " number of samples (the nearest are nearer among more): compare equal numbers.");
    long wide = Stream.concat(pairs.stream(), across.stream()).filter(this::wide).count();
    if (wide > 0) {
      report.note(
          Text.format(
              "%d of %d pairs of layers have a layer with more units than samples: their plain CKA"
                  + " is too high, whatever they hold. Read the debiased one.",
              wide, pairs.size() + across.size()));
    }
    if (config.features().contains(Features.POOLED) && views.size() < views()) {
      report.note("Pooled features are of maps alone: where a layer has none, they have no row.");
    }
    for (Layer layer : layers) {
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
    return layers.size() * config.features().size();
  }
}
