package dev.assay.report;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.cff.CFFCIDFont;
import org.apache.fontbox.cff.CFFFont;
import org.apache.fontbox.cff.Type2CharString;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.OTFParser;
import org.apache.fontbox.ttf.OpenTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Widths and outlines of text in Inter, read from the class path in pure Java. Java's own font
 * classes need fontconfig, FreeType and an installed font, even for a font that a program brings
 * along; where one is missing, the first letter fails.
 */
final class Typeface {
  private static final String FOLDER = "/com/formdev/flatlaf/fonts/inter/";

  private record Glyph(Path2D outline, double advance) {}

  private static final class Regular {
    static final Typeface FACE = new Typeface("Inter-Regular.otf");
  }

  private static final class Bold {
    static final Typeface FACE = new Typeface("Inter-SemiBold.otf");
  }

  private final CFFFont font;
  private final CmapLookup characters;
  private final double unitsPerEm;
  private final Map<Integer, Glyph> glyphs = new HashMap<>();

  private Typeface(String file) {
    try (InputStream bytes = Typeface.class.getResourceAsStream(FOLDER + file)) {
      if (bytes == null) {
        throw new IllegalStateException(
            "the font " + file + " of flatlaf-fonts-inter is missing from the class path");
      }
      OpenTypeFont open = new OTFParser().parse(new RandomAccessReadBuffer(bytes));
      font = open.getCFF().getFont();
      characters = open.getUnicodeCmapLookup();
      unitsPerEm = open.getUnitsPerEm();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the font " + file, e);
    }
  }

  /** Width of a line of text in pixels. */
  static double width(String text, double size, boolean bold) {
    Typeface face = face(bold);
    return text.codePoints().mapToDouble(c -> face.glyph(c).advance).sum() * size / face.unitsPerEm;
  }

  /** Outline of a line of text that starts at the origin of the baseline. */
  static Path2D outline(String text, double size, boolean bold) {
    Typeface face = face(bold);
    double scale = size / face.unitsPerEm;
    Path2D line = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double x = 0;
    for (int character : text.codePoints().toArray()) {
      Glyph glyph = face.glyph(character);
      AffineTransform place = new AffineTransform(scale, 0, 0, -scale, x, 0);
      line.append(glyph.outline.getPathIterator(place), false);
      x += glyph.advance * scale;
    }
    return line;
  }

  /** Breaks text into lines at spaces; a word wider than the line stays whole. */
  static List<String> wrap(String text, double size, boolean bold, double width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (line.length() > 0 && width(line + " " + word, size, bold) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The text, or as much of its beginning and end as fits: names often differ at the end. */
  static String fit(String text, double size, double width) {
    if (width(text, size, false) <= width) {
      return text;
    }
    int[] characters = text.codePoints().toArray();
    for (int keep = characters.length - 1; keep > 0; keep--) {
      int front = (keep + 1) / 2;
      int back = keep - front;
      String shorter =
          new String(characters, 0, front).stripTrailing()
              + "…"
              + new String(characters, characters.length - back, back).stripLeading();
      if (width(shorter, size, false) <= width) {
        return shorter;
      }
    }
    return "…";
  }

  private static Typeface face(boolean bold) {
    return bold ? Bold.FACE : Regular.FACE;
  }

  private synchronized Glyph glyph(int character) {
    return glyphs.computeIfAbsent(character, this::read);
  }

  private Glyph read(int character) {
    try {
      int index = characters.getGlyphId(character);
      int id = font instanceof CFFCIDFont ? font.getCharset().getCIDForGID(index) : index;
      Type2CharString shape = font.getType2CharString(id);
      return new Glyph(shape.getPath(), shape.getWidth());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a letter of the font", e);
    }
  }
}
