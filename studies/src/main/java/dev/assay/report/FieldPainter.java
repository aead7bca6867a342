package dev.assay.report;

import dev.assay.geometry.Area;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.List;

/** Maps of numbers in rows, each one picture, and the scale of colours that they share. */
final class FieldPainter {
  private static final double SMALLEST = 150;
  private static final double LARGEST = 420;

  /** Between the lines that fill cells without a number. */
  private static final double HATCH = 6;

  /** Half the width of a mark. */
  private static final double CROSS = 5;

  private FieldPainter() {}

  static Drawing paint(Sheet sheet, Plot.Field plot) {
    Extent extent = new Extent(plot.value());
    plot.panels().forEach(panel -> extent.add(panel.values()));
    extent.remark(sheet.remarks);
    if (plot.panels().isEmpty()) {
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, sheet.width / 2, 30, 0.5, "no data");
      return sheet.drawing(48);
    }
    Colours colours = Colours.of(plot.value(), extent, plot.diverging());
    List<Legend.Key> keys = new ArrayList<>();
    if (extent.omits()) {
      keys.add(Legend.Key.box("no value", Ink.NOTHING));
    }
    String name = Typeface.fit(Sheet.title(plot.y()), Sheet.LABEL_SIZE, sheet.width - 8);
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, 4, 17, 0, name);
    double top = Legend.draw(sheet, keys, 4, 24) + 6;
    List<String> titles = plot.panels().stream().map(Plot.Raster::title).toList();
    PanelGrid grid = new PanelGrid(sheet, titles, plot.columns(), SMALLEST, LARGEST);
    double end =
        grid.paint(
            top,
            (i, left, y) ->
                panel(sheet, plot, plot.panels().get(i), colours, left, y + 6, grid.wide));
    String below = Typeface.fit(Sheet.title(plot.x()), Sheet.LABEL_SIZE, sheet.width - 8);
    double half = Typeface.width(below, Sheet.LABEL_SIZE, false) / 2;
    double centre = Math.max(half + 4, grid.middle());
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, centre, end + 10, 0.5, below);
    return sheet.drawing(extent.empty() ? end + 20 : colours.bar(sheet, 24, end + 22));
  }

  /** Returns its lower end. */
  private static double panel(
      Sheet sheet,
      Plot.Field plot,
      Plot.Raster raster,
      Colours colours,
      double from,
      double top,
      double room) {
    Scale xs = Scale.exactly(plot.x(), raster.area().left(), raster.area().right());
    Scale ys = Scale.exactly(plot.y(), raster.area().bottom(), raster.area().top());
    double numbers = Math.min(room / 3, MapAxes.beside(ys, room));
    double wide = room - numbers;
    double aspect = (double) raster.height() / raster.width();
    double high = wide * Math.min(1.3, Math.max(0.4, aspect));
    double left = from + numbers;
    sheet.picture(picture(raster, colours), left, top, wide, high);
    hatch(sheet, plot, raster, left, top, wide, high);
    hints(sheet, plot, raster, left, top, wide, high);
    for (int i = 0; i < raster.crosses().length; i += 2) {
      double x = left + xs.place(raster.crosses()[i]) * wide;
      double y = top + (1 - ys.place(raster.crosses()[i + 1])) * high;
      cross(sheet, Ink.WHITE, 4, x, y);
      cross(sheet, Ink.BLACK, 1.6, x, y);
    }
    MapAxes.draw(sheet, xs, ys, left, top, wide, high);
    return top + high + MapAxes.BELOW + 6;
  }

  private static void hints(
      Sheet sheet,
      Plot.Field plot,
      Plot.Raster raster,
      double left,
      double top,
      double wide,
      double high) {
    Hints hints =
        sheet.hints(
            raster.title(), Sheet.name(plot.x()), Sheet.name(plot.y()), Sheet.name(plot.value()));
    double w = wide / raster.width();
    double h = high / raster.height();
    Area area = raster.area();
    for (int i = 0; i < raster.values().length; i++) {
      int across = i % raster.width();
      int up = i / raster.width();
      hints.box(
          left + across * w,
          top + high - (up + 1) * h,
          w,
          h,
          null,
          Numbers.show(
              area.left() + (across + 0.5) / raster.width() * (area.right() - area.left()), 3),
          Numbers.show(
              area.bottom() + (up + 0.5) / raster.height() * (area.top() - area.bottom()), 3),
          Numbers.show(raster.values()[i], 3));
    }
  }

  /** Black on white, so that it is seen on every colour. */
  private static void cross(Sheet sheet, Ink ink, double thickness, double x, double y) {
    double arm = CROSS + thickness / 2;
    sheet.strokes(ink, thickness, x - arm, y, x + arm, y, x, y - arm, x, y + arm);
  }

  private static Picture picture(Plot.Raster raster, Colours colours) {
    int[] rgb = new int[raster.values().length];
    for (int i = 0; i < rgb.length; i++) {
      int row = raster.height() - 1 - i / raster.width();
      rgb[row * raster.width() + i % raster.width()] = colours.of(raster.values()[i]).rgb();
    }
    return new Picture(raster.width(), raster.height(), rgb);
  }

  /** Lines along diagonals of cells that have no colour. */
  private static void hatch(
      Sheet sheet,
      Plot.Field plot,
      Plot.Raster raster,
      double left,
      double top,
      double wide,
      double high) {
    double w = wide / raster.width();
    double h = high / raster.height();
    int stride = Math.max(1, (int) Math.ceil(HATCH / Math.min(w, h)));
    List<Double> ends = new ArrayList<>();
    for (int d = 1 - raster.height(); d < raster.width(); d++) {
      int start = -1;
      for (int x = Math.max(0, d); x <= raster.width() && Math.floorMod(d, stride) == 0; x++) {
        int y = x - d;
        boolean missing =
            x < raster.width()
                && y < raster.height()
                && !Extent.shows(plot.value(), raster.values()[y * raster.width() + x]);
        if (missing && start < 0) {
          start = x;
        } else if (!missing && start >= 0) {
          ends.addAll(
              List.of(
                  left + start * w,
                  top + high - (start - d) * h,
                  left + x * w,
                  top + high - y * h));
          start = -1;
        }
      }
    }
    sheet.strokes(Ink.AXIS, 1, Sheet.array(ends));
  }
}
