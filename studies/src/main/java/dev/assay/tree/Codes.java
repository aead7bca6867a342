package dev.assay.tree;

import dev.assay.io.Text;
import java.nio.LongBuffer;

/**
 * Which units are active for which samples: {@code bⱼ(x) = 1[aⱼ(x) > 0]}, a bit for each, packed.
 * Zero is off, as it is what a ReLU leaves of all that is not positive.
 */
public final class Codes implements Features {
  /** Between the two values of a bit. */
  static final double THRESHOLD = 0.5;

  private final int count;
  private final int length;
  private final int words;
  private final long[] packed;

  private Codes(int count, int length) {
    this.count = count;
    this.length = length;
    this.words = words(length);
    this.packed = new long[Math.multiplyExact(count, words)];
  }

  /**
   * A bit for each unit.
   *
   * @param activations count × length; what is not a number is off
   */
  public static Codes of(float[] activations, int count, int length) {
    return new Builder(count, length).add(activations, count).build();
  }

  /** Codes of samples that come one after another. */
  public static final class Builder {
    private final Codes codes;
    private int sample;

    /** A bit for each unit: whether it is active. */
    public Builder(int count, int length) {
      this.codes = new Codes(count, length);
    }

    /**
     * @param activations samples × units; what is not a number is off
     */
    public Builder add(float[] activations, int samples) {
      if (activations.length != (long) samples * codes.length) {
        throw new IllegalArgumentException(
            Text.format(
                "%d samples of %d activations, but %d values",
                samples, codes.length, activations.length));
      }
      int at = 0;
      for (int end = sample + samples; sample < end; sample++) {
        for (int c = 0; c < codes.length; c++) {
          if (activations[at++] > 0) {
            codes.packed[sample * codes.words + (c >> 6)] |= 1L << c;
          }
        }
      }
      return this;
    }

    /** The codes of all that was added. */
    public Codes build() {
      if (sample != codes.count) {
        throw new IllegalStateException(
            Text.format("codes of %d of %d samples", sample, codes.count));
      }
      return codes;
    }
  }

  /** Memory that codes take. */
  public static long bytes(int count, int length) {
    return (long) Long.BYTES * count * words(length);
  }

  private static int words(int length) {
    return length + Long.SIZE - 1 >> 6;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int length() {
    return length;
  }

  /** Whether a unit is active. */
  public boolean on(int sample, int unit) {
    return (packed[sample * words + (unit >> 6)] >> unit & 1) != 0;
  }

  @Override
  public boolean above(int sample, int feature, double threshold) {
    return (on(sample, feature) ? 1 : 0) > threshold;
  }

  /** Words of a sample's code. */
  int words() {
    return words;
  }

  /** 64 bits of a sample's code, the first the lowest; what is behind its end is 0. */
  long word(int sample, int word) {
    return packed[sample * words + word];
  }

  /** A sample's code; equal ones are equal. */
  LongBuffer code(int sample) {
    return LongBuffer.wrap(packed, sample * words, words).slice();
  }
}
