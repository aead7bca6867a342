package dev.assay.report;

import dev.assay.study.Axis;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Maps the values of an axis to 0 … 1 and names round values on it. */
final class Scale {
  private static final double PADDING = 0.04;

  /** A round value, its place in 0 … 1 and its name. */
  record Tick(double place, String label) {}

  /** Over more decades the marks within one run together. */
  private static final int MOST_MINOR_DECADES = 8;

  private final Axis axis;
  private final boolean log;
  private final double low;
  private final double high;

  private Scale(Axis axis, double low, double high) {
    this.axis = axis;
    this.log = axis.log();
    this.low = low;
    this.high = high;
  }

  /** Covers the values with a little space around them, but no space below zero without need. */
  static Scale around(Axis axis, Extent extent) {
    if (extent.empty()) {
      return new Scale(axis, 0, 1);
    }
    double from = axis.log() ? Math.log10(extent.low()) : extent.low();
    double to = axis.log() ? Math.log10(extent.high()) : extent.high();
    double space = PADDING * (to - from);
    if (!(to - from > 1e-12 * Math.max(Math.abs(from), Math.abs(to)))) {
      space = axis.log() ? 0.5 : from == 0 ? 1 : Math.abs(from) / 2;
    }
    double foot = !axis.log() && from >= 0 ? Math.max(0, from - space) : from - space;
    return new Scale(axis, foot, to + space);
  }

  /** Covers the values from zero on, or from the decade below them on a logarithmic axis. */
  static Scale fromFoot(Axis axis, Extent extent) {
    if (extent.empty()) {
      return around(axis, extent);
    }
    if (axis.log()) {
      double foot = Math.floor(Math.log10(extent.low()) - 1e-9);
      return new Scale(axis, foot, Math.log10(extent.high()) + PADDING);
    }
    return around(axis, new Extent(axis).add(extent.low(), extent.high(), 0));
  }

  /** Covers exactly the values. */
  static Scale exactly(Axis axis, double from, double to) {
    return axis.log()
        ? new Scale(axis, Math.log10(from), Math.log10(to))
        : new Scale(axis, from, to);
  }

  double place(double value) {
    return ((log ? Math.log10(value) : value) - low) / (high - low);
  }

  /** Where bars stand: zero if the axis has it, else its lower end. */
  double foot() {
    return log ? 0 : Math.min(1, Math.max(0, place(0)));
  }

  /** The largest magnitude on a linear axis. */
  double largest() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  /** The values that the axis names, or about as many round ones as asked for. */
  List<Tick> ticks(int about) {
    List<Tick> named = new ArrayList<>();
    for (double value : axis.marks()) {
      if (Extent.shows(axis, value) && inside(place(value))) {
        named.add(new Tick(place(value), Numbers.show(value, 6)));
      }
    }
    if (!named.isEmpty()) {
      return named;
    }
    List<Tick> ticks = log ? decades(Math.max(2, about)) : List.of();
    return ticks.size() >= 2 ? ticks : even(Math.max(2, about));
  }

  /** Places of 2, 3, … 9 in each decade of a logarithmic axis: they show that it is one. */
  double[] minor() {
    if (!log || high - low > MOST_MINOR_DECADES) {
      return new double[0];
    }
    return IntStream.rangeClosed((int) Math.floor(low), (int) Math.floor(high))
        .mapToObj(decade -> IntStream.rangeClosed(2, 9).mapToDouble(d -> decade + Math.log10(d)))
        .flatMapToDouble(places -> places.map(at -> (at - low) / (high - low)))
        .filter(Scale::inside)
        .toArray();
  }

  private static boolean inside(double place) {
    return place >= -1e-9 && place <= 1 + 1e-9;
  }

  private List<Tick> even(int about) {
    double from = log ? Math.pow(10, low) : low;
    double to = log ? Math.pow(10, high) : high;
    double raw = (to - from) / about;
    int exponent = (int) Math.floor(Math.log10(raw));
    BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(exponent);
    double leading = raw / step.doubleValue();
    step =
        step.multiply(
            BigDecimal.valueOf(leading > 7.1 ? 10 : leading > 3.2 ? 5 : leading > 1.4 ? 2 : 1));
    step = axis.whole() ? step.max(BigDecimal.ONE) : step;
    List<Tick> ticks = new ArrayList<>();
    BigDecimal value = new BigDecimal(from).divide(step, 0, RoundingMode.CEILING).multiply(step);
    double largest = Math.max(Math.abs(from), Math.abs(to));
    for (; value.doubleValue() <= to; value = value.add(step)) {
      ticks.add(new Tick(place(value.doubleValue()), label(value, largest, step)));
    }
    return ticks;
  }

  private static String label(BigDecimal value, double largest, BigDecimal step) {
    boolean plain = value.signum() == 0 || largest < 1e5 && step.doubleValue() >= 1e-4;
    if (plain) {
      return value
          .setScale(Math.max(0, step.stripTrailingZeros().scale()), RoundingMode.HALF_UP)
          .toPlainString()
          .replace('-', '−');
    }
    int exponent = (int) Math.floor(Math.log10(largest));
    return Numbers.plain(value.movePointLeft(exponent)) + "×" + Numbers.powerOfTen(exponent);
  }

  private List<Tick> decades(int about) {
    int first = (int) Math.ceil(low - 1e-9);
    int last = (int) Math.floor(high + 1e-9);
    int stride = Math.max(1, (int) Math.ceil((last - first + 1) / (double) about));
    int[] digits = high - low < 2 ? new int[] {1, 2, 5} : new int[] {1};
    boolean plain = low >= -3.5 && high < 5;
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = first - 1; exponent <= last; exponent++) {
      for (int digit : digits) {
        double place = (exponent + Math.log10(digit) - low) / (high - low);
        boolean counts = !axis.whole() || exponent >= 0;
        if (counts && inside(place) && Math.floorMod(exponent, stride) == 0) {
          ticks.add(new Tick(place, decade(digit, exponent, plain)));
        }
      }
    }
    return ticks;
  }

  private static String decade(int digit, int exponent, boolean plain) {
    if (plain) {
      return BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent).toPlainString();
    }
    return (digit == 1 ? "" : digit + "×") + Numbers.powerOfTen(exponent);
  }
}
