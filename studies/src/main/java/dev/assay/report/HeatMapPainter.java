package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Figure;
import java.util.List;

/** Cells coloured by value, written out where there is room, and a colour bar below. */
final class HeatMapPainter {
  private static final double CELL_TEXT = 11.5;

  private HeatMapPainter() {}

  static Drawing paint(Sheet sheet, Figure.HeatMap figure) {
    Extent extent = new Extent(figure.value()).add(figure.values());
    extent.remark(sheet.remarks);
    Scale colours = colours(figure, extent);
    int columns = Math.max(1, figure.columns().size());
    int rows = Math.max(1, figure.rows().size());
    double left = 16 + Math.min(sheet.width * 0.3, widest(figure.rows()));
    double cellWidth = Math.min(120, (sheet.width - 14 - left) / columns);
    double cellHeight = Math.min(Math.max(26, Math.min(44, cellWidth * 0.8)), 460.0 / rows);
    double top = 30;
    double right = left + columns * cellWidth;
    double bottom = top + rows * cellHeight;
    String name = Typeface.fit(Sheet.title(figure.y()), Sheet.LABEL_SIZE, sheet.width - 8);
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, 4, 17, 0, name);
    int stride = Math.max(1, (int) Math.ceil(15 / cellHeight));
    for (int i = 0; i < figure.rows().size(); i += stride) {
      String row = Typeface.fit(figure.rows().get(i), Sheet.TICK_SIZE, left - 10);
      double middle = top + (i + 0.5) * cellHeight;
      sheet.text(Ink.MUTED, Sheet.TICK_SIZE, left - 7, middle + 4.3, 1, row);
    }
    if (extent.empty()) {
      double middle = (top + bottom) / 2;
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, (left + right) / 2, middle, 0.5, "no data");
    } else {
      cells(sheet, figure, colours, left, top, cellWidth, cellHeight);
    }
    double below = columns(sheet, figure, left, bottom, cellWidth);
    return sheet.drawing(extent.empty() ? below : bar(sheet, figure, colours, left, below));
  }

  private static Scale colours(Figure.HeatMap figure, Extent extent) {
    if (extent.empty()) {
      return Scale.around(figure.value(), extent);
    }
    double low = extent.low();
    double high = extent.high();
    if (figure.diverging()) {
      high = Math.max(Math.abs(low), Math.abs(high));
      low = -high;
    }
    return low < high
        ? Scale.exactly(figure.value(), low, high)
        : Scale.around(figure.value(), extent);
  }

  private static double widest(List<String> names) {
    return names.stream()
        .mapToDouble(name -> Typeface.width(name, Sheet.TICK_SIZE, false))
        .max()
        .orElse(0);
  }

  private static void cells(
      Sheet sheet,
      Figure.HeatMap figure,
      Scale colours,
      double left,
      double top,
      double cellWidth,
      double cellHeight) {
    double gap = cellWidth > 12 && cellHeight > 12 ? 1 : 0;
    int columns = figure.columns().size();
    for (int i = 0; i < figure.values().length; i++) {
      double value = figure.values()[i];
      double x = left + i % columns * cellWidth;
      double y = top + i / columns * cellHeight;
      boolean shown = Extent.shows(figure.value(), value);
      Ink ink = shown ? Ink.gradient(colours.place(value), figure.diverging()) : Ink.NOTHING;
      sheet.box(ink, 1, x, y, cellWidth - gap, cellHeight - gap);
      String text = shown ? text(figure, colours, value) : "–";
      boolean room = cellHeight >= 17 && Typeface.width(text, CELL_TEXT, false) + 6 <= cellWidth;
      if (room) {
        sheet.text(
            ink.contrast(), CELL_TEXT, x + cellWidth / 2, y + cellHeight / 2 + 4.2, 0.5, text);
      }
    }
  }

  /** Three digits of the largest value, and as many decimals for all. */
  private static String text(Figure.HeatMap figure, Scale colours, double value) {
    int decimals = 2 - (int) Math.floor(Math.log10(colours.largest()));
    boolean plain = !figure.value().log() && decimals > -3 && decimals < 6;
    return plain
        ? Text.format("%." + Math.max(0, decimals) + "f", value).replace('-', '−')
        : Numbers.show(value, 3);
  }

  private static double columns(
      Sheet sheet, Figure.HeatMap figure, double left, double bottom, double cellWidth) {
    double longest = widest(figure.columns());
    boolean upright = longest <= cellWidth - 4;
    int stride = upright ? 1 : Math.max(1, (int) Math.ceil(17 / cellWidth));
    double drop = upright ? 0 : Math.min(130, longest) * 0.57;
    for (int i = 0; i < figure.columns().size(); i += stride) {
      String text = Typeface.fit(figure.columns().get(i), Sheet.TICK_SIZE, 130);
      double centre = left + (i + 0.5) * cellWidth;
      if (upright) {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, centre, bottom + 17, 0.5, text);
      } else {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, centre + 4, bottom + 14, 1, -35, text);
      }
    }
    double at = bottom + 38 + drop;
    double middle = left + figure.columns().size() * cellWidth / 2;
    double half = Typeface.width(Sheet.title(figure.x()), Sheet.LABEL_SIZE, false) / 2;
    double centre = Math.max(half + 4, Math.min(middle, sheet.width - half - 4));
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, centre, at, 0.5, Sheet.title(figure.x()));
    return at + 12;
  }

  private static double bar(
      Sheet sheet, Figure.HeatMap figure, Scale colours, double left, double top) {
    int steps = 64;
    double length = Math.min(280, sheet.width - 2 * 24);
    double from = Math.min(left, sheet.width - length - 24);
    double wide = length / steps;
    String name = Typeface.fit(Sheet.title(figure.value()), Sheet.TICK_SIZE, sheet.width - from);
    sheet.text(Ink.MUTED, Sheet.TICK_SIZE, from, top + 14, 0, name);
    for (int i = 0; i < steps; i++) {
      Ink ink = Ink.gradient((i + 0.5) / steps, figure.diverging());
      double overlap = i < steps - 1 ? 0.6 : 0;
      sheet.box(ink, 1, from + i * wide, top + 21, wide + overlap, 12);
    }
    for (Scale.Tick tick : colours.ticks(4)) {
      double at = from + tick.place() * length;
      sheet.line(Ink.AXIS, 1, at, top + 33, at, top + 37);
      sheet.text(Ink.MUTED, Sheet.TICK_SIZE, at, top + 50, 0.5, tick.label());
    }
    return top + 58;
  }
}
