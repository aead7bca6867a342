package dev.assay.report;

import dev.assay.study.Picture;
import java.util.stream.IntStream;

/** One element of a drawing. Lengths are in CSS pixels, y grows downwards. */
sealed interface Mark {

  /** The same element elsewhere. */
  Mark moved(double dx, double dy);

  /** A line through {@code x0, y0, x1, y1, …}; dash lengths are empty for a solid line. */
  record Polyline(double[] points, Ink ink, double width, double[] dash) implements Mark {
    @Override
    public Mark moved(double dx, double dy) {
      return new Polyline(Mark.moved(points, dx, dy), ink, width, dash);
    }
  }

  /** Separate straight lines {@code x0, y0, x1, y1}, …, each of four numbers. */
  record Strokes(double[] ends, Ink ink, double width) implements Mark {
    @Override
    public Mark moved(double dx, double dy) {
      return new Strokes(Mark.moved(ends, dx, dy), ink, width);
    }
  }

  /** A filled polygon through {@code x0, y0, x1, y1, …}. */
  record Polygon(double[] points, Ink ink, double opacity) implements Mark {
    @Override
    public Mark moved(double dx, double dy) {
      return new Polygon(Mark.moved(points, dx, dy), ink, opacity);
    }
  }

  /** The same symbol at many places {@code x0, y0, x1, y1, …}. */
  record Dots(double[] centres, Symbol symbol, double radius, Ink ink, double opacity)
      implements Mark {
    @Override
    public Mark moved(double dx, double dy) {
      return new Dots(Mark.moved(centres, dx, dy), symbol, radius, ink, opacity);
    }
  }

  /**
   * A line of text.
   *
   * @param align where x is: 0 at the start of the text, 0.5 in its middle, 1 at its end
   * @param angle degrees clockwise around (x, y)
   * @param halo whether to keep what is behind away from the letters
   */
  record Label(
      double x,
      double y,
      String text,
      double size,
      boolean bold,
      double align,
      double angle,
      Ink ink,
      boolean halo)
      implements Mark {
    @Override
    public Mark moved(double dx, double dy) {
      return new Label(x + dx, y + dy, text, size, bold, align, angle, ink, halo);
    }
  }

  /** A picture stretched over a rectangle, its pixels kept sharp. */
  record Raster(double x, double y, double width, double height, Picture picture) implements Mark {
    @Override
    public Mark moved(double dx, double dy) {
      return new Raster(x + dx, y + dy, width, height, picture);
    }
  }

  private static double[] moved(double[] points, double dx, double dy) {
    return IntStream.range(0, points.length)
        .mapToDouble(i -> points[i] + (i % 2 == 0 ? dx : dy))
        .toArray();
  }

  /** Shapes of points: series differ by shape too, not only by colour. */
  enum Symbol {
    CIRCLE,
    SQUARE(-.9, -.9, .9, -.9, .9, .9, -.9, .9),
    TRIANGLE(0, -1.2, 1.1, .8, -1.1, .8),
    DIAMOND(0, -1.3, 1.2, 0, 0, 1.3, -1.2, 0),
    DOWN(0, 1.2, -1.1, -.8, 1.1, -.8),
    CROSS(
        -.4, -1.2, .4, -1.2, .4, -.4, 1.2, -.4, 1.2, .4, .4, .4, .4, 1.2, -.4, 1.2, -.4, .4, -1.2,
        .4, -1.2, -.4, -.4, -.4);

    private final double[] outline;

    Symbol(double... outline) {
      this.outline = outline;
    }

    static Symbol of(int series) {
      return values()[series % values().length];
    }

    /** Corners at unit radius; none for a circle. */
    double[] outline() {
      return outline;
    }
  }
}
