package dev.assay.nn;

import dev.assay.backend.Window;
import dev.assay.tensor.Shape;

/**
 * Mean under a window, channel by channel; padding counts as zeros, always in the denominator.
 *
 * @param window kernel, stride and padding
 * @param antiAlias low-pass filter before subsampling, or none
 */
public record AvgPool(Window window, AntiAlias antiAlias) implements Pool {

  public AvgPool {
    Pool.check(window, antiAlias);
  }

  @Override
  public String kind() {
    return "avg-pool";
  }

  @Override
  public Shape output(Shape input) {
    return Pool.output(window, antiAlias, input);
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.avgPool(this);
  }
}
