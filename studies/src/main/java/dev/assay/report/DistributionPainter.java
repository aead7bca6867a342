package dev.assay.report;

import dev.assay.study.Axis;
import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Distribution functions as steps from 0 to 1 with their bands. */
final class DistributionPainter {
  private static final Axis SHARE = Axis.of("share of the group");

  /** Of a curve, about. */
  private static final int MOST_HINTS = 500;

  private DistributionPainter() {}

  static Drawing paint(Sheet sheet, Plot.Distribution plot) {
    Extent xs = new Extent(plot.x());
    List<Legend.Key> keys = new ArrayList<>();
    long below = 0;
    for (Plot.Sample sample : plot.samples()) {
      xs.add(Arrays.stream(sample.values()).filter(v -> !left(plot.x(), v)).toArray());
      below += Arrays.stream(sample.values()).filter(v -> left(plot.x(), v)).count();
      Palette.Look look = sheet.palette.look(sample.name());
      keys.add(Legend.Key.line(sample.name(), look.ink(), look.dash(), null));
    }
    xs.remark(sheet.remarks);
    sheet.shareX(xs);
    if (below > 0) {
      sheet.remarks.add(
          below + " values that are not positive lie left of the axis and are counted.");
    }
    Frame frame =
        Frame.of(
            sheet,
            plot.x(),
            Scale.around(plot.x(), xs),
            SHARE,
            Scale.exactly(SHARE, 0, 1),
            Legend.unlessAlone(sheet, keys));
    if (xs.empty()) {
      frame.sayEmpty();
      return frame.drawing();
    }
    for (Plot.Sample sample : plot.samples()) {
      draw(sheet, frame, plot.x(), sample);
    }
    return frame.drawing();
  }

  /** Whether a value is counted, but lies left of a logarithmic axis. */
  private static boolean left(Axis axis, double value) {
    return axis.log() && value <= 0 && Double.isFinite(value);
  }

  private static void draw(Sheet sheet, Frame frame, Axis axis, Plot.Sample sample) {
    int[] order = sample.sorted(v -> Extent.shows(axis, v) || left(axis, v));
    double[] sorted = IntStream.of(order).mapToDouble(i -> sample.values()[i]).toArray();
    if (sorted.length == 0) {
      return;
    }
    Palette.Look look = sheet.palette.look(sample.name());
    double band = Plot.Distribution.band(sorted.length);
    double[] lower = steps(frame, axis, sorted, -band);
    double[] upper = steps(frame, axis, sorted, band);
    double[] around = Arrays.copyOf(lower, lower.length + upper.length);
    for (int i = 0; i < upper.length; i += 2) {
      around[around.length - 2 - i] = upper[i];
      around[around.length - 1 - i] = upper[i + 1];
    }
    sheet.area(look.ink(), 0.15, around);
    sheet.line(look.ink(), 2, look.dash(), steps(frame, axis, sorted, 0));
    Hints hints = sheet.hints(sample.name(), Sheet.name(axis), SHARE.label());
    int stride = sorted.length / MOST_HINTS + 1;
    for (int i = 0; i < sorted.length; i += stride) {
      double share = (i + 1.0) / sorted.length;
      double x = left(axis, sorted[i]) ? frame.left : frame.x(sorted[i]);
      hints.at(
          x, frame.y(share), sample.tag(order[i]), Numbers.show(sorted[i]), Numbers.show(share, 3));
    }
  }

  /** From the left end of the axis to its right end; equal values are one step. */
  private static double[] steps(Frame frame, Axis axis, double[] sorted, double shift) {
    List<Double> points = new ArrayList<>();
    int start = (int) Arrays.stream(sorted).filter(v -> left(axis, v)).count();
    double height = height(frame, start, sorted.length, shift);
    points.add(frame.left);
    points.add(height);
    for (int i = start; i < sorted.length; i++) {
      if (i + 1 == sorted.length || sorted[i + 1] > sorted[i]) {
        double x = frame.x(sorted[i]);
        points.add(x);
        points.add(height);
        height = height(frame, i + 1, sorted.length, shift);
        points.add(x);
        points.add(height);
      }
    }
    points.add(frame.right);
    points.add(height);
    return Sheet.array(points);
  }

  private static double height(Frame frame, int count, int all, double shift) {
    return frame.y(Math.min(1, Math.max(0, (double) count / all + shift)));
  }
}
