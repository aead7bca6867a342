package dev.assay.study;

/**
 * An axis of a figure.
 *
 * @param unit empty for none
 * @param log logarithmic; values that are not positive cannot be shown and are counted in a note
 *     under the figure
 */
public record Axis(String label, String unit, boolean log) {

  public static Axis of(String label) {
    return new Axis(label, "", false);
  }

  public static Axis of(String label, String unit) {
    return new Axis(label, unit, false);
  }

  /** The same axis, logarithmic. */
  public Axis logarithmic() {
    return new Axis(label, unit, true);
  }
}
