package dev.assay.report;

import dev.assay.study.Picture;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/**
 * Writes a drawing as PDF, one page as large as the drawing, for a column of print: text is text in
 * Roboto, of which the letters that are used are embedded. What Roboto lacks is drawn as outlines.
 */
final class Pdf implements AutoCloseable {
  /** Width of a column in points: 3.25 inches. */
  static final double COLUMN = 234;

  /** Width of a page of text in points: 6.75 inches. */
  static final double PAGE = 486;

  private static final String FOLDER = "/com/formdev/flatlaf/fonts/roboto/";

  private final PDDocument document = new PDDocument();
  private final PDPageContentStream out;
  private final Map<Double, PDExtendedGraphicsState> opacities = new HashMap<>();
  private PDType0Font regular;
  private PDType0Font bold;

  private Pdf(double width, double height) throws IOException {
    document.setDocumentId(0L);
    PDPage page = new PDPage(new PDRectangle((float) width, (float) height));
    document.addPage(page);
    out = new PDPageContentStream(document, page);
    out.setLineCapStyle(1);
    out.setLineJoinStyle(1);
  }

  /**
   * The drawing on nothing, scaled to a width in points.
   *
   * @param title of the document
   */
  static byte[] file(Drawing drawing, String title, double width) {
    double scale = width / drawing.width();
    double height = (drawing.top() + drawing.height()) * scale;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (Pdf pdf = new Pdf(width, height)) {
      pdf.document.getDocumentInformation().setTitle(title);
      double top = height - drawing.top() * scale;
      pdf.out.transform(new Matrix((float) scale, 0, 0, (float) -scale, 0, (float) top));
      for (Mark mark : drawing.marks()) {
        pdf.draw(mark);
      }
      pdf.out.close();
      pdf.document.save(file, CompressParameters.NO_COMPRESSION);
    } catch (IOException e) {
      throw new UncheckedIOException("a figure cannot be written as PDF", e);
    }
    return file.toByteArray();
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  private void draw(Mark mark) throws IOException {
    if (mark instanceof Mark.Polyline line) {
      float[] dash = new float[line.dash().length];
      for (int i = 0; i < dash.length; i++) {
        dash[i] = (float) line.dash()[i];
      }
      out.setLineDashPattern(dash, 0);
      pen(line.ink(), line.width(), 1);
      polyline(line.points());
      out.stroke();
      out.setLineDashPattern(new float[0], 0);
    } else if (mark instanceof Mark.Strokes strokes) {
      pen(strokes.ink(), strokes.width(), 1);
      for (int i = 0; i < strokes.ends().length; i += 4) {
        out.moveTo((float) strokes.ends()[i], (float) strokes.ends()[i + 1]);
        out.lineTo((float) strokes.ends()[i + 2], (float) strokes.ends()[i + 3]);
      }
      out.stroke();
    } else if (mark instanceof Mark.Polygon area) {
      brush(area.ink(), area.opacity());
      polyline(area.points());
      out.closePath();
      out.fill();
    } else if (mark instanceof Mark.Dots dots) {
      dots(dots);
    } else if (mark instanceof Mark.Label label) {
      label(label);
    } else if (mark instanceof Mark.Raster raster) {
      raster(raster);
    }
  }

  /** A line of no length with a round end is a circle. */
  private void dots(Mark.Dots dots) throws IOException {
    boolean circle = dots.symbol() == Mark.Symbol.CIRCLE;
    if (circle) {
      pen(dots.ink(), 2 * dots.radius(), dots.opacity());
    } else {
      brush(dots.ink(), dots.opacity());
    }
    for (int i = 0; i < dots.centres().length; i += 2) {
      double x = dots.centres()[i];
      double y = dots.centres()[i + 1];
      if (circle) {
        polyline(x, y, x, y);
        out.stroke();
      } else {
        double[] outline = dots.symbol().outline().clone();
        for (int j = 0; j < outline.length; j++) {
          outline[j] = (j % 2 == 0 ? x : y) + dots.radius() * outline[j];
        }
        polyline(outline);
        out.closePath();
        out.fill();
      }
    }
  }

  private void label(Mark.Label label) throws IOException {
    PDType0Font font = font(label.bold());
    double turn = Math.toRadians(label.angle());
    if (lacks(font, label.text())) {
      AffineTransform place = AffineTransform.getTranslateInstance(label.x(), label.y());
      place.rotate(turn);
      place.translate(-label.align() * Typeface.width(label.text(), label.size(), label.bold()), 0);
      Path2D outline = Typeface.outline(label.text(), label.size(), label.bold());
      if (label.halo()) {
        pen(Ink.WHITE, 3, 1);
        shape(outline.createTransformedShape(place));
        out.stroke();
      }
      brush(label.ink(), 1);
      shape(outline.createTransformedShape(place));
      out.fill();
      return;
    }
    double shift = -label.align() * font.getStringWidth(label.text()) / 1000 * label.size();
    AffineTransform place = AffineTransform.getTranslateInstance(label.x(), label.y());
    place.rotate(turn);
    place.translate(shift, 0);
    place.scale(1, -1);
    if (label.halo()) {
      pen(Ink.WHITE, 3, 1);
      text(label, font, RenderingMode.STROKE, place);
    }
    brush(label.ink(), 1);
    text(label, font, RenderingMode.FILL, place);
  }

  private void text(Mark.Label label, PDType0Font font, RenderingMode mode, AffineTransform place)
      throws IOException {
    out.beginText();
    out.setFont(font, (float) label.size());
    out.setRenderingMode(mode);
    out.setTextMatrix(new Matrix(place));
    out.showText(label.text());
    out.endText();
  }

  private static boolean lacks(PDType0Font font, String text) {
    try {
      font.encode(text);
      return false;
    } catch (IllegalArgumentException | IOException e) {
      return true;
    }
  }

  /** Embedded when it is first needed. */
  private PDType0Font font(boolean heavy) throws IOException {
    if (heavy) {
      bold = bold == null ? load("Roboto-Bold.ttf") : bold;
      return bold;
    }
    regular = regular == null ? load("Roboto-Regular.ttf") : regular;
    return regular;
  }

  private PDType0Font load(String file) throws IOException {
    try (InputStream bytes = Pdf.class.getResourceAsStream(FOLDER + file)) {
      if (bytes == null) {
        throw new IllegalStateException(
            "the font " + file + " of flatlaf-fonts-roboto is missing from the class path");
      }
      return PDType0Font.load(document, bytes, true);
    }
  }

  private void raster(Mark.Raster raster) throws IOException {
    Picture picture = raster.picture();
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, picture.width(), picture.height(), picture.rgb(), 0, picture.width());
    opacity(1);
    Matrix place =
        new Matrix(
            (float) raster.width(),
            0,
            0,
            (float) -raster.height(),
            (float) raster.x(),
            (float) (raster.y() + raster.height()));
    out.drawImage(LosslessFactory.createFromImage(document, image), place);
  }

