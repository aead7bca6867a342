package dev.assay.nn;

import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;

/** Checks shared by the layers' shape rules. */
final class Fit {
  /** The largest kernel, stride or padding: more than any image that a network takes needs. */
  private static final int MOST = 1024;

  private Fit() {}

  static void image(Shape input) {
    if (!input.isImage()) {
      throw new IllegalArgumentException(
          "needs an image (channels×height×width), but its input is a vector of " + input);
    }
  }

  static void vector(Shape input) {
    if (input.rank() != 1) {
      throw new IllegalArgumentException(
          "needs a vector, but its input is an image of "
              + input
              + "; put a flatten or global-avg-pool before it");
    }
  }

  /** Output of a window over an image, with another number of channels. */
  static Shape window(Window window, Shape input, int channels) {
    image(input);
    int height = window.outputHeight(input.height());
    int width = window.outputWidth(input.width());
    wrapped(window, input).intSize();
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "kernel %d×%d is larger than its padded input %d×%d",
              window.kernelHeight(),
              window.kernelWidth(),
              input.height() + 2L * window.paddingHeight(),
              input.width() + 2L * window.paddingWidth()));
    }
    return Shape.image(channels, height, width);
  }

  /** The image that the windows see: a circular one with what lies beyond its edges. */
  static Shape wrapped(Window window, Shape input) {
    return window.wraps(input.height(), input.width())
        ? Shape.image(
            input.channels(),
            window.wrappedHeight(input.height()),
            window.wrappedWidth(input.width()))
        : input;
  }

  /** Kernels walk over strides and kernels, so neither may be out of all proportion. */
  static void proportion(String what, int... sizes) {
    for (int size : sizes) {
      if (size > MOST) {
        throw new IllegalArgumentException(
            Text.format("%s must be at most %d, got %d", what, MOST, size));
      }
    }
  }

  static void proportion(Window window) {
    proportion("kernel", window.kernelHeight(), window.kernelWidth());
    proportion("stride", window.strideHeight(), window.strideWidth());
    proportion("padding", window.paddingHeight(), window.paddingWidth());
  }

  /** A pool must not have windows that see nothing but padding. */
  static void poolPadding(Window window) {
    if (window.edge() == Edge.ZERO
        && (window.paddingHeight() > window.kernelHeight() / 2
            || window.paddingWidth() > window.kernelWidth() / 2)) {
      throw new IllegalArgumentException(
          Text.format(
              "padding %d×%d is more than half of the kernel %d×%d",
              window.paddingHeight(),
              window.paddingWidth(),
              window.kernelHeight(),
              window.kernelWidth()));
    }
  }
}
