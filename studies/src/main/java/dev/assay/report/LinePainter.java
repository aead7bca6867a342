package dev.assay.report;

import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.List;

/** Curves: each with its colour, and with its symbol (few points) or dash pattern (many). */
final class LinePainter {
  private static final int MOST_SYMBOLS = 30;

  private LinePainter() {}

  static Drawing paint(Sheet sheet, Plot.Lines plot) {
    Extent xs = new Extent(plot.x());
    Extent ys = new Extent(plot.y());
    for (Plot.Line line : plot.lines()) {
      xs.add(line.x());
      ys.add(line.y()).widen(line.low()).widen(line.high());
    }
    xs.remark(sheet.remarks);
    ys.remark(sheet.remarks);
    sheet.shareX(xs);
    sheet.shareY(ys);
    List<Legend.Key> keys = new ArrayList<>();
    for (Plot.Line line : plot.lines()) {
      Palette.Look look = sheet.palette.look(line.name());
      keys.add(
          Legend.Key.line(
              line.name(), look.ink(), dash(line, look), few(line) ? look.symbol() : null));
    }
    Frame frame =
        Frame.of(
            sheet,
            plot.x(),
            Scale.around(plot.x(), xs),
            plot.y(),
            Scale.around(plot.y(), ys),
            Legend.unlessAlone(sheet, keys));
    if (xs.empty() || ys.empty()) {
      frame.sayEmpty();
      return frame.drawing();
    }
    plot.lines().forEach(line -> band(sheet, frame, plot, line));
    plot.lines().forEach(line -> curve(sheet, frame, plot, line));
    return frame.drawing();
  }

  private static boolean few(Plot.Line line) {
    return line.x().length <= MOST_SYMBOLS;
  }

  /** Few points are told apart by their symbols. */
  private static double[] dash(Plot.Line line, Palette.Look look) {
    return few(line) ? Palette.dash(0) : look.dash();
  }

  private static void band(Sheet sheet, Frame frame, Plot.Lines plot, Plot.Line line) {
    Palette.Look look = sheet.palette.look(line.name());
    List<Double> lower = new ArrayList<>();
    List<Double> upper = new ArrayList<>();
    for (int i = 0; i <= line.low().length; i++) {
      boolean shown =
          i < line.low().length
              && Extent.shows(plot.x(), line.x()[i])
              && Extent.shows(plot.y(), line.low()[i])
              && Extent.shows(plot.y(), line.high()[i]);
      if (shown) {
        lower.add(frame.x(line.x()[i]));
        lower.add(frame.y(line.low()[i]));
        upper.add(0, frame.y(line.high()[i]));
        upper.add(0, frame.x(line.x()[i]));
      } else if (!lower.isEmpty()) {
        lower.addAll(upper);
        sheet.area(look.ink(), 0.18, Sheet.array(lower));
        lower.clear();
        upper.clear();
      }
    }
  }

  private static void curve(Sheet sheet, Frame frame, Plot.Lines plot, Plot.Line line) {
    Palette.Look look = sheet.palette.look(line.name());
    List<Double> run = new ArrayList<>();
    List<Double> symbols = new ArrayList<>();
    Hints hints = sheet.hints(line.name(), Sheet.name(plot.x()), Sheet.name(plot.y()));
    for (int i = 0; i <= line.x().length; i++) {
      boolean shown =
          i < line.x().length
              && Extent.shows(plot.x(), line.x()[i])
              && Extent.shows(plot.y(), line.y()[i]);
      if (shown) {
        double x = frame.x(line.x()[i]);
        double y = frame.y(line.y()[i]);
        run.add(x);
        run.add(y);
        String value = Hints.value(line.y()[i], line.low(), line.high(), i);
        hints.at(x, y, null, Numbers.show(line.x()[i]), value);
      } else if (!run.isEmpty()) {
        double[] points = Sheet.array(run);
        sheet.line(look.ink(), 2.2, dash(line, look), points);
        symbols.addAll(run);
        run.clear();
      }
    }
    if (few(line)) {
      sheet.dots(look.ink(), 1, look.symbol(), 4, Sheet.array(symbols));
    }
  }
}
