package dev.assay.report;

import dev.assay.study.Picture;
import java.awt.Shape;
import java.util.Arrays;

/**
 * Pixels, and the filling of shapes: non-zero winding, coverage exact along a row and sampled at
 * eight heights in it. Java's own {@code Graphics2D} would do, but it cannot be had without the
 * window system's libraries: a stale {@code DISPLAY} is enough to make it fail.
 */
final class Bitmap {
  private static final int SAMPLES = 8;

  final int width;
  final int height;
  final int[] argb;

  /** Coverage of the row in hand; zero outside of what was touched. */
  private final double[] cover;

  private int touchedFrom;
  private int touchedTo;

  /** Filled with one colour, {@code 0xAARRGGBB}. */
  Bitmap(int width, int height, int colour) {
    this.width = width;
    this.height = height;
    this.argb = new int[width * height];
    this.cover = new double[width];
    Arrays.fill(argb, colour);
  }

  /** The same pixels, opaque. */
  static Bitmap of(Picture picture) {
    Bitmap bitmap = new Bitmap(picture.width(), picture.height(), 0);
    Arrays.setAll(bitmap.argb, i -> 0xff000000 | picture.rgb()[i]);
    return bitmap;
  }

  /** Paints over what is there. */
  void fill(Shape shape, int rgb, double opacity) {
    Edges edges = Edges.of(shape);
    int top = Math.max(0, (int) Math.floor(edges.top()));
    int bottom = Math.min(height - 1, (int) Math.floor(edges.bottom()));
    for (int row = top; row <= bottom; row++) {
      touchedFrom = width;
      touchedTo = 0;
      edges.enter(row, row + 1);
      for (int s = 0; s < SAMPLES; s++) {
        edges.spans(row + (s + 0.5) / SAMPLES, this::add);
      }
      blend(row, rgb, opacity);
    }
  }

  /** Stretches a picture over a rectangle; each pixel takes the nearest of the picture's. */
  void draw(Picture picture, double left, double top, double wide, double high) {
    for (int y = 0; y < height; y++) {
      int from = (int) Math.floor((y + 0.5 - top) / high * picture.height());
      for (int x = 0; from >= 0 && from < picture.height() && x < width; x++) {
        int column = (int) Math.floor((x + 0.5 - left) / wide * picture.width());
        if (column >= 0 && column < picture.width()) {
          argb[y * width + x] = 0xff000000 | picture.rgb()[from * picture.width() + column];
        }
      }
    }
  }

  private void add(double from, double to) {
    double left = Math.max(0, from);
    double right = Math.min(width, to);
    if (left >= right) {
      return;
    }
    int first = (int) left;
    int last = Math.min(width - 1, (int) right);
    touchedFrom = Math.min(touchedFrom, first);
    touchedTo = Math.max(touchedTo, last + 1);
    if (first == last) {
      cover[first] += (right - left) / SAMPLES;
      return;
    }
    cover[first] += (first + 1 - left) / SAMPLES;
    for (int x = first + 1; x < last; x++) {
      cover[x] += 1.0 / SAMPLES;
    }
    cover[last] += (right - last) / SAMPLES;
  }

  private void blend(int row, int rgb, double opacity) {
    for (int x = touchedFrom; x < touchedTo; x++) {
      if (cover[x] > 0) {
        int at = row * width + x;
        argb[at] = over(argb[at], rgb, Math.min(1, cover[x]) * opacity);
        cover[x] = 0;
      }
    }
  }

  /** Porter and Duff (1984), source over destination. */
  private static int over(int below, int rgb, double alpha) {
    double under = (below >>> 24) / 255.0 * (1 - alpha);
    double total = alpha + under;
    int result = (int) Math.round(255 * total);
    for (int shift = 16; shift >= 0; shift -= 8) {
      double level = ((rgb >> shift & 255) * alpha + (below >> shift & 255) * under) / total;
      result = result << 8 | (int) Math.round(level);
    }
    return result;
  }
}
