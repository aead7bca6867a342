package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.backend.Edge;

/**
 * The low-pass filter of an anti-aliased pool, placed as in Zhang 2019: the pool runs densely
 * (stride 1), a binomial filter with reflected edges follows, then subsampling.
 */
public enum AntiAlias {
  NONE(0),
  BINOMIAL_2(2),
  BINOMIAL_3(3),
  BINOMIAL_5(5);

  private final int size;

  AntiAlias(int size) {
    this.size = size;
  }

  /** Taps along each axis; 0 for none. */
  public int size() {
    return size;
  }

  /** The filter of so many taps: 0 (none), 2, 3 or 5. */
  public static AntiAlias of(int size) {
    for (AntiAlias filter : values()) {
      if (filter.size == size) {
        return filter;
      }
    }
    throw new IllegalArgumentException("anti-alias must be none, 2, 3 or 5, got " + size);
  }

  /** The blur that follows a dense pool and subsamples by {@code stride}. */
  Blur blur(int stride) {
    return new Blur(size, stride, Edge.REFLECT);
  }
}
