package dev.assay.backend;

/**
 * A depthwise binomial low-pass filter with subsampling: the taps along each axis are row {@code
 * size − 1} of Pascal's triangle divided by {@code 2^(size−1)}, the filter is their outer product.
 * The image is extended by {@code (size − 1) / 2} (rounded down) before and the rest of {@code size
 * − 1} after; output extent is {@code floor((input − 1) / stride) + 1}. Source: Zhang 2019, "Making
 * convolutional networks shift-invariant again".
 */
public record Blur(int size, int stride, Edge edge) {
  /** The largest filter. */
  public static final int MAX_SIZE = 7;

  public Blur {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("blur size must be 1 to " + MAX_SIZE + ", got " + size);
    }
    if (stride < 1) {
      throw new IllegalArgumentException("blur stride must be at least 1, got " + stride);
    }
  }

  public int outputExtent(int input) {
    return (input - 1) / stride + 1;
  }

  /** Rows and columns by which the image is extended before its first one. */
  public int before() {
    return (size - 1) / 2;
  }

  /** The taps along one axis; they sum to 1 exactly. */
  public float[] taps() {
    float[] taps = new float[size];
    double binomial = 1;
    for (int k = 0; k < size; k++) {
      taps[k] = (float) (binomial / (1 << (size - 1)));
      binomial = binomial * (size - 1 - k) / (k + 1);
    }
    return taps;
  }

  /**
   * The index inside {@code [0, extent)} that a position beyond the edge stands for, or −1 for a
   * zero. Reflection repeats as often as a small image needs.
   */
  public int source(int position, int extent) {
    if (position >= 0 && position < extent) {
      return position;
    }
    return switch (edge) {
      case ZERO -> -1;
      case REPLICATE -> position < 0 ? 0 : extent - 1;
      case REFLECT -> {
        if (extent == 1) {
          yield 0;
        }
        int period = 2 * (extent - 1);
        int folded = Math.floorMod(position, period);
        yield folded < extent ? folded : period - folded;
      }
    };
  }
}
