package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Whether on and off alone explain what a network answers: statement B1. */
final class Explained implements Topic {
  /** Of what the commonest answer leaves open, as much must be explained, in percent. */
  private static final double ENOUGH = 50;

  private final Findings findings;
  private final Bootstrap bootstrap;

  Explained(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    Cases cases = new Cases();
    for (Shape shape : findings.scale().shapes()) {
      for (int layer : shape.all()) {
        cases.above(
            ENOUGH,
            bootstrap.meanOfMeans(findings.each(shape, net -> explained(net, layer))),
            Text.format("explained, layer %d of %s", layer, shape),
            "%");
      }
    }
    return List.of(
        cases.claim(
            "B1",
            "Every hidden layer gives a tree that explains the network's answers by which units are"
                + " on and off alone.",
            Text.format(
                "Test samples; explained is (fidelity − c) / (1 − c), c being the fidelity of always"
                    + " giving the answer that the network gives most often. It holds where more"
                    + " than %.0f %% are, at every layer of every network.",
                ENOUGH),
            findings.seeds()));
  }

  /** Of each test sample, in percent, so that the mean is what is explained. */
  private double[] explained(Net net, int layer) {
    double constant = net.commonest();
    return IntStream.of(net.layer(layer).tree().alike())
        .mapToDouble(alike -> 100 * (alike - constant) / (1 - constant))
        .toArray();
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of(networks());
  }

  private Table networks() {
    return Table.of(findings.networks(), "networks", "Networks")
        .integer("seed", "of data and weights", n -> n.draw().seed())
        .text("network", "hidden layers × units of each", n -> n.shape().toString())
        .real("train_accuracy", "", "on the training samples", Net::fitted)
        .real(
            "test_accuracy",
            "",
            "on the test samples",
            n -> DoubleStream.of(n.right()).average().orElseThrow())
        .real("commonest", "", "share of test samples given the commonest answer", Net::commonest)
        .integer("pixel_leaves", "leaves of the tree on pixels", n -> n.pixels().leaves())
        .real(
            "pixel_fidelity",
            "",
            "share of test samples that it answers as the network does",
            n -> Findings.mean(n.pixels().alike()))
        .real(
            "pixel_accuracy",
            "",
            "share that it answers as labelled",
            n -> Findings.mean(n.pixels().right()))
        .build();
  }
}
