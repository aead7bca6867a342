package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Box plots after Tukey (1977). */
final class BoxPainter {
  private BoxPainter() {}

  static Drawing paint(Sheet sheet, Plot.Boxes plot) {
    Extent ys = new Extent(plot.y());
    plot.samples().forEach(sample -> ys.add(sample.values()));
    ys.remark(sheet.remarks);
    sheet.shareY(ys);
    Frame frame =
        Frame.of(
            sheet,
            plot.x(),
            plot.samples().stream().map(Plot.Sample::name).toList(),
            plot.y(),
            Scale.around(plot.y(), ys),
            List.of());
    if (ys.empty()) {
      frame.sayEmpty();
    }
    for (int i = 0; i < plot.samples().size(); i++) {
      int[] sorted = plot.samples().get(i).sorted(value -> Extent.shows(plot.y(), value));
      if (sorted.length > 0) {
        box(sheet, frame, plot, i, sorted);
      }
    }
    return frame.drawing();
  }

  private static void box(Sheet sheet, Frame frame, Plot.Boxes plot, int slot, int[] order) {
    Plot.Sample sample = plot.samples().get(slot);
    Ink ink = sheet.palette.look(sample.name()).ink();
    double[] sorted = IntStream.of(order).mapToDouble(i -> sample.values()[i]).toArray();
    double q1 = Quantiles.of(sorted, 0.25);
    double q3 = Quantiles.of(sorted, 0.75);
    double reach = 1.5 * (q3 - q1);
    double low = Arrays.stream(sorted).filter(v -> v >= q1 - reach).findFirst().orElse(q1);
    double high = Arrays.stream(sorted).filter(v -> v <= q3 + reach).max().orElse(q3);
    double centre = frame.slot(slot) + frame.slot() / 2;
    double half = Math.min(26, frame.slot() * 0.3);
    double top = frame.y(q3);
    double bottom = frame.y(q1);
    sheet.line(ink, 1.6, centre, frame.y(high), centre, top);
    sheet.line(ink, 1.6, centre, bottom, centre, frame.y(low));
    sheet.line(ink, 1.6, centre - half / 2, frame.y(high), centre + half / 2, frame.y(high));
    sheet.line(ink, 1.6, centre - half / 2, frame.y(low), centre + half / 2, frame.y(low));
    sheet.box(ink, 0.22, centre - half, top, 2 * half, bottom - top);
    double[] rim = {
      centre - half,
      top,
      centre + half,
      top,
      centre + half,
      bottom,
      centre - half,
      bottom,
      centre - half,
      top
    };
    sheet.line(ink, 1.6, rim);
    double median = frame.y(Quantiles.of(sorted, 0.5));
    sheet.line(Ink.TEXT, 2.6, centre - half, median, centre + half, median);
    sheet
        .hints(sample.name(), "values", "median", "quartiles", "whiskers")
        .box(
            centre - half,
            top,
            2 * half,
            bottom - top,
            null,
            Text.format("%,d", sorted.length),
            Numbers.show(Quantiles.of(sorted, 0.5)),
            Numbers.show(q1) + " to " + Numbers.show(q3),
            Numbers.show(low) + " to " + Numbers.show(high));
    Hints hints = sheet.hints(sample.name(), Sheet.name(plot.y()));
    List<Double> outliers = new ArrayList<>();
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] < low || sorted[i] > high) {
        double x = centre + half / 2 * Jitter.at(outliers.size() / 2);
        double y = frame.y(sorted[i]);
        outliers.add(x);
        outliers.add(y);
        hints.at(x, y, sample.tag(order[i]), Numbers.show(sorted[i]));
      }
    }
    sheet.dots(ink, 0.5, Mark.Symbol.CIRCLE, 2.4, Sheet.array(outliers));
  }
}
