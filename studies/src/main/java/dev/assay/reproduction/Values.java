package dev.assay.reproduction;

import dev.assay.study.Plot.BarSeries;
import dev.assay.study.Plot.Line;
import dev.assay.study.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One number of each of many things, and estimates as they are drawn. */
public final class Values {
  private Values() {}

  public static <T> double[] of(List<T> things, ToDoubleFunction<T> value) {
    return things.stream().mapToDouble(value).toArray();
  }

  /** Without what there is not, which is NaN. */
  public static double[] known(double... values) {
    return Arrays.stream(values).filter(x -> !Double.isNaN(x)).toArray();
  }

  /** A curve with the band of its intervals. */
  public static Line line(String name, double[] x, List<Estimate> y) {
    return Line.of(name, x, of(y, Estimate::value))
        .within(of(y, Estimate::low), of(y, Estimate::high));
  }

  /** Bars with their intervals. */
  public static BarSeries bars(String name, List<Estimate> values) {
    return BarSeries.of(name, of(values, Estimate::value))
        .within(of(values, Estimate::low), of(values, Estimate::high));
  }
}
