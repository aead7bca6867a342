package dev.assay.study;

import dev.assay.io.Text;

/**
 * A number with what it needs to be read: its label, its unit (empty for none) and, where it is an
 * estimate, the interval around it (null for none).
 *
 * @param remark what is said beside it; empty for nothing
 */
public record Quantity(String label, double value, String unit, Interval interval, String remark) {

  /**
   * How a number differs from one group of observations to the next, for example from seed to seed.
   *
   * @param groups how many
   * @param deviation standard deviation of one group's number, {@code √(Σ(x − x̄)²/(groups − 1))};
   *     NaN for one group
   */
  public record Spread(int groups, double deviation) {}

  /**
   * A confidence interval: {@code low ≤ high}, level in (0, 1), for example 0.95.
   *
   * @param spread behind it; null where it does not rest on groups
   */
  public record Interval(double low, double high, double level, Spread spread) {
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
    return of(label, value, "");
  }

  public static Quantity of(String label, double value, String unit) {
    return new Quantity(label, value, unit, null, "");
  }

  /** The same number with a confidence interval. */
  public Quantity within(double low, double high, double level) {
    return within(new Interval(low, high, level, null));
  }

  public Quantity within(Interval around) {
    return new Quantity(label, value, unit, around, remark);
  }

  /** The same number under another label. */
  public Quantity labelled(String name) {
    return new Quantity(name, value, unit, interval, remark);
  }

  /** The same number with something said beside it. */
  public Quantity saying(String words) {
    return new Quantity(label, value, unit, interval, words);
  }
}
