package dev.assay.report;

import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.List;

/** Bars side by side, with error bars. */
final class BarPainter {
  private BarPainter() {}

  static Drawing paint(Sheet sheet, Plot.Bars plot) {
    Extent ys = new Extent(plot.y());
    List<Legend.Key> keys = new ArrayList<>();
    for (Plot.BarSeries series : plot.series()) {
      ys.add(series.values()).widen(series.low()).widen(series.high());
      keys.add(Legend.Key.box(series.name(), sheet.palette.look(series.name()).ink()));
    }
    ys.remark(sheet.remarks);
    sheet.shareY(ys);
    Frame frame =
        Frame.of(
            sheet,
            plot.x(),
            plot.categories(),
            plot.y(),
            Scale.fromFoot(plot.y(), ys),
            Legend.unlessAlone(sheet, keys));
    if (ys.empty()) {
      frame.sayEmpty();
      return frame.drawing();
    }
    double wide = Math.min(46, frame.slot() * 0.76 / plot.series().size());
    for (int i = 0; i < plot.series().size(); i++) {
      for (int j = 0; j < plot.categories().size(); j++) {
        double centre = frame.slot(j) + frame.slot() / 2;
        double x = centre + (i - plot.series().size() / 2.0) * wide;
        bar(sheet, frame, plot, i, j, x, wide);
      }
    }
    return frame.drawing();
  }

  private static void bar(
      Sheet sheet, Frame frame, Plot.Bars plot, int index, int slot, double x, double wide) {
    Plot.BarSeries series = plot.series().get(index);
    double value = series.values()[slot];
    if (!Extent.shows(plot.y(), value)) {
      return;
    }
    double at = frame.y(value);
    double foot = frame.foot();
    double gap = Math.min(1.5, wide * 0.08);
    double top = Math.min(at, foot);
    double high = Math.abs(at - foot);
    sheet.box(sheet.palette.look(series.name()).ink(), 1, x + gap, top, wide - 2 * gap, high);
    sheet
        .hints(series.name(), Sheet.name(plot.x()), Sheet.name(plot.y()))
        .box(
            x,
            top,
            wide,
            high,
            null,
            plot.categories().get(slot),
            Hints.value(value, series.low(), series.high(), slot));
    boolean error =
        series.low().length > 0
            && Extent.shows(plot.y(), series.low()[slot])
            && Extent.shows(plot.y(), series.high()[slot]);
    if (error) {
      double centre = x + wide / 2;
      double cap = Math.min(5, wide / 4);
      double low = frame.y(series.low()[slot]);
      double upper = frame.y(series.high()[slot]);
      sheet.line(Ink.TEXT, 1.4, centre, low, centre, upper);
      sheet.line(Ink.TEXT, 1.4, centre - cap, low, centre + cap, low);
      sheet.line(Ink.TEXT, 1.4, centre - cap, upper, centre + cap, upper);
    }
  }
}
