package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.List;

/**
 * Fully connected layer: a vector to {@code units} numbers.
 *
 * @param units outputs
 * @param bias whether a bias per output is added
 */
public record Dense(int units, boolean bias) implements Layer {

  public Dense {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1, got " + units);
    }
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public Shape output(Shape input) {
    Fit.vector(input);
    return Shape.vector(units);
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    return weightAndBias(Shape.of(units, input.intSize()), bias);
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dense(this);
  }

  /** The parameters of a linear layer whose weights have outputs first. */
  static List<ParameterSpec> weightAndBias(Shape weight, boolean bias) {
    int fanIn = weight.sample().intSize();
    ParameterSpec weights = new ParameterSpec("weight", weight, ParameterSpec.Role.WEIGHT, fanIn);
    return bias
        ? List.of(
            weights,
            new ParameterSpec(
                "bias", Shape.vector(weight.extent(0)), ParameterSpec.Role.SHIFT, fanIn))
        : List.of(weights);
  }
}
