package dev.assay.study.representation;

import dev.assay.study.Plot.BarSeries;
import dev.assay.study.Table;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A number that describes a representation.
 *
 * @param <T> what it is read from
 * @param column its name in a table
 * @param label in a figure; empty where it is not drawn
 * @param meaning one line for a person
 */
record Index<T>(String column, String label, String meaning, ToDoubleFunction<T> of) {

  /** Its value and its spread, as columns. */
  <R> void addTo(Table.Builder<R> table, Function<R, Halves<T>> found) {
    table
        .real(column, "", meaning, row -> found.apply(row).value(of))
        .real(
            column + "_spread",
            "",
            "how far two halves of the samples are apart in it",
            row -> found.apply(row).spread(of));
  }

  /** A bar for each; its error bar is as long as the spread. */
  BarSeries bars(List<Halves<T>> found) {
    return BarSeries.of(label, found.stream().mapToDouble(f -> f.value(of)).toArray())
        .within(ends(found, -0.5), ends(found, 0.5));
  }

  private double[] ends(List<Halves<T>> found, double spreads) {
    return found.stream().mapToDouble(f -> f.value(of) + spreads * f.spread(of)).toArray();
  }
}
