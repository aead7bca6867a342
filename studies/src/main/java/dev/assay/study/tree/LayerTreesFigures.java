package dev.assay.study.tree;

import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.BarSeries;
import dev.assay.study.tree.LayerTreesStudy.Layer;
import dev.assay.tensor.Shape;
import dev.assay.tree.DecisionTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

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
   * @param input shape of an input
   */
  Figure tree(Layer layer, Shape input, int levels) {
    DecisionTree tree = layer.tree().tree();
    return TreeFigure.of(
        "tree-" + layer.name(),
        "Tree on the codes of " + layer.name(),
        Text.format("%d of %d levels.", Math.min(levels, tree.depth() + 1), tree.depth() + 1),
        classes,
        ShownNode.of(tree, layer.attributions()),
        input,
        levels);
  }
}
