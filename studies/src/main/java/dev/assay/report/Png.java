package dev.assay.report;

import dev.assay.study.Picture;
import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a drawing as PNG (ISO/IEC 15948), two image pixels to one pixel of the drawing. */
final class Png {
  private static final int DENSITY = 2;
  private static final int OPAQUE_WHITE = 0xffffffff;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private final Bitmap bitmap;
  private final AffineTransform toPixels;

  private Png(Drawing drawing, int background) {
    bitmap =
        new Bitmap(
            (int) Math.ceil(drawing.width() * DENSITY),
            (int) Math.ceil((drawing.top() + drawing.height()) * DENSITY),
            background);
    toPixels = AffineTransform.getScaleInstance(DENSITY, DENSITY);
    toPixels.translate(0, drawing.top());
  }

  /** The drawing on white. */
  static byte[] file(Drawing drawing) {
    Png png = new Png(drawing, OPAQUE_WHITE);
    drawing.marks().forEach(png::draw);
    return encode(png.bitmap);
  }

  /** Only these dots of a drawing, on nothing. */
  static byte[] dots(Drawing drawing, Mark.Dots dots) {
    Png png = new Png(drawing, 0);
    png.draw(dots);
    return encode(png.bitmap);
  }

  static byte[] encode(Picture picture) {
    return encode(Bitmap.of(picture));
  }

  private void draw(Mark mark) {
    if (mark instanceof Mark.Polyline line) {
      fill(stroke(line).createStrokedShape(path(line.points(), false)), line.ink(), 1);
    } else if (mark instanceof Mark.Strokes strokes) {
      strokes(strokes);
    } else if (mark instanceof Mark.Polygon area) {
      fill(path(area.points(), true), area.ink(), area.opacity());
    } else if (mark instanceof Mark.Dots dots) {
      dots(dots);
    } else if (mark instanceof Mark.Label label) {
      label(label);
    } else if (mark instanceof Mark.Raster raster) {
      double top = (raster.y() + toPixels.getTranslateY() / DENSITY) * DENSITY;
      double wide = raster.width() * DENSITY;
      double high = raster.height() * DENSITY;
      bitmap.draw(raster.picture(), raster.x() * DENSITY, top, wide, high);
    }
  }

  private void strokes(Mark.Strokes strokes) {
    BasicStroke pen =
        new BasicStroke((float) strokes.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double[] ends = strokes.ends();
    for (int i = 0; i < ends.length; i += 4) {
      all.moveTo(ends[i], ends[i + 1]);
      all.lineTo(ends[i + 2], ends[i + 3]);
    }
    fill(pen.createStrokedShape(all), strokes.ink(), 1);
  }

  private void dots(Mark.Dots dots) {
    double r = dots.radius();
    Shape shape =
        dots.symbol() == Mark.Symbol.CIRCLE
            ? new Ellipse2D.Double(-r, -r, 2 * r, 2 * r)
            : AffineTransform.getScaleInstance(r, r)
                .createTransformedShape(path(dots.symbol().outline(), true));
    for (int i = 0; i < dots.centres().length; i += 2) {
      AffineTransform place =
          AffineTransform.getTranslateInstance(dots.centres()[i], dots.centres()[i + 1]);
      fill(place.createTransformedShape(shape), dots.ink(), dots.opacity());
    }
  }

  private void label(Mark.Label label) {
    Path2D outline = Typeface.outline(label.text(), label.size(), label.bold());
    AffineTransform place = AffineTransform.getTranslateInstance(label.x(), label.y());
    place.rotate(Math.toRadians(label.angle()));
    place.translate(-label.align() * Typeface.width(label.text(), label.size(), label.bold()), 0);
    outline.transform(place);
    if (label.halo()) {
      BasicStroke halo = new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
      fill(halo.createStrokedShape(outline), Ink.WHITE, 1);
    }
    fill(outline, label.ink(), 1);
  }

  private void fill(Shape shape, Ink ink, double opacity) {
    bitmap.fill(toPixels.createTransformedShape(shape), ink.rgb(), opacity);
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

  private static Path2D path(double[] points, boolean closed) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    if (closed) {
      path.closePath();
    }
    return path;
  }

  /**
   * Eight bits a channel, unfiltered rows: drawings have flat areas, which deflate well as they
   * are.
   */
  private static byte[] encode(Bitmap bitmap) {
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(bitmap.width).putInt(bitmap.height).put((byte) 8).put((byte) 6);
    ByteBuffer rows = ByteBuffer.allocate(bitmap.height * (1 + 4 * bitmap.width));
    for (int i = 0; i < bitmap.argb.length; i++) {
      if (i % bitmap.width == 0) {
        rows.put((byte) 0);
      }
      rows.putInt(bitmap.argb[i] << 8 | bitmap.argb[i] >>> 24);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    chunk(file, "IHDR", header.array());
    chunk(file, "IDAT", deflate(rows.array()));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
