package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.train.Evaluation;

/**
 * The mean softmax cross-entropy of samples as they are labelled, {@code log Σ_k exp f_k − f_y}:
 * the loss that networks are trained by.
 */
public record CrossEntropy(Provenance data) implements NetworkMeasure<CrossEntropy.Loss> {

  /** A loss, in nats. */
  public record Loss(double value) {}

  @Override
  public Class<Loss> result() {
    return Loss.class;
  }

  @Override
  public Loss of(Network network, Bench bench) {
    return new Loss(Evaluation.of(network.classifier(), bench.data(data)).loss());
  }
}
