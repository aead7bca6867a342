package dev.assay.report;

import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Points; the more there are, the smaller and fainter, so that density shows. */
final class ScatterPainter {
  private static final String COLUMNS =
      "Points of one column are spread sideways, so that each is seen.";

  /** Of a symbol, about its centre. */
  private static final double REACH = 4;

  private ScatterPainter() {}

  static Drawing paint(Sheet sheet, Plot.Scatter plot) {
    Extent xs = new Extent(plot.x());
    Extent ys = new Extent(plot.y());
    int count = 0;
    for (Plot.Points points : plot.points()) {
      xs.add(points.x());
      ys.add(points.y());
      count += points.x().length;
    }
    xs.remark(sheet.remarks);
    ys.remark(sheet.remarks);
    sheet.shareX(xs);
    sheet.shareY(ys);
    Crossed looks = new Crossed(sheet.palette, plot);
    List<Legend.Key> keys = Legend.unlessAlone(sheet, looks.keys());
    if (plot.diagonal()) {
      keys.add(Legend.Key.line("y = x", Ink.AXIS, Palette.dash(1), null));
    }
    Scale xScale = Scale.around(plot.x(), xs);
    Scale yScale = Scale.around(plot.y(), ys);
    Frame frame = Frame.of(sheet, plot.x(), xScale, plot.y(), yScale, keys);
    if (xs.empty() || ys.empty()) {
      frame.sayEmpty();
      return frame.drawing();
    }
    if (plot.diagonal()) {
      diagonal(sheet, frame, Math.max(xs.low(), ys.low()), Math.min(xs.high(), ys.high()));
    }
    double radius = count > 2000 ? 2 : count > 300 ? 2.8 : 3.8;
    double opacity = count > 2000 ? 0.35 : count > 300 ? 0.55 : 0.8;
    double spread = spread(frame, plot);
    if (spread > 0) {
      sheet.remarks.add(COLUMNS);
    }
    int drawn = 0;
    List<Double> places = new ArrayList<>();
    for (Plot.Points points : plot.points()) {
      Palette.Look look = looks.look(points.name());
      double[] centres = centres(sheet, frame, plot, points, spread, drawn);
      sheet.dots(look.ink(), opacity, look.symbol(), radius, centres);
      Arrays.stream(centres).forEach(places::add);
      drawn += points.x().length;
    }
    association(sheet, frame, plot.association(), places);
    return frame.drawing();
  }

  private static void diagonal(Sheet sheet, Frame frame, double from, double to) {
    if (from < to) {
      double[] ends = {frame.x(from), frame.y(from), frame.x(to), frame.y(to)};
      sheet.line(Ink.AXIS, 1.5, Palette.dash(1), ends);
    }
  }

  /** In the corner where it covers the fewest points. */
  private static void association(
      Sheet sheet, Frame frame, Quantity association, List<Double> places) {
    if (association != null) {
      boolean panel = sheet.together().isPresent();
      String number = panel ? Numbers.value(association) : Numbers.within(association);
      String text = association.label() + ": " + number;
      text = Typeface.fit(text, Sheet.TICK_SIZE, frame.right - frame.left - 8);
      double width = Typeface.width(text, Sheet.TICK_SIZE, true);
      double[][] corners = {
        {frame.right - 4, frame.top + 14, 1},
        {frame.left + 4, frame.top + 14, 0},
        {frame.right - 4, frame.bottom - 8, 1},
        {frame.left + 4, frame.bottom - 8, 0}
      };
      double[] best =
          Collections.min(
              List.of(corners), Comparator.comparingLong(corner -> covered(corner, width, places)));
      sheet.textOver(Sheet.TICK_SIZE, best[0], best[1], best[2], text);
    }
  }

  /** Points {@code x0, y0, x1, y1, …} that a text would cover whose line ends, or begins, there. */
  private static long covered(double[] corner, double width, List<Double> places) {
    double from = corner[0] - corner[2] * width;
    return IntStream.range(0, places.size() / 2)
        .filter(
            i ->
                Math.abs(places.get(2 * i) - from - width / 2) < width / 2 + REACH
                    && Math.abs(places.get(2 * i + 1) - corner[1] + Sheet.TICK_SIZE / 2)
                        < Sheet.TICK_SIZE / 2 + REACH)
        .count();
  }

  /**
   * Half the width of a column, where points are in columns as x takes few values; 0 where they are
   * not.
   */
  private static double spread(Frame frame, Plot.Scatter plot) {
    double[] shown =
        plot.points().stream()
            .flatMapToDouble(points -> Arrays.stream(points.x()))
            .filter(x -> Extent.shows(plot.x(), x))
            .toArray();
    double[] columns = Arrays.stream(shown).map(frame::x).sorted().distinct().toArray();
    if (columns.length < 2 || shown.length < 3 * columns.length) {
      return 0;
    }
    double gap = frame.right - frame.left;
    for (int i = 1; i < columns.length; i++) {
      gap = Math.min(gap, columns[i] - columns[i - 1]);
    }
    return Math.min(14, 0.35 * gap);
  }

  private static double[] centres(
      Sheet sheet, Frame frame, Plot.Scatter plot, Plot.Points points, double spread, int first) {
    Hints hints = sheet.hints(points.name(), Sheet.name(plot.x()), Sheet.name(plot.y()));
    List<Double> centres = new ArrayList<>();
    for (int i = 0; i < points.x().length; i++) {
      double x = points.x()[i];
      double y = points.y()[i];
      if (Extent.shows(plot.x(), x) && Extent.shows(plot.y(), y)) {
        double across = frame.x(x) + spread * Jitter.at(first + i);
        centres.add(across);
        centres.add(frame.y(y));
        hints.at(across, frame.y(y), points.tag(i), Numbers.show(x), Numbers.show(y));
      }
    }
    return Sheet.array(centres);
  }
}
