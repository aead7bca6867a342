package dev.assay.backend;

/**
 * A sliding window over the rows and columns of an image: kernel extents, strides and padding.
 * Output extent along an axis is {@code floor((input + before + after − kernel) / stride) + 1};
 * {@code before} is the padding.
 *
 * <p>Zeros pad both sides alike. A circular image goes on at its other side, as often as the
 * padding needs, and where the padding is half of an even kernel, {@code (kernel − 1) / 2} rounded
 * down, there is one more after, so that a window begins at every pixel of the circle.
 *
 * @param edge zero or circular
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth,
    Edge edge) {

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
    if (edge != Edge.ZERO && edge != Edge.CIRCULAR) {
      throw new IllegalArgumentException("the edge of a window must be zero or circular");
    }
  }

  /** A window whose padding is zeros. */
  public Window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int paddingHeight,
      int paddingWidth) {
    this(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        paddingHeight,
        paddingWidth,
        Edge.ZERO);
  }

  /** A square window of stride 1 without padding. */
  public static Window kernel(int size) {
    return new Window(size, size, 1, 1, 0, 0);
  }

  public Window stride(int stride) {
    return new Window(kernelHeight, kernelWidth, stride, stride, paddingHeight, paddingWidth, edge);
  }

  public Window padding(int padding) {
    return new Window(kernelHeight, kernelWidth, strideHeight, strideWidth, padding, padding, edge);
  }

  /** This window on a circle, padded by half of its kernel. */
  public Window circular() {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        (kernelHeight - 1) / 2,
        (kernelWidth - 1) / 2,
        Edge.CIRCULAR);
  }

  /** This window on circular images that have what it sees beyond their edges beside them. */
  public Window inside() {
    return edge == Edge.CIRCULAR
        ? new Window(kernelHeight, kernelWidth, strideHeight, strideWidth, 0, 0)
        : this;
  }

  /** Whether windows reach beyond a circular image of this size. */
  public boolean wraps(int height, int width) {
    return edge == Edge.CIRCULAR && (wrappedHeight(height) > height || wrappedWidth(width) > width);
  }

  /** The height of a circular image with what windows see beyond it. */
  public int wrappedHeight(int height) {
    return wrappedExtent(height, outputHeight(height), kernelHeight, strideHeight, paddingHeight);
  }

  /** The width of a circular image with what windows see beyond it. */
  public int wrappedWidth(int width) {
    return wrappedExtent(width, outputWidth(width), kernelWidth, strideWidth, paddingWidth);
  }

  private static int wrappedExtent(int input, int output, int kernel, int stride, int padding) {
    return Math.max(input + padding, (output - 1) * stride + kernel);
  }

  /** Whether a window begins at every pixel. */
  public boolean isDense() {
    return strideHeight == 1 && strideWidth == 1;
  }

  /** Elements under the window. */
  public int area() {
    return kernelHeight * kernelWidth;
  }

  /**
   * Output height for an input height; at most 0 where the kernel is larger than the padded input.
   */
  public int outputHeight(int height) {
    return outputExtent(height, kernelHeight, strideHeight, paddingHeight, edge);
  }

  /**
   * Output width for an input width; at most 0 where the kernel is larger than the padded input.
   */
  public int outputWidth(int width) {
    return outputExtent(width, kernelWidth, strideWidth, paddingWidth, edge);
  }

  private static int outputExtent(int input, int kernel, int stride, int padding, Edge edge) {
    int more = edge == Edge.CIRCULAR && 2 * padding == kernel - 2 ? 1 : 0;
    long extent = Math.floorDiv(input + 2L * padding + more - kernel, stride) + 1;
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
