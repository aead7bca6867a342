package dev.assay.nn;

import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;

/**
 * Maximum under a window, channel by channel; padding counts as −∞, or goes on at the other side.
 *
 * @param window kernel, stride, padding and edge
 * @param antiAlias low-pass filter before subsampling, or none
 */
public record MaxPool(Window window, AntiAlias antiAlias) implements Pool {

  /** Winners are noted as floats, which hold whole numbers up to this one. */
  private static final long MOST_PIXELS = 1 << 24;

  public MaxPool {
    Pool.check(window);
  }

  @Override
  public String kind() {
    return "max-pool";
  }

  @Override
  public Shape output(Shape input) {
    Shape output = Pool.super.output(input);
    Shape seen = Fit.wrapped(pooling(), input);
    if ((long) seen.height() * seen.width() > MOST_PIXELS) {
      throw new IllegalArgumentException(
          Text.format(
              "takes at most 2^24 pixels a channel, but its input is %d×%d; put an avg-pool before it",
              input.height(), input.width()));
    }
    return output;
  }

  @Override
  public Linearity linearity() {
    return Linearity.PIECEWISE_LINEAR;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.maxPool(this);
  }
}
