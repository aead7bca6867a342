package dev.assay.paper.layers;

import dev.assay.paper.layers.Findings.Layer;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Topic;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.tree.CodeStatistics;
import java.util.Arrays;
import java.util.List;

/** Trees and codes of all layers, drawn by depth and row by row. */
final class Layers implements Topic {
  private final Findings findings;
  private final Curves curves;

  Layers(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.curves = new Curves(findings, bootstrap);
  }

  @Override
  public List<Claim> claims() {
    return List.of();
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
                Curves.of("tree on codes", net -> l -> Curves.one(l.tree().leaves())),
                Curves.of("tree on activations", net -> l -> Curves.one(l.numbers().leaves())),
                Curves.of("tree on pixels", net -> l -> Curves.one(net.pixels().leaves())))),
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
                Curves.of("different codes", net -> l -> Curves.one(findings.uniqueShare(l))),
                Curves.of("purity", net -> l -> Curves.one(100 * l.codes().codes().purity())))),
        curves.figure(
            "distances-by-depth",
            "Hamming distances of codes by depth",
            "Share of units in which the codes of two training samples differ, mean over all pairs.",
            Axis.of("Hamming distance"),
            List.of(
                Curves.of("within classes", net -> l -> Curves.one(l.codes().codes().within())),
                Curves.of("between classes", net -> l -> Curves.one(l.codes().codes().between())))),
        curves.figure(
            "units-by-depth",
            "Units that trees use",
            "Tested anywhere in the tree on codes; constant are units that are never active for a"
                + " training sample, or always, dead those that never are.",
            Axis.of("of units", "%"),
            List.of(
                Curves.of("tested", net -> l -> share(net, l.tree().used())),
                Curves.of("constant", net -> l -> share(net, l.codes().codes().constant())),
                Curves.of("dead", net -> l -> share(net, l.codes().codes().dead())))));
  }

  private static double[] share(Net net, int units) {
    return Curves.one(100.0 * units / net.shape().width());
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
