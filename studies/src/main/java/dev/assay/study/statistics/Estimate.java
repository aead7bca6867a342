package dev.assay.study.statistics;

import dev.assay.study.Quantity;

/**
 * A number and the interval that a bootstrap puts around it; bounds are NaN where there was too
 * little to say.
 *
 * @param level of the interval, for example 0.95
 */
public record Estimate(double value, double low, double high, double level) {

  /** Whether the whole interval is above a number. */
  public boolean above(double bound) {
    return low > bound;
  }

  /** Whether the whole interval is below a number. */
  public boolean below(double bound) {
    return high < bound;
  }

  /** In another unit: value and bounds multiplied by a positive number. */
  public Estimate times(double factor) {
    return new Estimate(factor * value, factor * low, factor * high, level);
  }

  public Quantity as(String label, String unit) {
    Quantity quantity = Quantity.of(label, value, unit);
    return low <= high ? quantity.within(low, high, level) : quantity;
  }

  public Quantity as(String label) {
    return as(label, "");
  }
}
