package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.train.Evaluation;

/** The share of samples that a network classifies as labelled. */
public record Accuracy(Provenance data) implements NetworkMeasure<Accuracy.Share> {

  /** A share, from 0 to 1. */
  public record Share(double value) {}

  @Override
  public Class<Share> result() {
    return Share.class;
  }

  @Override
  public Share of(Network network, Bench bench) {
    return new Share(Evaluation.of(network.classifier(), bench.data(data)).accuracy());
  }
}
