package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;

/** What the two windowed pools share: a window and an anti-alias filter. */
public sealed interface Pool extends Layer permits MaxPool, AvgPool {

  Window window();

  AntiAlias antiAlias();

  /**
   * The window that the pool itself runs with: dense (stride 1) where a filter subsamples
   * afterwards.
   */
  default Window pooling() {
    return antiAlias().isNone() ? window() : window().stride(1);
  }

  static void check(Window window) {
    Fit.proportion(window);
    Fit.poolPadding(window);
  }

  @Override
  default Shape output(Shape input) {
    Shape pooled = Fit.window(pooling(), input, input.channels());
    if (antiAlias().isNone()) {
      return pooled;
    }
    pooled.intSize();
    Blur blur = antiAlias().blur(window());
    return Shape.image(
        input.channels(), blur.outputHeight(pooled.height()), blur.outputWidth(pooled.width()));
  }
}
