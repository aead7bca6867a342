package dev.assay.report;

import dev.assay.geometry.Area;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Anchor;
import java.util.List;

/**
 * Maps of classes in rows under one legend: above each its title, below it the pictures of its
 * marked points, which have numbers.
 */
final class PlanesPainter {
  private static final double GAP = 16;
  private static final double TITLE = 20;
  private static final double SMALLEST = 170;

  private PlanesPainter() {}

  static Drawing paint(Sheet sheet, Plot.Planes plot) {
    double top =
        Legend.draw(
                sheet,
                RegionsPainter.keys(plot.panels().stream().map(Plot.Panel::plot).toList()),
                4,
                4)
            + 8;
    int room = Math.max(1, (int) ((sheet.width - 8 + GAP) / (SMALLEST + GAP)));
    int columns = Math.min(plot.columns(), room);
    double wide = (sheet.width - 8 - GAP * (columns - 1)) / columns;
    double row = top;
    double next = top;
    for (int i = 0; i < plot.panels().size(); i++) {
      if (i % columns == 0) {
        row = next;
      }
      double left = 4 + i % columns * (wide + GAP);
      next = Math.max(next, panel(sheet, plot.panels().get(i), left, row, wide) + GAP);
    }
    if (plot.panels().isEmpty()) {
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, sheet.width / 2, 30, 0.5, "no planes");
      return sheet.drawing(48);
    }
    return sheet.drawing(next);
  }

  /** Returns its lower end. */
  private static double panel(
      Sheet sheet, Plot.Panel<Plot.Regions> panel, double left, double top, double wide) {
    List<String> title = Typeface.wrap(panel.title(), Sheet.TICK_SIZE, false, wide);
    double y = top;
    for (String line : title) {
      sheet.text(Ink.TEXT, Sheet.TICK_SIZE, left, y + 13, 0, line);
      y += TITLE - 4;
    }
    y += 4;
    Plot.Regions map = panel.plot();
    Area area = map.area();
    double aspect = (area.top() - area.bottom()) / (area.right() - area.left());
    double high = wide * Math.min(1.3, Math.max(0.5, aspect));
    RegionsPainter.map(sheet, map, left, y, wide, high);
    double side = (wide - 2 * 8) / 3;
    double below = y + high;
    for (int i = 0; i < map.anchors().size(); i++) {
      Anchor anchor = map.anchors().get(i);
      double x = left + (anchor.x() - area.left()) / (area.right() - area.left()) * wide;
      double at = y + (1 - (anchor.y() - area.bottom()) / (area.top() - area.bottom())) * high;
      sheet.dots(Ink.WHITE, 1, Mark.Symbol.CIRCLE, 5, x, at);
      sheet.dots(Ink.BLACK, 1, Mark.Symbol.CIRCLE, 3.5, x, at);
      boolean leftward = x > left + wide * 0.8;
      double beside = x + (leftward ? -7 : 7);
      sheet.textOver(Sheet.TICK_SIZE, beside, at + 4.3, leftward ? 1 : 0, String.valueOf(i + 1));
      below = Math.max(below, picture(sheet, anchor, i, left, y + high + 6, side));
    }
    return below;
  }

  private static double picture(
      Sheet sheet, Anchor anchor, int index, double left, double top, double side) {
    double x = left + index % 3 * (side + 8);
    double scale = 0;
    if (anchor.picture() != null) {
      scale = side / Math.max(anchor.picture().width(), anchor.picture().height());
      double w = anchor.picture().width() * scale;
      double h = anchor.picture().height() * scale;
      sheet.picture(anchor.picture(), x, top, w, h);
    }
    double bottom = top + (scale > 0 ? side : 0);
    String label = Typeface.fit(index + 1 + ": " + anchor.label(), Sheet.TICK_SIZE, side);
    sheet.text(Ink.TEXT, Sheet.TICK_SIZE, x, bottom + 14, 0, label);
    return bottom + 18;
  }
}
