package dev.assay.study.representation;

import dev.assay.study.Plot.BarSeries;
import dev.assay.study.Table;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A number that describes a representation.
 *
 * @param <T> what it is read from
 * @param column its name in a table
 * @param label in a figure; empty where it is not drawn
 * @param meaning one line for a person
 */
record Index<T>(String column, String label, String meaning, ToDoubleFunction<T> of) {

  /**
   * Its value and its spread, as columns.
   *
   * @param seeds whether its deviation over seeds is one, too
   */
  <R extends OverSeeds<R>> void addTo(
      Table.Builder<R> table, boolean seeds, Function<R, Halves<T>> found) {
    table
        .real(column, "", meaning, row -> found.apply(row).value(of))
        .real(
            column + "_spread",
            "",
            "how far two halves of the samples are apart in it",
            row -> found.apply(row).spread(of));
    if (seeds) {
      table.real(
          column + "_seeds",
          "",
          "its standard deviation over networks of several seeds",
          row -> deviation(row, found));
    }
  }

  /** A bar for each; its error bar is as long as the spread, or two deviations over seeds. */
  <R extends OverSeeds<R>> BarSeries bars(List<R> rows, Function<R, Halves<T>> found) {
    return BarSeries.of(label, rows.stream().mapToDouble(r -> found.apply(r).value(of)).toArray())
        .within(ends(rows, found, -1), ends(rows, found, 1));
  }

  private <R extends OverSeeds<R>> double[] ends(
      List<R> rows, Function<R, Halves<T>> found, int side) {
    return rows.stream()
        .mapToDouble(
            row -> {
              Halves<T> here = found.apply(row);
              double half = row.seeds().isEmpty() ? here.spread(of) / 2 : deviation(row, found);
              return here.value(of) + side * half;
            })
        .toArray();
  }

  /** Of n − 1, over the networks that have a value; NaN where there are not two. */
  private <R extends OverSeeds<R>> double deviation(R row, Function<R, Halves<T>> found) {
    double[] values =
        Stream.concat(Stream.of(row), row.seeds().stream())
            .mapToDouble(one -> found.apply(one).value(of))
            .filter(Double::isFinite)
            .toArray();
    double mean = DoubleStream.of(values).average().orElse(Double.NaN);
    double squares = DoubleStream.of(values).map(value -> (value - mean) * (value - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }
}