  private void polyline(double... points) throws IOException {
    out.moveTo((float) points[0], (float) points[1]);
    for (int i = 2; i < points.length; i += 2) {
      out.lineTo((float) points[i], (float) points[i + 1]);
    }
  }

  private void shape(Shape shape) throws IOException {
    float[] p = new float[6];
    for (PathIterator at = shape.getPathIterator(null); !at.isDone(); at.next()) {
      switch (at.currentSegment(p)) {
        case PathIterator.SEG_MOVETO -> out.moveTo(p[0], p[1]);
        case PathIterator.SEG_LINETO -> out.lineTo(p[0], p[1]);
        case PathIterator.SEG_CUBICTO -> out.curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
        case PathIterator.SEG_CLOSE -> out.closePath();
        default -> throw new IllegalStateException("outlines of OpenType are cubic");
      }
    }
  }

  private void pen(Ink ink, double width, double opacity) throws IOException {
    opacity(opacity);
    out.setStrokingColor(part(ink, 16), part(ink, 8), part(ink, 0));
    out.setLineWidth((float) width);
  }

  private void brush(Ink ink, double opacity) throws IOException {
    opacity(opacity);
    out.setNonStrokingColor(part(ink, 16), part(ink, 8), part(ink, 0));
  }

  private void opacity(double opacity) throws IOException {
    PDExtendedGraphicsState state = opacities.get(opacity);
    if (state == null) {
      state = new PDExtendedGraphicsState();
      state.setStrokingAlphaConstant((float) opacity);
      state.setNonStrokingAlphaConstant((float) opacity);
      opacities.put(opacity, state);
    }
    out.setGraphicsStateParameters(state);
  }

  private static float part(Ink ink, int shift) {
    return (ink.rgb() >> shift & 255) / 255f;
  }
}
