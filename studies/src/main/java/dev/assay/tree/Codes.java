package dev.assay.tree;

import dev.assay.io.Text;
import java.util.Arrays;

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
    return ofChannels(activations, count, length, 1);
  }

  /**
   * A bit for each channel: whether it is active anywhere.
   *
   * @param activations count × channels × places
   */
  public static Codes ofChannels(float[] activations, int count, int channels, int places) {
    if (activations.length != (long) count * channels * places) {
      throw new IllegalArgumentException(
          Text.format(
              "%d samples of %d × %d activations, but %d values",
              count, channels, places, activations.length));
    }
    Codes codes = new Codes(count, channels);
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < channels; c++) {
        boolean on = false;
        for (int end = at + places; at < end; at++) {
          on |= activations[at] > 0;
        }
        if (on) {
          codes.packed[i * codes.words + (c >> 6)] |= 1L << c;
        }
      }
    }
    return codes;
  }

  /** These codes with those of other layers, of the same samples, behind them. */
  public static Codes join(Codes... layers) {
    Codes joined = new Codes(layers[0].count, Arrays.stream(layers).mapToInt(Codes::length).sum());
    int start = 0;
    for (Codes layer : layers) {
      for (int i = 0; i < joined.count; i++) {
        for (int j = 0; j < layer.length; j++) {
          if (layer.on(i, j)) {
            joined.packed[i * joined.words + (start + j >> 6)] |= 1L << start + j;
          }
        }
      }
      start += layer.length;
    }
    return joined;
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
}
