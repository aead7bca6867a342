package dev.assay.study.statistics;

import dev.assay.study.Quantity;
import dev.assay.study.Quantity.Interval;
import dev.assay.study.Quantity.Spread;

/**
 * A number and the interval that a bootstrap puts around it; bounds are NaN where there was too
 * little to say.
 *
 * @param level of the interval, for example 0.95
 * @param spread from group to group; null where there are no groups
 */
public record Estimate(double value, double low, double high, double level, Spread spread) {

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
    return new Estimate(
        factor * value,
        factor * low,
        factor * high,
        level,
        spread == null ? null : new Spread(spread.groups(), factor * spread.deviation()));
  }

  /** The same of a number that cannot lie outside of these: its interval is cut off there. */
  public Estimate within(double least, double most) {
    return new Estimate(value, Math.max(least, low), Math.min(most, high), level, spread);
  }

  public Quantity as(String label, String unit) {
    Quantity quantity = Quantity.of(label, value, unit);
    return low <= high ? quantity.within(new Interval(low, high, level, spread)) : quantity;
  }

  public Quantity as(String label) {
    return as(label, "");
  }
}
