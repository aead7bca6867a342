package dev.assay.study.tree;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Plot.BarSeries;
import dev.assay.study.tree.LayerTreesStudy.Layer;
import dev.assay.tree.DecisionTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What was found, drawn by depth. */
final class LayerTreesFigures {
  private final List<String> classes;
  private final Grown inputs;
  private final List<Layer> layers;

  /**
   * @param inputs null where no tree on inputs grew
   */
  LayerTreesFigures(List<String> classes, Grown inputs, List<Layer> layers) {
    this.classes = classes;
    this.inputs = inputs;
    this.layers = layers;
  }

  Figure fidelity() {
    return shares(
        "fidelity",
        "How often trees answer as the network does",
        "fidelity",
        Grown.Right::fidelity);
  }

  Figure accuracy() {
    return shares(
        "accuracy", "How often trees answer as labelled", "accuracy", Grown.Right::accuracy);
  }

  private Figure shares(
      String name, String title, String axis, Function<Grown.Right, Share> share) {
    List<BarSeries> series = new ArrayList<>();
    series.add(shares("tree on codes", values(Layer::tree, g -> share.apply(g.measured()))));
    if (inputs != null) {
      List<Share> numbers = values(Layer::numbers, g -> share.apply(g.measured()));
      numbers.set(0, share.apply(inputs.measured()));
      series.add(shares("tree on numbers", numbers));
    }
    List<Share> bayes = new ArrayList<>();
    layers.forEach(layer -> bayes.add(share.apply(layer.bayes())));
    if (inputs != null) {
      bayes.add(0, null);
    }
    series.add(shares("naive Bayes on codes", bayes));
    return bars(
        new Heading(name, title, "Measured samples; error bars: 95 % over samples (Wilson)."),
        Axis.of(axis),
        series);
  }

  private static BarSeries shares(String name, List<Share> shares) {
    return BarSeries.of(name, numbers(shares, Share::value))
        .within(numbers(shares, Share::low), numbers(shares, Share::high));
  }

  Figure leaves() {
    List<BarSeries> series = new ArrayList<>();
    ToDoubleFunction<Grown> leaves = g -> g.tree().leaves();
    series.add(BarSeries.of("tree on codes", numbers(values(Layer::tree, g -> g), leaves)));
    if (inputs != null) {
      List<Grown> numbers = values(Layer::numbers, g -> g);
      numbers.set(0, inputs);
      series.add(BarSeries.of("tree on numbers", numbers(numbers, leaves)));
    }
    return bars(
        new Heading(
            "leaves", "Leaves of trees", "Few leaves: few rules say what the network does."),
        Axis.of("leaves").counting().logarithmic(),
        series);
  }

  Figure codes() {
    return new Figure(
        new Heading(
            "codes",
            "How many codes samples share",
            "Purity is what a tree on codes can reach at best, among the samples that it grew on."),
        new Plot.Bars(
            Axis.of("layer"),
            Axis.of("share of samples"),
            layers.stream().map(Layer::name).toList(),
            List.of(
                layerBars(
                    "codes for each sample",
                    l -> (double) l.codes().unique() / l.counts().samples()),
                layerBars("purity", l -> l.codes().purity()))));
  }

  Figure distances() {
    return new Figure(
        new Heading(
            "distances",
            "Hamming distances of codes",
            "Share of units in which the codes of two samples differ, mean over all pairs."),
        new Plot.Bars(
            Axis.of("layer"),
            Axis.of("distance"),
            layers.stream().map(Layer::name).toList(),
            List.of(
                layerBars("within classes", l -> l.codes().within()),
                layerBars("between classes", l -> l.codes().between()))));
  }

  private BarSeries layerBars(String name, ToDoubleFunction<Layer> value) {
    return BarSeries.of(name, layers.stream().mapToDouble(value).toArray());
  }

  /** A value for each category, null where there is none. */
  private <T> List<T> values(Function<Layer, Grown> which, Function<Grown, T> value) {
    List<T> values = new ArrayList<>();
    if (inputs != null) {
      values.add(null);
    }
    layers.forEach(layer -> values.add(value.apply(which.apply(layer))));
    return values;
  }

  private static <T> double[] numbers(List<T> values, ToDoubleFunction<T> number) {
    return values.stream()
        .mapToDouble(value -> value == null ? Double.NaN : number.applyAsDouble(value))
        .toArray();
  }

  private Figure bars(Heading heading, Axis y, List<BarSeries> series) {
    List<String> categories = new ArrayList<>();
    if (inputs != null) {
      categories.add(Grown.INPUT);
    }
    layers.forEach(layer -> categories.add(layer.name()));
    return new Figure(heading, new Plot.Bars(Axis.of("layer"), y, categories, series));
  }

  /**
   * The first levels of a tree.
   *
   * @param pictures of its nodes
   */
  Figure tree(Layer layer, int levels, Map<Integer, Picture> pictures) {
    DecisionTree tree = layer.tree().tree();
    return new Figure(
        new Heading(
            "tree-" + layer.name(),
            "Tree on the codes of " + layer.name(),
            Text.format(
                "%d of %d levels. A node names the unit that it tests, or, at the end, how many"
                    + " samples come to it; its colour is the class of most of them, which has the"
                    + " share that is written. The upper bar is the mix of classes, the lower one"
                    + " their share of all samples.%s",
                Math.min(levels, tree.depth() + 1),
                tree.depth() + 1,
                pictures.isEmpty()
                    ? ""
                    : " Pictures: what raises (red) or lowers (blue) the unit in samples for which"
                        + " it is on.")),
        new Plot.Tree(classes, root(tree, pictures), levels));
  }

  /** All of a tree, from its leaves up: it may be deep. */
  private Plot.Node root(DecisionTree tree, Map<Integer, Picture> pictures) {
    Plot.Node[] nodes = new Plot.Node[tree.nodes()];
    for (int node = nodes.length - 1; node >= 0; node--) {
      int predicted = tree.predicted(node);
      int samples = tree.samples(node);
      int of = node;
      String most =
          Text.format(
              "%s: %.0f %%", classes.get(predicted), 100.0 * tree.count(node, predicted) / samples);
      nodes[node] =
          new Plot.Node(
              List.of(
                  tree.isLeaf(node)
                      ? Text.format("n = %,d", samples)
                      : "unit " + tree.feature(node),
                  most),
              predicted,
              (double) samples / tree.samples(0),
              IntStream.range(0, classes.size())
                  .mapToObj(c -> (double) tree.count(of, c) / samples)
                  .toList(),
              pictures.get(node),
              tree.isLeaf(node)
                  ? List.of()
                  : List.of(
                      new Plot.Branch("off", nodes[tree.low(node)]),
                      new Plot.Branch("on", nodes[tree.high(node)])));
    }
    return nodes[0];
  }
}
