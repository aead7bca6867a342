package dev.assay.study.representation;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.BarSeries;
import dev.assay.study.Report;
import dev.assay.study.representation.RepresentationStudy.Layer;
import dev.assay.study.representation.RepresentationStudy.Pair;
import dev.assay.study.representation.RepresentationStudy.Side;
import dev.assay.study.representation.RepresentationStudy.View;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws findings. */
final class RepresentationFigures {
  private final Findings found;
  private final List<Layer> layers;
  private final List<View> views;
  private final String bars;

  RepresentationFigures(Findings found) {
    this.found = found;
    this.layers = found.layers();
    this.views = found.views();
    this.bars =
        found.seeds() > 1
            ? Text.format(
                "Error bars: a standard deviation over %d networks to each side.", found.seeds())
            : "Error bars are as long as two halves of the samples are apart.";
  }

  void addTo(Report.Builder report) {
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
                views.stream().map(found::name).toList(),
                Axis.of("index"),
                bars(Indices.CLUSTERING, views, View::clusters)))
        .figure(
            figure(
                "ratios",
                "Width of classes beside the distance between them",
                "Small is good: 0 where each class is a point.",
                views.stream().map(found::name).toList(),
                Axis.of("index"),
                bars(Indices.RATIOS, views, View::clusters)))
        .figure(
            figure(
                "free_clusters",
                "Clusters found without labels",
                "Adjusted mutual information of clusters and classes: 1 where they are the same, 0"
                    + " for what chance makes.",
                views.stream().map(found::name).toList(),
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
      String name, String title, String caption, Axis values, List<BarSeries> series) {
    return figure(name, title, caption, layers.stream().map(Layer::name).toList(), values, series);
  }

  private Figure figure(
      String name,
      String title,
      String caption,
      List<String> categories,
      Axis values,
      List<BarSeries> series) {
    return new Figure(
        new Heading(name, title, caption + " " + bars),
        new Plot.Bars(Axis.of("layer"), values, categories, series));
  }

  private static <R extends OverSeeds<R>, T> List<BarSeries> bars(
      List<Index<T>> indices, List<R> rows, Function<R, Halves<T>> found) {
    return indices.stream()
        .filter(index -> !index.label().isEmpty())
        .map(index -> index.bars(rows, found))
        .toList();
  }

  /** Lengths do not change angles: beside activations as they are, scaled ones show the same. */
  private Figure cosineHistograms() {
    boolean alone = !found.config().features().contains(Features.RAW);
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
                .filter(view -> view.features() != Features.NORMALISED || alone)
                .map(view -> new Plot.Panel<>(found.name(view), lines(view.free().all().cosines())))
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

  Figure similarity() {
    return alike(
        "similarity", "How alike layers are", "layer", Stream.concat(turned(), twins()).toList());
  }

  Figure similarityAcross() {
    return alike(
        "similarity_across",
        "How alike layers of two networks are",
        "layer of the other network",
        found.across());
  }

  /** The pairs, and each the other way round. */
  private Stream<Pair> turned() {
    return found.pairs().stream()
        .flatMap(
            pair ->
                Stream.of(
                    pair, new Pair(pair.second(), pair.first(), pair.similarity(), List.of())));
  }

  /** Each layer with itself, where it varies: as alike as can be. */
  private Stream<Pair> twins() {
    Halves<Similarity> one = Halves.same(new Similarity(Similarity.Status.OK, 1, 1));
    return turned()
        .filter(pair -> !Double.isNaN(pair.similarity().value(Similarity::debiased)))
        .map(Pair::first)
        .distinct()
        .map(side -> new Pair(side, side, one, List.of()));
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
}
