package dev.assay.report;

import dev.assay.study.Axis;
import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Distributions as steps over common bins, as wide as Freedman and Diaconis (1981) advise for all
 * values together: 2 · IQR · n^(−1/3), between 8 and 50 bins.
 */
final class HistogramPainter {
  private static final Axis SHARE = Axis.of("share of the group per bin", "%");

  private HistogramPainter() {}

  static Drawing paint(Sheet sheet, Plot.Histogram plot) {
    Extent xs = new Extent(plot.x());
    plot.samples().forEach(sample -> xs.add(sample.values()));
    xs.remark(sheet.remarks);
    double[] edges = xs.empty() ? new double[] {0, 1} : edges(plot, xs);
    Extent ys = new Extent(SHARE);
    List<double[]> heights = new ArrayList<>();
    List<Legend.Key> keys = new ArrayList<>();
    List<Palette.Look> looks = new ArrayList<>();
    for (Plot.Sample sample : plot.samples()) {
      Palette.Look look = sheet.palette.look(sample.name());
      looks.add(look);
      double[] shares = shares(plot.x(), sample.values(), edges);
      heights.add(shares);
      ys.add(shares);
      keys.add(Legend.Key.line(sample.name(), look.ink(), look.dash(), null));
    }
    Extent span = span(plot.x(), xs, edges);
    sheet.shareX(span);
    sheet.shareY(ys);
    Frame frame =
        Frame.of(
            sheet,
            plot.x(),
            Scale.around(plot.x(), span),
            SHARE,
            Scale.fromFoot(SHARE, ys),
            Legend.unlessAlone(sheet, keys));
    if (xs.empty()) {
      frame.sayEmpty();
      return frame.drawing();
    }
    for (int i = 0; i < heights.size(); i++) {
      sheet.area(looks.get(i).ink(), 0.2, steps(frame, plot.x(), heights.get(i), edges));
    }
    for (int i = 0; i < heights.size(); i++) {
      double[] steps = steps(frame, plot.x(), heights.get(i), edges);
      sheet.line(looks.get(i).ink(), 2, looks.get(i).dash(), steps);
      hints(sheet, frame, plot, i, heights.get(i), edges);
    }
    return frame.drawing();
  }

  private static void hints(
      Sheet sheet, Frame frame, Plot.Histogram plot, int sample, double[] shares, double[] edges) {
    Hints hints =
        sheet.hints(plot.samples().get(sample).name(), Sheet.name(plot.x()), Sheet.name(SHARE));
    for (int bin = 0; bin < shares.length; bin++) {
      double low = value(plot.x(), edges[bin]);
      double high = value(plot.x(), edges[bin + 1]);
      double left = frame.x(low);
      String range = Numbers.show(low, 3) + " to " + Numbers.show(high, 3);
      hints.box(
          left,
          frame.y(shares[bin]),
          frame.x(high) - left,
          0,
          null,
          range,
          Numbers.show(shares[bin], 3));
    }
  }

  private static Extent span(Axis axis, Extent values, double[] edges) {
    Extent span = new Extent(axis);
    return values.empty()
        ? span
        : span.add(value(axis, edges[0]), value(axis, edges[edges.length - 1]));
  }

  /** Edges in the coordinate of the axis: the value or its logarithm. */
  private static double[] edges(Plot.Histogram plot, Extent extent) {
    double[] all =
        plot.samples().stream()
            .flatMapToDouble(sample -> Arrays.stream(sample.values()))
            .filter(value -> Extent.shows(plot.x(), value))
            .map(value -> coordinate(plot.x(), value))
            .sorted()
            .toArray();
    double low = coordinate(plot.x(), extent.low());
    double high = coordinate(plot.x(), extent.high());
    if (!(high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high)))) {
      double half = low == 0 || plot.x().log() ? 0.5 : Math.abs(low) / 20;
      return new double[] {low - half, low + half};
    }
    double spread = Quantiles.of(all, 0.75) - Quantiles.of(all, 0.25);
    double wide = 2 * spread / Math.cbrt(all.length);
    int bins = (int) Math.min(50, Math.max(8, Math.ceil((high - low) / wide)));
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = low + (high - low) * i / bins;
    }
    return edges;
  }

  private static double[] shares(Axis axis, double[] values, double[] edges) {
    int bins = edges.length - 1;
    double[] shares = new double[bins];
    int counted = 0;
    for (double value : values) {
      if (Extent.shows(axis, value)) {
        double place = (coordinate(axis, value) - edges[0]) / (edges[bins] - edges[0]);
        shares[(int) Math.min(bins - 1, Math.max(0, place * bins))]++;
        counted++;
      }
    }
    for (int i = 0; i < bins; i++) {
      shares[i] *= 100.0 / Math.max(1, counted);
    }
    return shares;
  }

  private static double[] steps(Frame frame, Axis axis, double[] shares, double[] edges) {
    double[] points = new double[4 * shares.length + 4];
    int at = 0;
    points[at++] = frame.x(value(axis, edges[0]));
    points[at++] = frame.y(0);
    for (int i = 0; i < shares.length; i++) {
      for (int side = 0; side < 2; side++) {
        points[at++] = frame.x(value(axis, edges[i + side]));
        points[at++] = frame.y(shares[i]);
      }
    }
    points[at++] = frame.x(value(axis, edges[shares.length]));
    points[at] = frame.y(0);
    return points;
  }

  private static double coordinate(Axis axis, double value) {
    return axis.log() ? Math.log10(value) : value;
  }

  private static double value(Axis axis, double coordinate) {
    return axis.log() ? Math.pow(10, coordinate) : coordinate;
  }
}
