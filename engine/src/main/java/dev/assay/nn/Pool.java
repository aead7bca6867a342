package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;

/** What the two windowed pools share: a window and an anti-alias filter. */
sealed interface Pool extends Layer permits MaxPool, AvgPool {

  Window window();

  AntiAlias antiAlias();

  /**
   * The window that the pool itself runs with: dense (stride 1) where a filter subsamples
   * afterwards.
   */
  default Window pooling() {
    return antiAlias() == AntiAlias.NONE ? window() : window().stride(1);
  }

  static void check(Window window, AntiAlias antiAlias) {
    Fit.proportion(window);
    Fit.poolPadding(window);
    if (antiAlias != AntiAlias.NONE && window.strideHeight() != window.strideWidth()) {
      throw new IllegalArgumentException(
          Text.format(
              "anti-alias needs equal strides, got %d×%d",
              window.strideHeight(), window.strideWidth()));
    }
  }

  static Shape output(Window window, AntiAlias antiAlias, Shape input) {
    if (antiAlias == AntiAlias.NONE) {
      return Fit.window(window, input, input.channels());
    }
    Shape dense = Fit.window(window.stride(1), input, input.channels());
    dense.intSize();
    Blur blur = antiAlias.blur(window.strideHeight());
    return Shape.image(
        input.channels(), blur.outputExtent(dense.height()), blur.outputExtent(dense.width()));
  }
}
