package dev.assay.study;

import java.util.Arrays;
import java.util.List;

/**
 * An axis of a figure.
 *
 * @param unit empty for none
 * @param log logarithmic; values that are not positive cannot be shown and are counted in a note
 *     under the figure
 * @param whole whether it counts something: no tick lies between whole numbers
 * @param marks where it has its ticks, as the values that were measured; empty for round values
 */
public record Axis(String label, String unit, boolean log, boolean whole, List<Double> marks) {

  public Axis {
    marks = List.copyOf(marks);
  }

  public static Axis of(String label) {
    return of(label, "");
  }

  public static Axis of(String label, String unit) {
    return new Axis(label, unit, false, false, List.of());
  }

  /** The same axis, logarithmic. */
  public Axis logarithmic() {
    return new Axis(label, unit, true, whole, marks);
  }

  /** The same axis of something that is counted. */
  public Axis counting() {
    return new Axis(label, unit, log, true, marks);
  }

  /** The same axis with ticks at these values, as far as there is room for their names. */
  public Axis at(double... values) {
    return new Axis(
        label, unit, log, whole, Arrays.stream(values).sorted().distinct().boxed().toList());
  }
}
