package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.measure.LayerTree;
import dev.assay.paper.layers.Findings.Layer;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How trees and codes change from layer to layer: statements B2a to B2d. */
final class ByDepth implements Topic {
  /** Of what codes come nearer within classes, so much may they between them and stay apart. */
  private static final double SMALL = 0.25;

  private final Findings findings;
  private final Bootstrap bootstrap;

  ByDepth(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(leaves(), answers(), unique(), distances());
  }

  /** What is found from one hidden layer of some networks to another. */
  @FunctionalInterface
  private interface Growth {
    Estimate of(int from, int to);
  }

  /** The last layer against the first, which decides nothing, then each against the one before. */
  private static void falls(Cases cases, Shape shape, String name, String unit, Growth growth) {
    ends(cases, shape, name, unit, growth);
    for (int to : shape.later()) {
      cases.below(0, growth.of(to - 1, to), name + step(to, shape), unit);
    }
  }

  private static void rises(Cases cases, Shape shape, String name, String unit, Growth growth) {
    ends(cases, shape, name, unit, growth);
    for (int to : shape.later()) {
      cases.above(0, growth.of(to - 1, to), name + step(to, shape), unit);
    }
  }

  private static void ends(Cases cases, Shape shape, String name, String unit, Growth growth) {
    cases.beside(growth.of(1, shape.layers()), name + ends(shape), unit);
  }

  private static String step(int to, Shape shape) {
    return Text.format(", layer %d − %d of %s", to, to - 1, shape);
  }

  private static String ends(Shape shape) {
    return Text.format(", layer %d − 1 of %s", shape.layers(), shape);
  }

  /** How much larger something is in one layer than in another, each network by itself. */
  private Growth difference(Shape shape, ToDoubleFunction<Layer> value) {
    return (from, to) ->
        bootstrap.meanOfMeans(
            findings.one(
                shape,
                net -> value.applyAsDouble(net.layer(to)) - value.applyAsDouble(net.layer(from))));
  }

  /** B2a: in percent of the layer before. */
  private Claim leaves() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      falls(cases, shape, "leaves", "%", shrinking(shape));
    }
    return cases.claim(
        "B2a",
        "Trees shrink with depth: each hidden layer's has fewer leaves than that of the layer"
            + " before.",
        "Trees on codes, of the network's classes, grown until leaves are pure; in percent of the"
            + " earlier layer's leaves. First the last layer against the first, which decides"
            + " nothing.",
        findings.seeds());
  }

  private Growth shrinking(Shape shape) {
    return (from, to) ->
        bootstrap.meanOfMeans(
            findings.one(
                shape,
                net ->
                    100.0 * net.layer(to).tree().leaves() / net.layer(from).tree().leaves() - 100));
  }

  /** B2b: sample by sample, as all trees of a network are asked about the same. */
  private Claim answers() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      rises(cases, shape, "fidelity", "points", gain(shape, LayerTree.Found::alike));
      rises(cases, shape, "accuracy", "points", gain(shape, LayerTree.Found::right));
    }
    return cases.claim(
        "B2b",
        "Trees answer better with depth: fidelity and accuracy rise from each hidden layer to the"
            + " next.",
        "Test samples, trees on codes, of the network's classes; fidelity is how often the answer"
            + " is the network's, accuracy how often it is the label. The last layer against the"
            + " first decides nothing.",
        findings.seeds());
  }

  private Growth gain(Shape shape, Function<LayerTree.Found, int[]> answers) {
    return (from, to) ->
        bootstrap.meanOfMeans(
            findings.each(
                shape,
                net ->
                    Findings.points(
                        answers.apply(net.layer(from).tree()),
                        answers.apply(net.layer(to).tree()))));
  }

  /** B2c. */
  private Claim unique() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      falls(cases, shape, "codes", "%", difference(shape, findings::uniqueShare));
    }
    return cases.claim(
        "B2c",
        "Samples share codes with depth: there are fewer different ones in each hidden layer than"
            + " in the layer before.",
        "Training samples; different codes in percent of samples. The last layer against the first"
            + " decides nothing.",
        findings.seeds());
  }

  /** B2d. */
  private Claim distances() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      falls(cases, shape, "within classes", "", difference(shape, ByDepth::within));
      ends(cases, shape, "between classes", "", difference(shape, ByDepth::between));
      cases.above(
          0,
          difference(shape, layer -> between(layer) - SMALL * within(layer)).of(1, shape.layers()),
          Text.format("between − %s × within", SMALL) + ends(shape),
          "");
    }
    return cases.claim(
        "B2d",
        "Codes gather by class with depth: Hamming distances within classes fall from each hidden"
            + " layer to the next, those between classes stay or rise.",
        "Training samples; distances are shares of units. Between classes they stay if from the"
            + " first layer to the last they fall by less than a quarter of what those within"
            + " classes do.",
        findings.seeds());
  }

  private static double within(Layer layer) {
    return layer.codes().codes().within();
  }

  private static double between(Layer layer) {
    return layer.codes().codes().between();
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
