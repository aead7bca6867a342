package dev.assay.data;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;

/** Shifts and mirrors an image where it lies. */
final class ImageMoves {
  /** Keeps the number of offsets far from the largest int. */
  static final int MOST_PIXELS = 1 << 16;

  private ImageMoves() {}

  static void shiftRandomly(float[] images, int at, Shape shape, long key, int most) {
    int down = Streams.integer(key, 0, 2 * most + 1) - most;
    int right = Streams.integer(key, 1, 2 * most + 1) - most;
    shift(images, at, shape, down, right);
  }

  static void shift(float[] images, int at, Shape shape, int down, int right) {
    int height = shape.height();
    int width = shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      int plane = at + c * height * width;
      for (int i = 0; i < height; i++) {
        // against the direction of the move, so that no row is overwritten before it was read
        int row = down > 0 ? height - 1 - i : i;
        shiftRow(images, plane, height, width, row, row - down, right);
      }
    }
  }

  private static void shiftRow(
      float[] images, int plane, int height, int width, int row, int sourceRow, int right) {
    int target = plane + row * width;
    int kept = width - Math.abs(right);
    if (sourceRow < 0 || sourceRow >= height || kept <= 0) {
      Arrays.fill(images, target, target + width, 0);
      return;
    }
    int source = plane + sourceRow * width;
    int first = Math.max(0, right);
    System.arraycopy(images, source + Math.max(0, -right), images, target + first, kept);
    Arrays.fill(images, target, target + first, 0);
    Arrays.fill(images, target + first + kept, target + width, 0);
  }

  static void flip(float[] images, int at, Shape shape) {
    int width = shape.width();
    for (int row = 0; row < shape.channels() * shape.height(); row++) {
      int left = at + row * width;
      for (int right = left + width - 1; left < right; left++, right--) {
        float swap = images[left];
        images[left] = images[right];
        images[right] = swap;
      }
    }
  }
}
