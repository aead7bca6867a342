package dev.assay.study.tree;

import dev.assay.study.Axis;
import dev.assay.study.Cut;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Line;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import dev.assay.study.Table;
import dev.assay.tree.CodeStatistics;
import dev.assay.tree.Codes;
import dev.assay.tree.DecisionTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How codes, and trees on them, come to be in the course of a training. */
record Course(List<Moment> moments) {

  /**
   * A layer at some epoch.
   *
   * @param tree grown on the codes of this epoch, asked about the network's answers of this epoch
   * @param changed share of the samples that it grew on whose code is not that of the moment
   *     before; NaN at the first
   */
  record Moment(int epoch, String layer, CodeStatistics codes, Grown tree, double changed) {}

  /**
   * @param snapshots ascending; the samples are the same for all
   * @param names of the cuts
   */
  static Course of(
      List<Subject.Snapshot> snapshots,
      List<String> names,
      Samples training,
      Samples measured,
      LayerTreesConfig config) {
    List<Moment> moments = new ArrayList<>();
    Map<String, Codes> before = new HashMap<>();
    for (Subject.Snapshot snapshot : snapshots) {
      Side grown = Side.of(training, snapshot.subject().input().above());
      Side asked = Side.of(measured, snapshot.subject().input().above());
      int classes = snapshot.subject().input().above().classes();
      for (String name : names) {
        Cut cut = snapshot.subject().hidden(name);
        Looked looked = Looked.at(cut, training, config.channels(), false);
        Codes codes = looked.codes();
        DecisionTree tree =
            DecisionTree.grow(codes, grown.of(config.target()), classes, config.limits());
        Codes last = before.put(name, codes);
        moments.add(
            new Moment(
                snapshot.epoch(),
                name,
                CodeStatistics.of(codes, grown.labels(), classes),
                Grown.of(
                    name, On.CODES, tree, codes, grown, looked.at(cut, measured).codes(), asked),
                last == null ? Double.NaN : CodeStatistics.changed(last, codes)));
      }
    }
    return new Course(moments);
  }

  Table table() {
    return Table.of(moments, "epochs", "Codes and trees in training")
        .note("One row for each layer at each epoch: a tree on codes, grown anew.")
        .integer("epoch", "epochs trained", Moment::epoch)
        .text("layer", "hidden cut", Moment::layer)
        .integer("unique", "codes that are different", m -> m.codes().unique())
        .real(
            "purity",
            "",
            "share of samples of the class of most samples of their code",
            m -> m.codes().purity())
        .real("within", "", "mean Hamming distance within classes", m -> m.codes().within())
        .real("between", "", "mean Hamming distance between classes", m -> m.codes().between())
        .integer("dead", "units that are never active", m -> m.codes().dead())
        .real(
            "changed",
            "",
            "share of samples whose code is not that of the epoch before it here; none at the first",
            m -> Double.isNaN(m.changed()) ? null : m.changed())
        .integer("leaves", "of the tree", m -> m.tree().tree().leaves())
        .real(
            "accuracy",
            "",
            "share of measured samples with their labels",
            m -> m.tree().measured().accuracy().value())
        .real(
            "fidelity",
            "",
            "share of measured samples with the classes that the network gives then",
            m -> m.tree().measured().fidelity().value())
        .build();
  }

  List<Figure> figures() {
    return List.of(
        figure(
            "fidelity-by-epoch",
            "How often trees answer as the network does, in training",
            "Measured samples; trees on codes, grown anew at each epoch.",
            Axis.of("fidelity"),
            m -> m.tree().measured().fidelity().value()),
        figure(
            "leaves-by-epoch",
            "Leaves of trees, in training",
            "Trees on codes, grown anew at each epoch.",
            Axis.of("leaves").counting().logarithmic(),
            m -> m.tree().tree().leaves()),
        figure(
            "codes-by-epoch",
            "How many codes there are, in training",
            "Of the samples that trees grow on.",
            Axis.of("different codes").counting(),
            m -> m.codes().unique()),
        figure(
            "changes-by-epoch",
            "Samples whose code changed",
            "Share of the samples that trees grow on whose code is not that of the epoch before.",
            Axis.of("share of samples"),
            Moment::changed));
  }

  /** A curve for each layer. */
  private Figure figure(
      String name, String title, String caption, Axis y, ToDoubleFunction<Moment> value) {
    List<Line> lines =
        moments.stream()
            .map(Moment::layer)
            .distinct()
            .map(
                layer -> {
                  List<Moment> own = moments.stream().filter(m -> m.layer().equals(layer)).toList();
                  return Line.of(
                      layer,
                      own.stream().mapToDouble(Moment::epoch).toArray(),
                      own.stream().mapToDouble(value).toArray());
                })
            .toList();
    return new Figure(
        new Heading(name, title, caption), new Plot.Lines(Axis.of("epoch").counting(), y, lines));
  }
}
