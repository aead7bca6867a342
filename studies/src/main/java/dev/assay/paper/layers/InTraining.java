package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.paper.layers.Findings.Moment;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;

/** How groups of samples form in training: statement B7. */
final class InTraining implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;

  InTraining(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      for (int layer : shape.all()) {
        cases.below(
            0,
            bootstrap.meanOfMeans(
                findings.one(
                    shape,
                    net -> {
                      List<Moment> moments = net.moments(layer);
                      return gathered(moments.get(moments.size() - 1)) - gathered(moments.get(0));
                    })),
            Text.format("within / between, end − beginning, layer %d of %s", layer, shape),
            "");
      }
    }
    return List.of(
        cases.claim(
            "B7",
            "Groups of samples of one class form in training: at every hidden layer codes are nearer"
                + " within classes, beside those between classes, than before training.",
            "Training samples; mean Hamming distance within classes over that between them.",
            findings.seeds()));
  }

  /** Distance within classes over that between them: 1 where codes know nothing of classes. */
  private static double gathered(Moment moment) {
    return moment.codes().codes().within() / moment.codes().codes().between();
  }

  @Override
  public List<Figure> figures() {
    Curves curves = new Curves(findings, bootstrap);
    return List.of(
        curves.overEpochs(
            "groups-by-epoch",
            "How groups of samples form",
            "Mean Hamming distance of codes within classes over that between classes, training"
                + " samples: 1 where codes know nothing of classes; epoch 0 is before training.",
            Axis.of("within / between classes"),
            InTraining::gathered),
        curves.overEpochs(
            "codes-by-epoch",
            "Different codes in training",
            "In percent of training samples.",
            Axis.of("different codes", "% of samples"),
            m -> 100.0 * m.codes().codes().unique() / findings.draws().get(0).train().count()),
        curves.overEpochs(
            "changes-by-epoch",
            "Samples whose code changed",
            "Share of training samples whose code is not that of the moment before.",
            Axis.of("changed", "% of samples"),
            m -> 100 * m.changed()),
        curves.overEpochs(
            "accuracy-by-epoch",
            "How often trees on codes answer as labelled, in training",
            "Test samples; trees of labels, grown anew at each moment.",
            Axis.of("accuracy", "%"),
            m -> 100 * Findings.mean(m.labelled().right())));
  }

  private record Row(Net net, Moment moment) {}

  @Override
  public List<Table> tables() {
    List<Row> rows =
        findings.networks().stream()
            .flatMap(net -> net.moments().stream().map(moment -> new Row(net, moment)))
            .toList();
    return List.of(
        Table.of(rows, "epochs", "Codes during training")
            .note("One row for each hidden layer of each network at each moment.")
            .integer("seed", "of data and weights", r -> r.net().draw().seed())
            .text("network", "hidden layers × units of each", r -> r.net().shape().toString())
            .integer("layer", "from 1", r -> r.moment().layer())
            .integer("epoch", "epochs trained", r -> r.moment().epoch())
            .integer("unique", "different codes", r -> r.moment().codes().codes().unique())
            .real(
                "purity",
                "",
                "share of samples of the class of most samples of their code",
                r -> r.moment().codes().codes().purity())
            .real(
                "within",
                "",
                "Hamming distance within classes",
                r -> r.moment().codes().codes().within())
            .real(
                "between",
                "",
                "Hamming distance between classes",
                r -> r.moment().codes().codes().between())
            .integer("dead", "units that are never active", r -> r.moment().codes().codes().dead())
            .real(
                "changed",
                "",
                "share of samples whose code is not that of the moment before; none at the first",
                r -> Double.isNaN(r.moment().changed()) ? null : r.moment().changed())
            .integer("label_leaves", "of a tree of labels", r -> r.moment().labelled().leaves())
            .real(
                "label_accuracy",
                "",
                "its share of test samples with their label",
                r -> Findings.mean(r.moment().labelled().right()))
            .build());
  }
}
