package dev.assay.data;

import dev.assay.random.Streams;
import java.util.Arrays;

/**
 * Draws one glyph after the other; keeps its scratch memory in between, so one painter per thread.
 * Only +, −, ×, ÷, √ and {@link StrictMath} are used: the bits are the same everywhere.
 */
final class GlyphPainter {
  /** Height and width of a glyph in pixels. */
  static final int SIZE = 28;

  /** Line segments per piece of a curve between two given points. */
  private static final int PIECES = 6;

  /** Pixels over which ink fades out at the edge of a stroke. */
  private static final double EDGE = 1.1;

  private final double[] ink = new double[SIZE * SIZE];
  private final double[] blurred = new double[SIZE * SIZE];

  /**
   * Draws a glyph.
   *
   * @param key stream of this glyph
   * @param target receives SIZE × SIZE values in [0, 1] from {@code at} on
   */
  void draw(int label, long key, float[] target, int at) {
    Draws draws = new Draws(key);
    double[][] strokes = GlyphStyles.strokes(label, draws.integer(GlyphStyles.count(label)));
    Warp warp = new Warp(draws);
    double radius = draws.between(0.8, 1.7);
    Arrays.fill(ink, 0);
    for (double[] stroke : strokes) {
      drawCurve(jitter(stroke, draws), warp, radius);
    }
    blur(draws.between(0, 0.22));
    finish(draws, target, at);
  }

  /** Random numbers of one glyph, in the order in which they are asked for. */
  private static final class Draws {
    private final long key;
    private long counter;

    Draws(long key) {
      this.key = key;
    }

    double between(double low, double high) {
      return low + (high - low) * Streams.uniform53(key, counter++);
    }

    int integer(int bound) {
      return Streams.integer(key, counter++, bound);
    }

    /**
     * About normal with mean 0 and deviation 1: the sum of four uniform numbers of 16 bits, scaled.
     */
    double bell() {
      long bits = Streams.bits(key, counter++);
      long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
      return (sum - 2 * 65535.0) / 65536 * Math.sqrt(3);
    }
  }

  /** From the unit square of a style to pixels: a smooth bend, then an affine map. */
  private static final class Warp {
    private static final int WAVES = 3;
    private static final double BEND = 0.04;

    private final double[] waves = new double[WAVES * 5];
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double centreX;
    private final double centreY;

    Warp(Draws draws) {
      for (int w = 0; w < waves.length; w += 5) {
        waves[w] = BEND * draws.bell();
        waves[w + 1] = BEND * draws.bell();
        waves[w + 2] = draws.between(-7, 7);
        waves[w + 3] = draws.between(-7, 7);
        waves[w + 4] = draws.between(0, 2 * Math.PI);
      }
      double angle = 0.14 * draws.bell();
      double shear = 0.16 * draws.bell();
      double height = draws.between(16, 21);
      double width = height * draws.between(0.55, 0.85);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      xx = cos * width;
      xy = -(sin + shear * cos) * height;
      yx = sin * width;
      yy = (cos - shear * sin) * height;
      centreX = (SIZE - 1) / 2.0 + draws.between(-3, 3);
      centreY = (SIZE - 1) / 2.0 + draws.between(-3, 3);
    }

    /** Maps the point at {@code at} in place. */
    void apply(double[] points, int at) {
      double x = points[at] - 0.5;
      double y = points[at + 1] - 0.5;
      double u = x;
      double v = y;
      for (int w = 0; w < waves.length; w += 5) {
        double wave = StrictMath.sin(waves[w + 2] * x + waves[w + 3] * y + waves[w + 4]);
        u += waves[w] * wave;
        v += waves[w + 1] * wave;
      }
      points[at] = centreX + xx * u + xy * v;
      points[at + 1] = centreY + yx * u + yy * v;
    }
  }

  private static double[] jitter(double[] stroke, Draws draws) {
    double[] moved = stroke.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += 0.024 * draws.bell();
    }
    return moved;
  }

  /** Inks the Catmull–Rom spline through the points, in straight pieces. */
  private void drawCurve(double[] points, Warp warp, double radius) {
    int count = points.length / 2;
    double[] ends = new double[4];
    ends[2] = points[0];
    ends[3] = points[1];
    warp.apply(ends, 2);
    for (int i = 0; i + 1 < count; i++) {
      for (int piece = 1; piece <= PIECES; piece++) {
        ends[0] = ends[2];
        ends[1] = ends[3];
        double t = (double) piece / PIECES;
        ends[2] = spline(points, i, 0, t);
        ends[3] = spline(points, i, 1, t);
        warp.apply(ends, 2);
        drawSegment(ends, radius);
      }
    }
  }

  /** Coordinate {@code axis} of the spline at {@code t} between points i and i + 1. */
  private static double spline(double[] points, int i, int axis, double t) {
    int last = points.length / 2 - 1;
    double a = points[2 * Math.max(0, i - 1) + axis];
    double b = points[2 * i + axis];
    double c = points[2 * (i + 1) + axis];
    double d = points[2 * Math.min(last, i + 2) + axis];
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }

  /** Inks all pixels near a straight segment: full within the radius, fading over the edge. */
  private void drawSegment(double[] ends, double radius) {
    double dx = ends[2] - ends[0];
    double dy = ends[3] - ends[1];
    double squared = dx * dx + dy * dy;
    double reach = radius + EDGE;
    int left = clamp(Math.min(ends[0], ends[2]) - reach);
    int right = clamp(Math.max(ends[0], ends[2]) + reach + 1);
    int top = clamp(Math.min(ends[1], ends[3]) - reach);
    int bottom = clamp(Math.max(ends[1], ends[3]) + reach + 1);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double px = x - ends[0];
        double py = y - ends[1];
        double along = squared == 0 ? 0 : (px * dx + py * dy) / squared;
        along = Math.max(0, Math.min(1, along));
        px -= along * dx;
        py -= along * dy;
        double distance = Math.sqrt(px * px + py * py);
        double covered = (radius + EDGE / 2 - distance) / EDGE;
        int pixel = y * SIZE + x;
        ink[pixel] = Math.max(ink[pixel], Math.min(1, covered));
      }
    }
  }

  private static int clamp(double position) {
    return (int) Math.max(0, Math.min(SIZE, position));
  }

  /** Rows, then columns, with the taps {@code side, 1 − 2·side, side}; the outside is blank. */
  private void blur(double side) {
    blur(ink, blurred, side, 1, SIZE);
    blur(blurred, ink, side, SIZE, 1);
  }

  private static void blur(double[] from, double[] to, double side, int step, int lineStep) {
    for (int line = 0; line < SIZE; line++) {
      for (int i = 0; i < SIZE; i++) {
        int at = line * lineStep + i * step;
        double before = i > 0 ? from[at - step] : 0;
        double after = i < SIZE - 1 ? from[at + step] : 0;
        to[at] = from[at] + side * (before - 2 * from[at] + after);
      }
    }
  }

  /** Contrast, then noise, then back into [0, 1]. */
  private void finish(Draws draws, float[] target, int at) {
    double contrast = draws.between(0.7, 1);
    double noise = draws.between(0.02, 0.1);
    for (int i = 0; i < ink.length; i++) {
      double value = contrast * ink[i] + noise * draws.bell();
      target[at + i] = (float) Math.max(0, Math.min(1, value));
    }
  }
}
