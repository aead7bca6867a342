package dev.assay.backend;

/**
 * A sliding window over the rows and columns of an image: kernel extents, strides and symmetric
 * zero padding. Output extent along an axis is {@code floor((input + 2·padding − kernel) / stride)
 * + 1}.
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth) {

  public Window {
    require(
        kernelHeight >= 1 && kernelWidth >= 1, "kernel", "at least 1", kernelHeight, kernelWidth);
    require(
        strideHeight >= 1 && strideWidth >= 1, "stride", "at least 1", strideHeight, strideWidth);
    require(
        paddingHeight >= 0 && paddingWidth >= 0,
        "padding",
        "at least 0",
        paddingHeight,
        paddingWidth);
  }

  /** A square window of stride 1 without padding. */
  public static Window kernel(int size) {
    return new Window(size, size, 1, 1, 0, 0);
  }

  public Window stride(int stride) {
    return new Window(kernelHeight, kernelWidth, stride, stride, paddingHeight, paddingWidth);
  }

  public Window padding(int padding) {
    return new Window(kernelHeight, kernelWidth, strideHeight, strideWidth, padding, padding);
  }

  /** Elements under the window. */
  public int area() {
    return kernelHeight * kernelWidth;
  }

  /**
   * Output height for an input height; at most 0 where the kernel is larger than the padded input.
   */
  public int outputHeight(int height) {
    return outputExtent(height, kernelHeight, strideHeight, paddingHeight);
  }

  /**
   * Output width for an input width; at most 0 where the kernel is larger than the padded input.
   */
  public int outputWidth(int width) {
    return outputExtent(width, kernelWidth, strideWidth, paddingWidth);
  }

  private static int outputExtent(int input, int kernel, int stride, int padding) {
    long extent = Math.floorDiv(input + 2L * padding - kernel, stride) + 1;
    if (extent > Integer.MAX_VALUE) {
      throw new ArithmeticException(extent + " rows or columns are more than can be counted");
    }
    return (int) extent;
  }

  private static void require(
      boolean condition, String what, String expected, int height, int width) {
    if (!condition) {
      throw new IllegalArgumentException(
          what + " must be " + expected + ", got " + height + "×" + width);
    }
  }
}
