package dev.assay.nn;

import dev.assay.backend.Window;
import dev.assay.tensor.Shape;

/**
 * Maximum under a window, channel by channel; padding counts as −∞.
 *
 * @param window kernel, stride and padding
 * @param antiAlias low-pass filter before subsampling, or none
 */
public record MaxPool(Window window, AntiAlias antiAlias) implements Pool {

  public MaxPool {
    Pool.check(window, antiAlias);
  }

  @Override
  public String kind() {
    return "max-pool";
  }

  @Override
  public Shape output(Shape input) {
    return Pool.output(window, antiAlias, input);
  }
}
