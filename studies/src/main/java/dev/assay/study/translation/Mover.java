package dev.assay.study.translation;

import dev.assay.tensor.Shape;
import java.util.Arrays;

/** Moves images, row by row. For any number of threads. */
final class Mover {
  private final int channels;
  private final int height;
  private final int width;
  private final boolean wraps;
  private final Interpolation interpolation;

  /**
   * @param wraps whether what leaves comes in on the other side; else black does
   */
  Mover(Shape image, boolean wraps, Interpolation interpolation) {
    this.channels = image.channels();
    this.height = image.height();
    this.width = image.width();
    this.wraps = wraps;
    this.interpolation = interpolation;
  }

  /**
   * Writes an image as it is when it is moved.
   *
   * @param images where it stands from {@code from} on
   * @param target where it is written from {@code at} on
   */
  void write(float[] images, int from, Shift shift, float[] target, int at) {
    Taps down = Taps.of(shift.down(), interpolation, height);
    Taps right = Taps.of(shift.right(), interpolation, width);
    if (down.whole() && right.whole() && !wraps) {
      byPixels(images, from, down.offsets()[0], right.offsets()[0], target, at);
      return;
    }
    float[] mixed = down.whole() ? null : new float[width];
    Arrays.fill(target, at, at + channels * height * width, 0);
    for (int row = 0; row < channels * height; row++) {
      int plane = from + row / height * height * width;
      int to = at + row * width;
      if (down.whole()) {
        int source = row(row % height - down.offsets()[0]);
        if (source >= 0) {
          across(images, plane + source * width, right, target, to);
        }
      } else {
        mix(images, plane, row % height, down, mixed);
        across(mixed, 0, right, target, to);
      }
    }
  }

  /**
   * By whole pixels, with black from the other side: each channel in one piece, as if what leaves
   * on one side came in on the other a row further, which is made black then.
   */
  private void byPixels(float[] images, int from, int down, int right, float[] target, int at) {
    int plane = height * width;
    int offset = down * width + right;
    if (Math.abs(down) >= height || Math.abs(right) >= width) {
      Arrays.fill(target, at, at + channels * plane, 0);
      return;
    }
    int kept = plane - Math.abs(offset);
    int first = Math.max(0, offset);
    int edge = right > 0 ? 0 : width + right;
    for (int c = 0; c < channels; c++) {
      int to = at + c * plane;
      int start = from + c * plane + Math.max(0, -offset);
      Arrays.fill(target, to, to + first, 0);
      System.arraycopy(images, start, target, to + first, kept);
      Arrays.fill(target, to + first + kept, to + plane, 0);
      for (int row = 0; row < height; row++) {
        int column = to + row * width + edge;
        for (int i = 0; i < Math.abs(right); i++) {
          target[column + i] = 0;
        }
      }
    }
  }

  /** The row where one comes from; −1 for black. */
  private int row(int row) {
    return wraps ? Math.floorMod(row, height) : row >= 0 && row < height ? row : -1;
  }

  private void mix(float[] images, int plane, int row, Taps down, float[] mixed) {
    Arrays.fill(mixed, 0);
    for (int t = 0; t < down.offsets().length; t++) {
      int source = row(row - down.offsets()[t]);
      if (source >= 0) {
        add(images, plane + source * width, down.weights()[t], mixed, 0, width);
      }
    }
  }

  /** Moves a row into one that is black. */
  private void across(float[] line, int from, Taps right, float[] target, int at) {
    for (int t = 0; t < right.offsets().length; t++) {
      float weight = right.weights()[t];
      int offset = wraps ? Math.floorMod(right.offsets()[t], width) : right.offsets()[t];
      int kept = width - Math.abs(offset);
      if (kept > 0) {
        int source = from + Math.max(0, -offset);
        add(line, source, weight, target, at + Math.max(0, offset), kept);
      }
      if (wraps) {
        add(line, from + width - offset, weight, target, at, offset);
      }
    }
  }

  private static void add(float[] line, int from, float weight, float[] target, int at, int count) {
    if (weight == 1) {
      System.arraycopy(line, from, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] += weight * line[from + i];
    }
  }
}
