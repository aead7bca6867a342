package dev.assay.backend.reference;

import dev.assay.backend.Window;

/**
 * A sliding window along one axis. Output {@code i} sees input {@code i·stride + tap − padding}
 * through tap {@code 0 … kernel − 1}; the methods answer which of these lie inside the image.
 */
record Axis(int kernel, int stride, int padding, int input, int output) {

  /** Rows of an operation from images of {@code input} rows to images of {@code output} rows. */
  static Axis rows(Window window, int input, int output) {
    return new Axis(
        window.kernelHeight(), window.strideHeight(), window.paddingHeight(), input, output);
  }

  /** Columns, likewise. */
  static Axis columns(Window window, int input, int output) {
    return new Axis(
        window.kernelWidth(), window.strideWidth(), window.paddingWidth(), input, output);
  }

  /** Where tap 0 of output {@code i} lies; negative in the padding. */
  int origin(int i) {
    return i * stride - padding;
  }

  /** First tap of output {@code i} that lies inside the image. */
  int firstTap(int i) {
    return Math.max(0, -origin(i));
  }

  /** One more than the last tap of output {@code i} that lies inside the image. */
  int endTap(int i) {
    return Math.min(kernel, input - origin(i));
  }

  /** First output that sees the image through {@code tap}. */
  int firstOutput(int tap) {
    return Math.max(0, -Math.floorDiv(tap - padding, stride));
  }

  /** One more than the last output that sees the image through {@code tap}. */
  int endOutput(int tap) {
    return Math.min(output, Math.floorDiv(input - 1 + padding - tap, stride) + 1);
  }

  /** The output that sees input {@code h} through {@code tap}, or −1 for none. */
  int outputOf(int h, int tap) {
    int distance = h + padding - tap;
    if (distance < 0 || distance % stride != 0 || distance / stride >= output) {
      return -1;
    }
    return distance / stride;
  }
}
