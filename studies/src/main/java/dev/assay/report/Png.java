package dev.assay.report;

import dev.assay.study.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes a drawing as PNG, two image pixels to one pixel of the drawing. Shapes only, no fonts. */
final class Png {
  private static final int DENSITY = 2;

  private final Graphics2D canvas;

  private Png(BufferedImage image, Drawing drawing) {
    canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    canvas.scale(DENSITY, DENSITY);
    canvas.translate(0, drawing.top());
  }

  /** The drawing on white. */
  static byte[] file(Drawing drawing) {
    BufferedImage image = image(drawing, BufferedImage.TYPE_INT_RGB);
    Png png = new Png(image, drawing);
    png.canvas.setColor(Color.WHITE);
    png.canvas.fill(
        new java.awt.geom.Rectangle2D.Double(
            0, -drawing.top(), drawing.width() + 1, drawing.top() + drawing.height() + 1));
    drawing.marks().forEach(png::draw);
    png.canvas.dispose();
    return encode(image);
  }

  /** Only these dots of a drawing, on nothing. */
  static byte[] dots(Drawing drawing, Mark.Dots dots) {
    BufferedImage image = image(drawing, BufferedImage.TYPE_INT_ARGB);
    Png png = new Png(image, drawing);
    png.draw(dots);
    png.canvas.dispose();
    return encode(image);
  }

  static byte[] encode(Picture picture) {
    return encode(image(picture));
  }

  private static BufferedImage image(Drawing drawing, int type) {
    int width = (int) Math.ceil(drawing.width() * DENSITY);
    int height = (int) Math.ceil((drawing.top() + drawing.height()) * DENSITY);
    return new BufferedImage(width, height, type);
  }

  private static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, picture.width(), picture.height(), picture.rgb(), 0, picture.width());
    return image;
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw new IllegalStateException("this Java runtime has no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void draw(Mark mark) {
    if (mark instanceof Mark.Polyline line) {
      canvas.setColor(color(line.ink(), 1));
      canvas.setStroke(stroke(line));
      canvas.draw(path(line.points()));
    } else if (mark instanceof Mark.Polygon area) {
      canvas.setColor(color(area.ink(), area.opacity()));
      Path2D path = path(area.points());
      path.closePath();
      canvas.fill(path);
    } else if (mark instanceof Mark.Dots dots) {
      dots(dots);
    } else if (mark instanceof Mark.Text text) {
      text(text);
    } else if (mark instanceof Mark.Raster raster) {
      AffineTransform place = AffineTransform.getTranslateInstance(raster.x(), raster.y());
      place.scale(
          raster.width() / raster.picture().width(), raster.height() / raster.picture().height());
      canvas.drawImage(image(raster.picture()), place, null);
    }
  }

  private void dots(Mark.Dots dots) {
    canvas.setColor(color(dots.ink(), dots.opacity()));
    double r = dots.radius();
    Shape shape = new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
    if (dots.symbol() != Mark.Symbol.CIRCLE) {
      Path2D path = path(dots.symbol().outline());
      path.closePath();
      path.transform(AffineTransform.getScaleInstance(r, r));
      shape = path;
    }
    for (int i = 0; i < dots.centres().length; i += 2) {
      AffineTransform place =
          AffineTransform.getTranslateInstance(dots.centres()[i], dots.centres()[i + 1]);
      canvas.fill(place.createTransformedShape(shape));
    }
  }

  private void text(Mark.Text text) {
    Path2D outline = Typeface.outline(text.text(), text.size(), text.bold());
    AffineTransform place = AffineTransform.getTranslateInstance(text.x(), text.y());
    place.rotate(Math.toRadians(text.angle()));
    place.translate(-text.align() * Typeface.width(text.text(), text.size(), text.bold()), 0);
    outline.transform(place);
    if (text.halo()) {
      canvas.setColor(Color.WHITE);
      canvas.setStroke(new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      canvas.draw(outline);
    }
    canvas.setColor(color(text.ink(), 1));
    canvas.fill(outline);
  }

  private static BasicStroke stroke(Mark.Polyline line) {
    float width = (float) line.width();
    if (line.dash().length == 0) {
      return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }
    float[] dash = new float[line.dash().length];
    for (int i = 0; i < dash.length; i++) {
      dash[i] = (float) line.dash()[i];
    }
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  private static Path2D path(double[] points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    return path;
  }

  private static Color color(Ink ink, double opacity) {
    return new Color(
        ink.rgb() >> 16 & 255,
        ink.rgb() >> 8 & 255,
        ink.rgb() & 255,
        (int) Math.round(opacity * 255));
  }
}
