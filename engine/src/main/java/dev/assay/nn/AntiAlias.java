package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;

/**
 * The low-pass filter of an anti-aliased pool, placed as in Zhang 2019: the pool runs densely
 * (stride 1), a binomial filter follows, then subsampling. Edges are reflected, or circular as the
 * pool's own.
 *
 * @param size taps along each axis; 0 for none
 */
public record AntiAlias(int size) {
  public static final AntiAlias NONE = new AntiAlias(0);

  public AntiAlias {
    if (size < 0 || size == 1 || size > Blur.MAX_SIZE) {
      throw new IllegalArgumentException(
          "anti-alias must be none or 2 to " + Blur.MAX_SIZE + " taps, got " + size);
    }
  }

  /** The filter of so many taps, at least 2. */
  public static AntiAlias of(int size) {
    return new AntiAlias(size);
  }

  public boolean isNone() {
    return size == 0;
  }

  /** The blur that follows a dense pool and subsamples as the window would. */
  public Blur blur(Window window) {
    Edge edge = window.edge() == Edge.CIRCULAR ? Edge.CIRCULAR : Edge.REFLECT;
    return new Blur(size, window.strideHeight(), window.strideWidth(), edge);
  }
}
