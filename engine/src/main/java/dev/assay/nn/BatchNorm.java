package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.List;

/**
 * Batch normalisation per channel (Ioffe and Szegedy 2015): training uses the statistics of the
 * batch, evaluation the running ones.
 *
 * @param epsilon added to the variance
 * @param momentum weight of a batch in the running statistics
 */
public record BatchNorm(float epsilon, float momentum) implements Layer {
  public static final float DEFAULT_EPSILON = 1e-5f;
  public static final float DEFAULT_MOMENTUM = 0.1f;

  public BatchNorm {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be positive, got " + epsilon);
    }
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum must be in (0, 1], got " + momentum);
    }
  }

  @Override
  public String kind() {
    return "batch-norm";
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    Shape channels = Shape.vector(input.channels());
    return List.of(
        new ParameterSpec("gamma", channels, ParameterSpec.Role.SCALE, 1),
        new ParameterSpec("beta", channels, ParameterSpec.Role.SHIFT, 1),
        new ParameterSpec("running_mean", channels, ParameterSpec.Role.RUNNING_MEAN, 1),
        new ParameterSpec("running_variance", channels, ParameterSpec.Role.RUNNING_VARIANCE, 1));
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.batchNorm(this);
  }
}
