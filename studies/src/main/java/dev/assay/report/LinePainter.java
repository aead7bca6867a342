package dev.assay.report;

import dev.assay.study.Figure;
import java.util.ArrayList;
import java.util.List;

/** Curves: each with its colour, and with its symbol (few points) or dash pattern (many). */
final class LinePainter {
  private static final int MOST_SYMBOLS = 30;
  private static final double[][] DASHES = {{}, {7, 5}, {2, 4}, {9, 4, 2, 4}, {4, 3}, {12, 4}};

  private LinePainter() {}

  static double[] dash(int series) {
    return DASHES[series % DASHES.length];
  }

  static Drawing paint(Sheet sheet, Figure.Lines figure) {
    Extent xs = new Extent(figure.x());
    Extent ys = new Extent(figure.y());
    for (Figure.Line line : figure.lines()) {
      xs.add(line.x());
      ys.add(line.y()).widen(line.low()).widen(line.high());
    }
    xs.remark(sheet.remarks);
    ys.remark(sheet.remarks);
    List<Legend.Key> keys = new ArrayList<>();
    for (int i = 0; i < figure.lines().size(); i++) {
      boolean few = few(figure.lines().get(i));
      keys.add(
          Legend.Key.line(
              figure.lines().get(i).name(),
              Ink.series(i),
              few ? dash(0) : dash(i),
              few ? Mark.Symbol.of(i) : null));
    }
    Frame frame =
        Frame.of(
            sheet,
            figure.x(),
            Scale.around(figure.x(), xs),
            figure.y(),
            Scale.around(figure.y(), ys),
            Legend.unlessAlone(keys));
    if (xs.empty() || ys.empty()) {
      frame.sayEmpty();
      return frame.drawing();
    }
    for (int i = 0; i < figure.lines().size(); i++) {
      band(sheet, frame, figure, i);
    }
    for (int i = 0; i < figure.lines().size(); i++) {
      curve(sheet, frame, figure, i);
    }
    return frame.drawing();
  }

  private static boolean few(Figure.Line line) {
    return line.x().length <= MOST_SYMBOLS;
  }

  private static void band(Sheet sheet, Frame frame, Figure.Lines figure, int index) {
    Figure.Line line = figure.lines().get(index);
    List<Double> lower = new ArrayList<>();
    List<Double> upper = new ArrayList<>();
    for (int i = 0; i <= line.low().length; i++) {
      boolean shown =
          i < line.low().length
              && Extent.shows(figure.x(), line.x()[i])
              && Extent.shows(figure.y(), line.low()[i])
              && Extent.shows(figure.y(), line.high()[i]);
      if (shown) {
        lower.add(frame.x(line.x()[i]));
        lower.add(frame.y(line.low()[i]));
        upper.add(0, frame.y(line.high()[i]));
        upper.add(0, frame.x(line.x()[i]));
      } else if (!lower.isEmpty()) {
        lower.addAll(upper);
        sheet.area(Ink.series(index), 0.18, Sheet.array(lower));
        lower.clear();
        upper.clear();
      }
    }
  }

  private static void curve(Sheet sheet, Frame frame, Figure.Lines figure, int index) {
    Figure.Line line = figure.lines().get(index);
    List<Double> run = new ArrayList<>();
    List<Double> symbols = new ArrayList<>();
    for (int i = 0; i <= line.x().length; i++) {
      boolean shown =
          i < line.x().length
              && Extent.shows(figure.x(), line.x()[i])
              && Extent.shows(figure.y(), line.y()[i]);
      if (shown) {
        run.add(frame.x(line.x()[i]));
        run.add(frame.y(line.y()[i]));
      } else if (!run.isEmpty()) {
        double[] points = Sheet.array(run);
        sheet.line(Ink.series(index), 2.2, few(line) ? dash(0) : dash(index), points);
        symbols.addAll(run);
        run.clear();
      }
    }
    if (few(line)) {
      sheet.dots(Ink.series(index), 1, Mark.Symbol.of(index), 4, Sheet.array(symbols));
    }
  }
}
