package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.measure.LayerTree;
import dev.assay.paper.layers.Findings.Layer;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Topic;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import dev.assay.tree.CodeStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How trees and codes change from layer to layer: statements B2a to B2d. */
final class ByDepth implements Topic {
  /** Of what codes come nearer within classes, so much may they between them and stay apart. */
  private static final double SMALL = 0.25;

  private final Findings findings;
  private final Bootstrap bootstrap;
  private final Curves curves;

  ByDepth(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
    this.curves = new Curves(findings, bootstrap);
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
          growth(shape, 1, shape.layers(), this::uniqueShare), "codes, " + ends(shape), "%");
      for (int layer : shape.later()) {
        cases.below(
            0,
            growth(shape, layer - 1, layer, this::uniqueShare),
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

  private double uniqueShare(Layer layer) {
    return 100.0 * layer.codes().codes().unique() / findings.draws().get(0).train().count();
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
    return List.of(
        curves.figure(
            "leaves-by-depth",
            "Leaves of trees by depth",
            "Trees of the network's classes, grown until leaves are pure.",
            Axis.of("leaves").counting().logarithmic(),
            List.of(
                Curves.of("tree on codes", net -> l -> one(l.tree().leaves())),
                Curves.of("tree on activations", net -> l -> one(l.numbers().leaves())),
                Curves.of("tree on pixels", net -> l -> one(net.pixels().leaves())))),
        curves.figure(
            "fidelity-by-depth",
            "How often trees answer as the network does",
            "Test samples; trees and naive Bayes learned the network's classes.",
            Axis.of("fidelity", "%"),
            List.of(
                Curves.of("tree on codes", net -> l -> Findings.percent(l.tree().alike())),
                Curves.of("tree on activations", net -> l -> Findings.percent(l.numbers().alike())),
                Curves.of("naive Bayes on codes", net -> l -> Findings.percent(l.bayes().alike())),
                Curves.of("tree on pixels", net -> l -> Findings.percent(net.pixels().alike())))),
        curves.figure(
            "accuracy-by-depth",
            "How often trees answer as labelled",
            "Test samples; trees on codes that learned the network's classes, or labels.",
            Axis.of("accuracy", "%"),
            List.of(
                Curves.of("tree on codes", net -> l -> Findings.percent(l.tree().right())),
                Curves.of(
                    "tree on codes, of labels", net -> l -> Findings.percent(l.labelled().right())),
                Curves.of("tree on pixels", net -> l -> Findings.percent(net.pixels().right())),
                Curves.of("the network", net -> l -> hundred(net.right())))),
        curves.figure(
            "codes-by-depth",
            "Different codes by depth",
            "Training samples; purity is the share of samples of the class of most samples of their"
                + " code, which no tree on codes exceeds.",
            Axis.of("of training samples", "%"),
            List.of(
                Curves.of("different codes", net -> l -> one(uniqueShare(l))),
                Curves.of("purity", net -> l -> one(100 * l.codes().codes().purity())))),
        curves.figure(
            "distances-by-depth",
            "Hamming distances of codes by depth",
            "Share of units in which the codes of two training samples differ, mean over all pairs.",
            Axis.of("Hamming distance"),
            List.of(
                Curves.of("within classes", net -> l -> one(l.codes().codes().within())),
                Curves.of("between classes", net -> l -> one(l.codes().codes().between())))));
  }

  static double[] one(double value) {
    return new double[] {value};
  }

  private static double[] hundred(double[] shares) {
    return Arrays.stream(shares).map(share -> 100 * share).toArray();
  }

  private record Row(Net net, Layer layer) {
    CodeStatistics codes() {
      return layer.codes().codes();
    }
  }

  @Override
  public List<Table> tables() {
    List<Row> rows =
        findings.networks().stream()
            .flatMap(net -> net.layers().stream().map(layer -> new Row(net, layer)))
            .toList();
    return List.of(
        Table.of(rows, "layers", "Hidden layers")
            .note(
                "One row for each hidden layer of each network: trees on codes and on activations,"
                    + " asked about test samples, and codes of training samples.")
            .integer("seed", "of data and weights", r -> r.net().draw().seed())
            .text("network", "hidden layers × units of each", r -> r.net().shape().toString())
            .integer("layer", "from 1", r -> r.layer().number())
            .integer("leaves", "of the tree on codes", r -> r.layer().tree().leaves())
            .integer("depth", "most tests of a sample", r -> r.layer().tree().depth())
            .real("mean_path", "", "tests of a sample", r -> r.layer().tree().meanPath())
            .integer("units_used", "units that it tests", r -> r.layer().tree().used())
            .integer(
                "tied", "nodes with another split that gains as much", r -> r.layer().tree().tied())
            .real(
                "fidelity",
                "",
                "share of test samples with the network's answer",
                r -> Findings.mean(r.layer().tree().alike()))
            .real(
                "accuracy",
                "",
                "share of test samples with their label",
                r -> Findings.mean(r.layer().tree().right()))
            .integer("label_leaves", "of the tree of labels", r -> r.layer().labelled().leaves())
            .real(
                "label_accuracy",
                "",
                "its share of test samples with their label",
                r -> Findings.mean(r.layer().labelled().right()))
            .real(
                "label_fidelity",
                "",
                "its share with the network's answer",
                r -> Findings.mean(r.layer().labelled().alike()))
            .integer(
                "number_leaves", "of the tree on activations", r -> r.layer().numbers().leaves())
            .real(
                "number_fidelity",
                "",
                "its share of test samples with the network's answer",
                r -> Findings.mean(r.layer().numbers().alike()))
            .real(
                "bayes_fidelity",
                "",
                "naive Bayes: share with the network's answer",
                r -> Findings.mean(r.layer().bayes().alike()))
            .integer("unique", "different codes", r -> r.codes().unique())
            .real(
                "purity",
                "",
                "share of samples of the class of most samples of their code",
                r -> r.codes().purity())
            .real("within", "", "Hamming distance within classes", r -> r.codes().within())
            .real("between", "", "Hamming distance between classes", r -> r.codes().between())
            .real("active", "", "share of active units", r -> r.codes().active())
            .real(
                "perplexity",
                "",
                "of the classes that a unit is active for, median over units",
                r -> r.layer().codes().perplexity())
            .integer("dead", "units that are never active", r -> r.codes().dead())
            .integer("constant", "never active, or always", r -> r.codes().constant())
            .build());
  }
}
