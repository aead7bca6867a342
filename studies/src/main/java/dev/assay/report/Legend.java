package dev.assay.report;

import java.util.ArrayList;
import java.util.List;

/** Names of series with samples of how they are drawn, in as many rows as the width needs. */
final class Legend {
  private static final double SAMPLE = 22;
  private static final double GAP = 18;
  private static final double ROW = 20;

  /** A name and its sample: a filled box, a line, a symbol, or a line with a symbol. */
  record Key(String name, Ink ink, boolean box, double[] dash, Mark.Symbol symbol) {
    static Key box(String name, Ink ink) {
      return new Key(name, ink, true, null, null);
    }

    static Key line(String name, Ink ink, double[] dash, Mark.Symbol symbol) {
      return new Key(name, ink, false, dash, symbol);
    }

    static Key symbol(String name, Ink ink, Mark.Symbol symbol) {
      return new Key(name, ink, false, null, symbol);
    }
  }

  private Legend() {}

  /**
   * Draws at most the width of the sheet, below y; returns the y below it. Panels leave it to their
   * figure.
   */
  static double draw(Sheet sheet, List<Key> keys, double left, double y) {
    if (sheet.together().isPresent()) {
      sheet.together().get().add(keys);
      return y;
    }
    double x = left;
    double top = y;
    for (Key key : keys) {
      String name = Typeface.fit(key.name(), Sheet.TICK_SIZE, sheet.width - left - SAMPLE - GAP);
      double length = SAMPLE + 6 + Typeface.width(name, Sheet.TICK_SIZE, false);
      if (x > left && x + length > sheet.width - 4) {
        x = left;
        top += ROW;
      }
      sample(sheet, key, x, top + ROW / 2);
      sheet.text(Ink.TEXT, Sheet.TICK_SIZE, x + SAMPLE + 6, top + ROW / 2 + 4.3, 0, name);
      x += length + GAP;
    }
    return keys.isEmpty() ? y : top + ROW;
  }

  /** Keys of series, or none where one series needs no name. */
  static List<Key> unlessAlone(Sheet sheet, List<Key> keys) {
    return keys.size() > 1 || sheet.together().isPresent() ? keys : new ArrayList<>();
  }

  private static void sample(Sheet sheet, Key key, double x, double middle) {
    double centre = x + SAMPLE / 2;
    if (key.box()) {
      sheet.box(key.ink(), 1, centre - 7, middle - 6, 14, 12);
    }
    if (key.dash() != null) {
      sheet.line(key.ink(), 2.2, key.dash(), new double[] {x, middle, x + SAMPLE, middle});
    }
    if (key.symbol() != null) {
      sheet.dots(key.ink(), 1, key.symbol(), 4, centre, middle);
    }
  }
}
