package dev.assay.backend;

/**
 * A depthwise binomial low-pass filter with subsampling: the taps along each axis are row {@code
 * size − 1} of Pascal's triangle divided by {@code 2^(size−1)}, the filter is their outer product.
 * The image is extended by {@code (size − 1) / 2} (rounded down) before and the rest of {@code size
 * − 1} after; output extent is {@code floor((input − 1) / stride) + 1}. Source: Zhang 2019, "Making
 * convolutional networks shift-invariant again".
 */
public record Blur(int size, int strideHeight, int strideWidth, Edge edge) {
  /** The largest filter. */
  public static final int MAX_SIZE = 1024;

  public Blur {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("blur size must be 1 to " + MAX_SIZE + ", got " + size);
    }
    if (strideHeight < 1 || strideWidth < 1) {
      throw new IllegalArgumentException(
          "blur stride must be at least 1, got " + strideHeight + "×" + strideWidth);
    }
  }

  /** A filter with the same stride along both axes. */
  public Blur(int size, int stride, Edge edge) {
    this(size, stride, stride, edge);
  }

  public int outputHeight(int height) {
    return (height - 1) / strideHeight + 1;
  }

  public int outputWidth(int width) {
    return (width - 1) / strideWidth + 1;
  }

  /** Rows and columns by which the image is extended before its first one. */
  public int before() {
    return (size - 1) / 2;
  }

  /** The taps along one axis; they sum to 1 but for rounding. */
  public float[] taps() {
    float[] taps = new float[size];
    double tap = Math.scalb(1.0, 1 - size);
    for (int k = 0; k < size; k++) {
      taps[k] = (float) tap;
      tap = tap * (size - 1 - k) / (k + 1);
    }
    return taps;
  }

  /**
   * What a tap sees when the filter stands at a pixel, along one axis: an index below {@code
   * extent}, or −1 for a zero.
   */
  public int source(int at, int tap, int extent) {
    return edge.source(at + tap - before(), extent);
  }
}
