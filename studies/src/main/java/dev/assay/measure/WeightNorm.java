package dev.assay.measure;

import dev.assay.nn.Network;
import dev.assay.study.fragmentation.Rescaling;

/** The Euclidean norm of all weights of products, biases left out. */
public record WeightNorm() implements NetworkMeasure<WeightNorm.Norm> {

  /** A norm. */
  public record Norm(double value) {}

  @Override
  public Class<Norm> result() {
    return Norm.class;
  }

  @Override
  public Norm of(Network network, Bench bench) {
    return new Norm(Rescaling.weightNorm(network.parameters().values()));
  }
}
