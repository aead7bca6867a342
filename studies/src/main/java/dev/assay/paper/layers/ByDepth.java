package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.measure.LayerTree;
import dev.assay.paper.layers.Findings.Layer;
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

  /** How much larger something is in one layer than in another, each network by itself. */
  private Estimate growth(Shape shape, int from, int to, ToDoubleFunction<Layer> value) {
    return bootstrap.meanOfMeans(
        findings.one(
            shape,
            net -> value.applyAsDouble(net.layer(to)) - value.applyAsDouble(net.layer(from))));
  }

  private static String step(int to, Shape shape) {
    return Text.format("layer %d − %d of %s", to, to - 1, shape);
  }

  private static String ends(Shape shape) {
    return Text.format("layer %d − 1 of %s", shape.layers(), shape);
  }

  /** B2a: in percent of the layer before. */
  private Claim leaves() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      cases.beside(shrinking(shape, 1, shape.layers()), "leaves, " + ends(shape), "%");
      for (int layer : shape.later()) {
        cases.below(0, shrinking(shape, layer - 1, layer), "leaves, " + step(layer, shape), "%");
      }
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

  private Estimate shrinking(Shape shape, int from, int to) {
    return bootstrap.meanOfMeans(
        findings.one(
            shape,
            net -> 100.0 * net.layer(to).tree().leaves() / net.layer(from).tree().leaves() - 100));
  }

  /** B2b: sample by sample, as all trees of a network are asked about the same. */
  private Claim answers() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      answers(cases, shape, "fidelity", LayerTree.Found::alike);
      answers(cases, shape, "accuracy", LayerTree.Found::right);
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

  private void answers(
      Cases cases, Shape shape, String name, Function<LayerTree.Found, int[]> answers) {
    cases.beside(gain(shape, 1, shape.layers(), answers), name + ", " + ends(shape), "points");
    for (int layer : shape.later()) {
      cases.above(
          0, gain(shape, layer - 1, layer, answers), name + ", " + step(layer, shape), "points");
    }
  }

  private Estimate gain(Shape shape, int from, int to, Function<LayerTree.Found, int[]> answers) {
    return bootstrap.meanOfMeans(
        findings.each(
            shape,
            net ->
                Findings.points(
                    answers.apply(net.layer(from).tree()), answers.apply(net.layer(to).tree()))));
  }

  /** B2c. */
  private Claim unique() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      cases.beside(
          growth(shape, 1, shape.layers(), findings::uniqueShare), "codes, " + ends(shape), "%");
      for (int layer : shape.later()) {
        cases.below(
            0,
            growth(shape, layer - 1, layer, findings::uniqueShare),
            "codes, " + step(layer, shape),
            "%");
      }
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
      int last = shape.layers();
      cases.beside(
          growth(shape, 1, last, l -> l.codes().codes().within()),
          "within classes, " + ends(shape),
          "");
      cases.beside(
          growth(shape, 1, last, l -> l.codes().codes().between()),
          "between classes, " + ends(shape),
          "");
      for (int layer : shape.later()) {
        cases.below(
            0,
            growth(shape, layer - 1, layer, l -> l.codes().codes().within()),
            "within classes, " + step(layer, shape),
            "");
      }
      cases.above(
          0,
          growth(
              shape,
              1,
              last,
              l -> l.codes().codes().between() - SMALL * l.codes().codes().within()),
          Text.format("between − %s × within, %s", SMALL, ends(shape)),
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

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
