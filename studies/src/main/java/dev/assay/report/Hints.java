package dev.assay.report;

import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.List;

/**
 * What a drawing's marks mean, where on the drawing it can be asked for: on a page, values appear
 * under the pointer. Files of figures have none.
 */
final class Hints {
  /**
   * A place and what is there.
   *
   * @param wide 0 for a point
   * @param high 0 for a point
   * @param tag what it stands for; null where that is not known
   * @param values one for each of the names
   */
  record Hint(double x, double y, double wide, double high, Plot.Tag tag, List<String> values) {}

  private final String series;
  private final List<String> names;
  private final List<Hint> all = new ArrayList<>();

  /**
   * @param series may be empty
   * @param names of the values that each hint has
   */
  Hints(String series, String... names) {
    this.series = series;
    this.names = List.of(names);
  }

  String series() {
    return series;
  }

  List<String> names() {
    return names;
  }

  List<Hint> all() {
    return all;
  }

  /** A point. */
  Hints at(double x, double y, Plot.Tag tag, String... values) {
    return box(x, y, 0, 0, tag, values);
  }

  /** A rectangle. */
  Hints box(double x, double y, double wide, double high, Plot.Tag tag, String... values) {
    all.add(new Hint(x, y, wide, high, tag, List.of(values)));
    return this;
  }

  /** The same elsewhere. */
  Hints moved(double dx, double dy) {
    Hints moved = new Hints(series, names.toArray(String[]::new));
    all.forEach(h -> moved.all.add(new Hint(h.x + dx, h.y + dy, h.wide, h.high, h.tag, h.values)));
    return moved;
  }

  /** A value with its band, if it has one. */
  static String value(double value, double[] low, double[] high, int index) {
    return low.length == 0
        ? Numbers.show(value)
        : Numbers.show(value)
            + " ("
            + Numbers.show(low[index])
            + " to "
            + Numbers.show(high[index])
            + ")";
  }
}
