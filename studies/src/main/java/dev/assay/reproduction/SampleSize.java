package dev.assay.reproduction;

import dev.assay.io.Text;
import dev.assay.study.Quantity;
import dev.assay.study.Quantity.Interval;
import dev.assay.study.Quantity.Spread;

/**
 * How many seeds it would take to decide what is undecided, if effect and spread are as they were
 * seen. As the effect was itself estimated, so many seeds decide about every second time.
 */
final class SampleSize {
  /** More seeds are not counted. */
  static final int MOST = 1000;

  private SampleSize() {}

  /**
   * What it would take until the interval around a number excludes a bound, in words; empty where
   * nothing tells.
   */
  static String words(Quantity number, double bound) {
    Interval interval = number.interval();
    if (interval == null || interval.spread() == null) {
      return "";
    }
    double effect = Math.abs(number.value() - bound);
    double reach =
        number.value() > bound ? number.value() - interval.low() : interval.high() - number.value();
    Spread spread = interval.spread();
    double longer = reach / effect;
    if (spread.groups() < 2) {
      double times = longer * longer;
      return times <= MOST
          ? Text.format(
              "one seed tells no spread between seeds; within it, %.1f times as many observations"
                  + " would decide at this effect",
              times)
          : "one seed tells no spread between seeds, and within it there is next to no effect";
    }
    double seeds =
        Math.max(
            spread.groups() + 1,
            Math.max(
                Math.ceil(spread.groups() * longer * longer),
                seeds(effect, spread.deviation(), interval.level())));
    return seeds <= MOST
        ? Text.format(
            "at this effect and spread it takes about %.0f seeds (now: %d)", seeds, spread.groups())
        : Text.format(
            "at this effect and spread it takes more than %,d seeds (now: %d)",
            MOST, spread.groups());
  }

  /**
   * The smallest N ≥ 2 with {@code t · s / √N < |effect|}, t being the quantile of Student's
   * distribution with N − 1 degrees of freedom: so many normal numbers of this mean and deviation
   * have a mean whose interval excludes 0. Infinite if it is more than {@value #MOST}.
   */
  static double seeds(double effect, double deviation, double level) {
    if (!isEnough(MOST, effect, deviation, level)) {
      return Double.POSITIVE_INFINITY;
    }
    int few = 1;
    int enough = MOST;
    while (enough - few > 1) {
      int middle = (few + enough) / 2;
      if (isEnough(middle, effect, deviation, level)) {
        enough = middle;
      } else {
        few = middle;
      }
    }
    return enough;
  }

  private static boolean isEnough(int seeds, double effect, double deviation, double level) {
    double t = Math.abs(effect) * Math.sqrt(seeds) / deviation;
    return effect != 0 && StudentT.within(t, seeds - 1) > level;
  }
}
