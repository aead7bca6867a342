package dev.assay.study;

import dev.assay.io.Text;

/**
 * A number with what it needs to be read: its label, its unit (empty for none) and, where it is an
 * estimate, the interval around it (null for none).
 */
public record Quantity(String label, double value, String unit, Interval interval) {

  /** A confidence interval: {@code low ≤ high}, level in (0, 1), for example 0.95. */
  public record Interval(double low, double high, double level) {
    public Interval {
      if (!(low <= high) || !(level > 0 && level < 1)) {
        throw new IllegalArgumentException(
            Text.format(
                "interval [%s, %s] at level %s: expected low ≤ high and a level in (0, 1)",
                low, high, level));
      }
    }
  }

  public Quantity {
    Names.text(label, "label of a quantity");
  }

  public static Quantity of(String label, double value) {
    return new Quantity(label, value, "", null);
  }

  public static Quantity of(String label, double value, String unit) {
    return new Quantity(label, value, unit, null);
  }

  /** The same number with a confidence interval. */
  public Quantity within(double low, double high, double level) {
    return new Quantity(label, value, unit, new Interval(low, high, level));
  }
}
