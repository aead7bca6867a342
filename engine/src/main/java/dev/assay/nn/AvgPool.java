package dev.assay.nn;

import dev.assay.backend.Window;

/**
 * Mean under a window, channel by channel; padding counts as zeros, always in the denominator, or
 * goes on at the other side.
 *
 * @param window kernel, stride, padding and edge
 * @param antiAlias low-pass filter before subsampling, or none
 */
public record AvgPool(Window window, AntiAlias antiAlias) implements Pool {

  public AvgPool {
    Pool.check(window);
  }

  @Override
  public String kind() {
    return "avg-pool";
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
