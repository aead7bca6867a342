package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Plot;
import java.util.List;

/** Cells coloured by value, written out where there is room, and a colour bar below. */
final class HeatMapPainter {
  private static final double CELL_TEXT = 11.5;

  private HeatMapPainter() {}

  static Drawing paint(Sheet sheet, Plot.HeatMap plot) {
    Extent extent = new Extent(plot.value()).add(plot.values());
    extent.remark(sheet.remarks);
    Colours colours = Colours.of(plot.value(), extent, plot.diverging());
    int columns = Math.max(1, plot.columns().size());
    int rows = Math.max(1, plot.rows().size());
    double left = 16 + Math.min(sheet.width * 0.3, widest(plot.rows()));
    double cellWidth = Math.min(120, (sheet.width - 14 - left) / columns);
    double cellHeight = Math.min(Math.max(26, Math.min(44, cellWidth * 0.8)), 460.0 / rows);
    double top = 30;
    double right = left + columns * cellWidth;
    double bottom = top + rows * cellHeight;
    String name = Typeface.fit(Sheet.title(plot.y()), Sheet.LABEL_SIZE, sheet.width - 8);
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, 4, 17, 0, name);
    int stride = Math.max(1, (int) Math.ceil(15 / cellHeight));
    for (int i = 0; i < plot.rows().size(); i += stride) {
      String row = Typeface.fit(plot.rows().get(i), Sheet.TICK_SIZE, left - 10);
      double middle = top + (i + 0.5) * cellHeight;
      sheet.text(Ink.MUTED, Sheet.TICK_SIZE, left - 7, middle + 4.3, 1, row);
    }
    if (extent.empty()) {
      double middle = (top + bottom) / 2;
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, (left + right) / 2, middle, 0.5, "no data");
    } else {
      cells(sheet, plot, colours, left, top, cellWidth, cellHeight);
    }
    double below = columns(sheet, plot, left, bottom, cellWidth);
    return sheet.drawing(extent.empty() ? below : colours.bar(sheet, left, below));
  }

  private static double widest(List<String> names) {
    return names.stream()
        .mapToDouble(name -> Typeface.width(name, Sheet.TICK_SIZE, false))
        .max()
        .orElse(0);
  }

  private static void cells(
      Sheet sheet,
      Plot.HeatMap plot,
      Colours colours,
      double left,
      double top,
      double cellWidth,
      double cellHeight) {
    double gap = cellWidth > 12 && cellHeight > 12 ? 1 : 0;
    int columns = plot.columns().size();
    Hints hints =
        sheet.hints("", Sheet.name(plot.x()), Sheet.name(plot.y()), Sheet.name(plot.value()));
    for (int i = 0; i < plot.values().length; i++) {
      double value = plot.values()[i];
      double x = left + i % columns * cellWidth;
      double y = top + i / columns * cellHeight;
      boolean shown = Extent.shows(plot.value(), value);
      Ink ink = shown ? colours.of(value) : Ink.NOTHING;
      sheet.box(ink, 1, x, y, cellWidth - gap, cellHeight - gap);
      hints.box(
          x,
          y,
          cellWidth,
          cellHeight,
          null,
          plot.columns().get(i % columns),
          plot.rows().get(i / columns),
          Numbers.show(value));
      String text = shown ? text(plot, colours, value) : "–";
      boolean room = cellHeight >= 17 && Typeface.width(text, CELL_TEXT, false) + 6 <= cellWidth;
      if (room) {
        sheet.text(
            ink.contrast(), CELL_TEXT, x + cellWidth / 2, y + cellHeight / 2 + 4.2, 0.5, text);
      }
    }
  }

  /** Three digits of the largest value, and as many decimals for all. */
  private static String text(Plot.HeatMap plot, Colours colours, double value) {
    int decimals = 2 - (int) Math.floor(Math.log10(colours.scale().largest()));
    boolean plain = !plot.value().log() && decimals > -3 && decimals < 6;
    return plain
        ? Text.format("%." + Math.max(0, decimals) + "f", value).replace('-', '−')
        : Numbers.show(value, 3);
  }

  private static double columns(
      Sheet sheet, Plot.HeatMap plot, double left, double bottom, double cellWidth) {
    double longest = widest(plot.columns());
    boolean upright = longest <= cellWidth - 4;
    int stride = upright ? 1 : Math.max(1, (int) Math.ceil(17 / cellWidth));
    double drop = upright ? 0 : Math.min(130, longest) * 0.57;
    for (int i = 0; i < plot.columns().size(); i += stride) {
      String text = Typeface.fit(plot.columns().get(i), Sheet.TICK_SIZE, 130);
      double centre = left + (i + 0.5) * cellWidth;
      if (upright) {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, centre, bottom + 17, 0.5, text);
      } else {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, centre + 4, bottom + 14, 1, -35, text);
      }
    }
    double at = bottom + 38 + drop;
    double middle = left + plot.columns().size() * cellWidth / 2;
    double half = Typeface.width(Sheet.title(plot.x()), Sheet.LABEL_SIZE, false) / 2;
    double centre = Math.max(half + 4, Math.min(middle, sheet.width - half - 4));
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, centre, at, 0.5, Sheet.title(plot.x()));
    return at + 12;
  }
}
