package dev.assay.geometry;

import java.util.Arrays;
import java.util.List;

/**
 * What a rectangle looks like whose classes are known exactly. Coordinates run from 0 to 1 along
 * both of its sides.
 *
 * @param side pixels along each side
 * @param classes side × side, row 0 at the bottom: who wins in the middle of each pixel; −1 where
 *     that is not known
 * @param borders where classes meet, as near as a picture can show it ({@link Borders}): straight
 *     pieces, {@code x0, y0, x1, y1} each
 */
public record Portrait(int side, int[] classes, double[] borders) {

  /**
   * Collects cells; those of different squares of the rectangle may come from different threads.
   */
  static final class Builder {
    private final int side;
    private final int[] classes;

    Builder(int side) {
      this.side = side;
      this.classes = new int[side * side];
      Arrays.fill(classes, -1);
    }

    /** A square on which one class wins. */
    void square(int winner, double s, double t, double size) {
      for (int row = first(t); row < first(t + size); row++) {
        Arrays.fill(classes, row * side + first(s), row * side + first(s + size), winner);
      }
    }

    /** A polygon on which one class wins, in the coordinates of a square. */
    void polygon(int winner, Polygon polygon, double s, double t, double size, double tolerance) {
      double[] x = new double[polygon.size()];
      double[] y = new double[polygon.size()];
      Arrays.setAll(x, v -> s + size * polygon.x(v));
      Arrays.setAll(y, v -> t + size * polygon.y(v));
      int right = first(Math.nextUp(Arrays.stream(x).max().orElse(0)));
      int top = first(Math.nextUp(Arrays.stream(y).max().orElse(0)));
      for (int row = first(Arrays.stream(y).min().orElse(1)); row < top; row++) {
        for (int column = first(Arrays.stream(x).min().orElse(1)); column < right; column++) {
          double px = ((column + 0.5) / side - s) / size;
          double py = ((row + 0.5) / side - t) / size;
          if (polygon.contains(px, py, tolerance)) {
            classes[row * side + column] = winner;
          }
        }
      }
    }

    /** The first pixel whose middle is not before a place. */
    private int first(double place) {
      return (int) Math.max(0, Math.min(side, Math.ceil(place * side - 0.5)));
    }

    /**
     * @param found borders of each square, in order; both classes tell of one
     */
    Portrait build(List<List<double[]>> found) {
      Borders borders = new Borders();
      found.forEach(square -> square.forEach(borders::add));
      return new Portrait(side, classes, borders.simplified());
    }
  }
}
