package dev.assay.report;

import dev.assay.study.Axis;

/**
 * Which colours numbers have.
 *
 * @param value what they are
 * @param diverging whether the colours part at zero
 */
record Colours(Axis value, Scale scale, boolean diverging) {
  private static final int STEPS = 64;

  static Colours of(Axis value, Extent extent, boolean diverging) {
    if (extent.empty()) {
      return new Colours(value, Scale.around(value, extent), diverging);
    }
    double low = extent.low();
    double high = extent.high();
    if (diverging && !value.log()) {
      high = Math.max(Math.abs(low), Math.abs(high));
      low = -high;
    }
    Scale scale = low < high ? Scale.exactly(value, low, high) : Scale.around(value, extent);
    return new Colours(value, scale, diverging);
  }

  /** Grey for what the axis cannot show. */
  Ink of(double number) {
    return Extent.shows(value, number) ? Ink.gradient(scale.place(number), diverging) : Ink.NOTHING;
  }

  /** Draws the scale from a place on, or as near to it as it fits; returns the y below it. */
  double bar(Sheet sheet, double left, double top) {
    double length = Math.min(280, sheet.width - 2 * 24);
    double from = Math.min(left, sheet.width - length - 24);
    double wide = length / STEPS;
    String name = Typeface.fit(Sheet.title(value), Sheet.TICK_SIZE, sheet.width - from);
    sheet.text(Ink.MUTED, Sheet.TICK_SIZE, from, top + 14, 0, name);
    for (int i = 0; i < STEPS; i++) {
      Ink ink = Ink.gradient((i + 0.5) / STEPS, diverging);
      double overlap = i < STEPS - 1 ? 0.6 : 0;
      sheet.box(ink, 1, from + i * wide, top + 21, wide + overlap, 12);
    }
    for (Scale.Tick tick : scale.ticks(4)) {
      double at = from + tick.place() * length;
      sheet.line(Ink.AXIS, 1, at, top + 33, at, top + 37);
      sheet.text(Ink.MUTED, Sheet.TICK_SIZE, at, top + 50, 0.5, tick.label());
    }
    return top + 58;
  }
}
