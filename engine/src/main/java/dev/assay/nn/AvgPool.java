package dev.assay.nn;

import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;

/**
 * Mean under a window, channel by channel: the sum of what it sees over the number of values that
 * count. Its own padding counts as zeros, or goes on at the other side. Margins of the image that
 * do not count are those that a {@link Pad} of zeros before it made.
 *
 * @param window kernel, stride, padding and edge
 * @param antiAlias low-pass filter before subsampling, or none
 * @param uncounted along the edges of the image
 */
public record AvgPool(Window window, AntiAlias antiAlias, Margins uncounted) implements Pool {

  public AvgPool {
    Pool.check(window);
  }

  /** All values count. */
  public AvgPool(Window window, AntiAlias antiAlias) {
    this(window, antiAlias, Margins.NONE);
  }

  @Override
  public String kind() {
    return "avg-pool";
  }

  @Override
  public Shape output(Shape input) {
    Shape output = Pool.super.output(input);
    if (!uncounted.isNone()) {
      counts(input);
    }
    return output;
  }

  /**
   * How many values count for each output of the window, row by row, before the filter.
   *
   * @throws IllegalArgumentException where none does
   */
  public int[] counts(Shape input) {
    Window pooling = pooling();
    int[] down =
        counted(
            input.height(),
            pooling.outputHeight(input.height()),
            new int[] {pooling.kernelHeight(), pooling.strideHeight(), pooling.paddingHeight()},
            uncounted.top(),
            uncounted.bottom());
    int[] across =
        counted(
            input.width(),
            pooling.outputWidth(input.width()),
            new int[] {pooling.kernelWidth(), pooling.strideWidth(), pooling.paddingWidth()},
            uncounted.left(),
            uncounted.right());
    int[] counts = new int[down.length * across.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = down[i / across.length] * across[i % across.length];
      if (counts[i] == 0) {
        throw new IllegalArgumentException(
            "has a window that sees nothing but margins that do not count");
      }
    }
    return counts;
  }

  /** Along one axis; {@code window} is kernel, stride and padding. */
  private int[] counted(int extent, int outputs, int[] window, int before, int after) {
    int[] counted = new int[outputs];
    for (int o = 0; o < outputs; o++) {
      for (int tap = 0; tap < window[0]; tap++) {
        int place = o * window[1] - window[2] + tap;
        int source = this.window.edge() == Edge.ZERO ? place : Math.floorMod(place, extent);
        boolean beyond = source < 0 || source >= extent;
        counted[o] += beyond || source >= before && source < extent - after ? 1 : 0;
      }
    }
    return counted;
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
