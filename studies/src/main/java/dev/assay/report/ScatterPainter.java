package dev.assay.report;

import dev.assay.study.Figure;
import java.util.ArrayList;
import java.util.List;

/** Points; the more there are, the smaller and fainter, so that density shows. */
final class ScatterPainter {
  private ScatterPainter() {}

  static Drawing paint(Sheet sheet, Figure.Scatter figure) {
    Extent xs = new Extent(figure.x());
    Extent ys = new Extent(figure.y());
    int count = 0;
    for (Figure.Points points : figure.points()) {
      xs.add(points.x());
      ys.add(points.y());
      count += points.x().length;
    }
    xs.remark(sheet.remarks);
    ys.remark(sheet.remarks);
    List<Legend.Key> keys = new ArrayList<>();
    for (int i = 0; i < figure.points().size(); i++) {
      keys.add(Legend.Key.symbol(figure.points().get(i).name(), Ink.series(i), Mark.Symbol.of(i)));
    }
    keys = Legend.unlessAlone(keys);
    if (figure.diagonal()) {
      keys.add(Legend.Key.line("y = x", Ink.AXIS, LinePainter.dash(1), null));
    }
    Scale xScale = Scale.around(figure.x(), xs);
    Scale yScale = Scale.around(figure.y(), ys);
    Frame frame = Frame.of(sheet, figure.x(), xScale, figure.y(), yScale, keys);
    if (xs.empty() || ys.empty()) {
      frame.sayEmpty();
      return frame.drawing();
    }
    if (figure.diagonal()) {
      diagonal(sheet, frame, Math.max(xs.low(), ys.low()), Math.min(xs.high(), ys.high()));
    }
    double radius = count > 2000 ? 2 : count > 300 ? 2.8 : 3.8;
    double opacity = count > 2000 ? 0.35 : count > 300 ? 0.55 : 0.8;
    for (int i = 0; i < figure.points().size(); i++) {
      double[] centres = centres(frame, figure, figure.points().get(i));
      sheet.dots(Ink.series(i), opacity, Mark.Symbol.of(i), radius, centres);
    }
    return frame.drawing();
  }

  private static void diagonal(Sheet sheet, Frame frame, double from, double to) {
    if (from < to) {
      double[] ends = {frame.x(from), frame.y(from), frame.x(to), frame.y(to)};
      sheet.line(Ink.AXIS, 1.5, LinePainter.dash(1), ends);
    }
  }

  private static double[] centres(Frame frame, Figure.Scatter figure, Figure.Points points) {
    List<Double> centres = new ArrayList<>();
    for (int i = 0; i < points.x().length; i++) {
      double x = points.x()[i];
      double y = points.y()[i];
      if (Extent.shows(figure.x(), x) && Extent.shows(figure.y(), y)) {
        centres.add(frame.x(x));
        centres.add(frame.y(y));
      }
    }
    return Sheet.array(centres);
  }
}
