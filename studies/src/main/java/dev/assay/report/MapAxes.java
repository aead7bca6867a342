package dev.assay.report;

/** The numbers below and beside a map. */
final class MapAxes {
  /** Below a map, for numbers. */
  static final double BELOW = 22;

  private MapAxes() {}

  static void draw(
      Sheet sheet, Scale x, Scale y, double left, double top, double wide, double high) {
    double bottom = top + high;
    double free = 0;
    for (Scale.Tick tick : x.ticks((int) (wide / 80))) {
      double at = left + tick.place() * wide;
      sheet.line(Ink.AXIS, 1.2, at, bottom, at, bottom + 5);
      double half = Typeface.width(tick.label(), Sheet.TICK_SIZE, false) / 2;
      double middle = Math.min(at, sheet.width - half - 1);
      if (middle - half >= free) {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, middle, bottom + 18, 0.5, tick.label());
        free = middle + half + 4;
      }
    }
    for (Scale.Tick tick : y.ticks((int) (high / 80))) {
      double at = bottom - tick.place() * high;
      sheet.line(Ink.AXIS, 1.2, left - 5, at, left, at);
      sheet.text(Ink.MUTED, Sheet.TICK_SIZE, left - 8, at + 4.3, 1, tick.label());
    }
  }

  /** Left of a map, for numbers. */
  static double beside(Scale y, double high) {
    return 10
        + y.ticks((int) (high / 80)).stream()
            .mapToDouble(tick -> Typeface.width(tick.label(), Sheet.TICK_SIZE, false))
            .max()
            .orElse(0);
  }
}
