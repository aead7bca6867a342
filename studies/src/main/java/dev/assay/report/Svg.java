package dev.assay.report;

import dev.assay.io.Text;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes a drawing as SVG: text stays text, colours with a role carry a class for the page's theme.
 */
final class Svg {
  static final String FONTS =
      "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

  /** Above this many points, a picture of them is smaller and faster to show than the points. */
  private static final int MOST_DOTS = 3000;

  private final StringBuilder out = new StringBuilder(1 << 14);

  private Svg() {}

  /** A file that stands alone, on white. */
  static String file(Drawing drawing, String title, String caption) {
    Svg svg = new Svg();
    svg.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    svg.open(
        drawing,
        Text.format(
            " width=\"%s\" height=\"%s\"",
            number(drawing.width()), number(drawing.top() + drawing.height())));
    svg.out.append("<title>").append(Html.escape(title)).append("</title>\n");
    if (!caption.isBlank()) {
      svg.out.append("<desc>").append(Html.escape(caption)).append("</desc>\n");
    }
    svg.out
        .append("<rect x=\"0\" y=\"")
        .append(number(-drawing.top()))
        .append("\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    svg.marks(drawing);
    return svg.out.append("</svg>\n").toString();
  }

  /**
   * A part of a page, without background.
   *
   * @param id of the figure, whose title and caption name and describe it
   * @param hints what the page's script finds in it; may be empty
   */
  static String inline(Drawing drawing, String style, String id, String hints) {
    Svg svg = new Svg();
    svg.open(
        drawing,
        Text.format(
            " class=\"%s\" role=\"img\" aria-labelledby=\"%s-title\""
                + " aria-describedby=\"%s-caption\"",
            style, id, id));
    svg.marks(drawing);
    if (!hints.isEmpty()) {
      svg.out.append("<metadata>").append(hints).append("</metadata>\n");
    }
    return svg.out.append("</svg>").toString();
  }

  private void open(Drawing drawing, String attributes) {
    out.append(
        Text.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 %s %s %s\"%s"
                + " font-family=\"%s\">\n",
            number(-drawing.top()),
            number(drawing.width()),
            number(drawing.top() + drawing.height()),
            attributes,
            FONTS));
  }

  private void marks(Drawing drawing) {
    for (Mark mark : drawing.marks()) {
      if (mark instanceof Mark.Polyline line) {
        polyline(line);
      } else if (mark instanceof Mark.Strokes strokes) {
        strokes(strokes);
      } else if (mark instanceof Mark.Polygon area) {
        out.append("<path d=\"").append(path(area.points(), 0, 0, 1)).append("Z\"");
        fill(area.ink(), area.opacity());
        out.append("/>\n");
      } else if (mark instanceof Mark.Dots dots) {
        dots(drawing, dots);
      } else if (mark instanceof Mark.Label label) {
        label(label);
      } else if (mark instanceof Mark.Raster raster) {
        byte[] png = Png.encode(raster.picture());
        image(raster.x(), raster.y(), raster.width(), raster.height(), png, true);
      }
    }
  }

  private void polyline(Mark.Polyline line) {
    out.append("<path d=\"").append(path(line.points(), 0, 0, 1)).append("\" fill=\"none\"");
    out.append(" stroke=\"").append(line.ink().hex()).append('"');
    style("s-", line.ink());
    out.append(" stroke-width=\"").append(number(line.width()));
    out.append("\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    if (line.dash().length > 0) {
      out.append(" stroke-dasharray=\"");
      for (int i = 0; i < line.dash().length; i++) {
        out.append(i == 0 ? "" : " ").append(number(line.dash()[i]));
      }
      out.append('"');
    }
    out.append("/>\n");
  }

  private void strokes(Mark.Strokes strokes) {
    out.append("<path d=\"");
    for (int i = 0; i < strokes.ends().length; i += 4) {
      out.append(path(Arrays.copyOfRange(strokes.ends(), i, i + 4), 0, 0, 1));
    }
    out.append("\" fill=\"none\" stroke=\"").append(strokes.ink().hex());
    out.append("\" stroke-width=\"").append(number(strokes.width()));
    out.append("\" stroke-linecap=\"round\"/>\n");
  }

  private void dots(Drawing drawing, Mark.Dots dots) {
    if (dots.centres().length / 2 > MOST_DOTS) {
      double height = drawing.top() + drawing.height();
      image(0, -drawing.top(), drawing.width(), height, Png.dots(drawing, dots), false);
      return;
    }
    out.append("<g");
    fill(dots.ink(), dots.opacity());
    out.append(">\n");
    for (int i = 0; i < dots.centres().length; i += 2) {
      double x = dots.centres()[i];
      double y = dots.centres()[i + 1];
      if (dots.symbol() == Mark.Symbol.CIRCLE) {
        out.append(
            Text.format(
                "<circle cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n",
                number(x), number(y), number(dots.radius())));
      } else {
        out.append("<path d=\"")
            .append(path(dots.symbol().outline(), x, y, dots.radius()))
            .append("Z\"/>\n");
      }
    }
    out.append("</g>\n");
  }

  private void label(Mark.Label label) {
    out.append(
        Text.format(
            "<text x=\"%s\" y=\"%s\" font-size=\"%s\"",
            number(label.x()), number(label.y()), number(label.size())));
    if (label.bold()) {
      out.append(" font-weight=\"600\"");
    }
    if (label.align() > 0) {
      out.append(" text-anchor=\"").append(label.align() < 1 ? "middle" : "end").append('"');
    }
    if (label.angle() != 0) {
      out.append(
          Text.format(
              " transform=\"rotate(%s %s %s)\"",
              number(label.angle()), number(label.x()), number(label.y())));
    }
    if (label.halo()) {
      out.append(
          " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\""
              + " paint-order=\"stroke\"");
    }
    fill(label.ink(), 1);
    out.append('>').append(Html.escape(label.text())).append("</text>\n");
  }

  private void image(double x, double y, double width, double height, byte[] png, boolean sharp) {
    out.append(
        Text.format(
            "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\"%s"
                + " href=\"data:image/png;base64,",
            number(x),
            number(y),
            number(width),
            number(height),
            sharp ? " image-rendering=\"pixelated\"" : ""));
    out.append(Base64.getEncoder().encodeToString(png)).append("\"/>\n");
  }

  private void fill(Ink ink, double opacity) {
    out.append(" fill=\"").append(ink.hex()).append('"');
    if (opacity < 1) {
      out.append(" fill-opacity=\"").append(number(opacity)).append('"');
    }
    style("f-", ink);
  }

  private void style(String prefix, Ink ink) {
    if (!ink.role().isEmpty()) {
      out.append(" class=\"").append(prefix).append(ink.role()).append('"');
    }
  }

  private static String path(double[] points, double x, double y, double scale) {
    StringBuilder path = new StringBuilder(points.length * 7);
    for (int i = 0; i < points.length; i += 2) {
      path.append(i == 0 ? 'M' : 'L').append(number(x + points[i] * scale));
      path.append(' ').append(number(y + points[i + 1] * scale));
    }
    return path.toString();
  }

  /** Two decimals at most: a hundredth of a pixel. */
  static String number(double value) {
    long hundredths = Math.round(value * 100);
    StringBuilder text = new StringBuilder(8);
    if (hundredths < 0) {
      text.append('-');
    }
    long size = Math.abs(hundredths);
    text.append(size / 100);
    if (size % 100 != 0) {
      text.append('.').append(size / 10 % 10);
    }
    if (size % 10 != 0) {
      text.append(size % 10);
    }
    return text.toString();
  }
}
