package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a person reads them. */
final class Numbers {
  /** Instead of a number that is not known. */
  static final String UNKNOWN = "–";

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /** Four significant digits; very large and very small numbers with a power of ten. */
  static String show(double value) {
    return show(value, 4);
  }

  static String show(double value, int digits) {
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent > 5) {
      return plain(rounded.movePointLeft(exponent)) + "×" + powerOfTen(exponent);
    }
    return plain(rounded);
  }

  /**
   * As many digits as an interval around the value lets know: to the first digit of half its width,
   * to the second where the first is 1. So 0.0482 ± 0.02 is 0.05.
   */
  static String show(double value, double low, double high) {
    double half = (high - low) / 2;
    if (!Double.isFinite(value) || !(half > 0) || Double.isInfinite(half)) {
      return show(value);
    }
    BigDecimal width = new BigDecimal(half).round(new MathContext(2));
    int exponent = width.precision() - width.scale() - 1;
    boolean one = width.unscaledValue().toString().charAt(0) == '1';
    int decimals = one ? 1 - exponent : -exponent;
    if (decimals > 6 || decimals < -5) {
      int digits = (int) Math.floor(Math.log10(Math.abs(value))) + decimals + 1;
      return show(value, Math.max(1, Math.min(9, digits)));
    }
    return new BigDecimal(value)
        .setScale(decimals, RoundingMode.HALF_UP)
        .setScale(Math.max(0, decimals))
        .toPlainString()
        .replace('-', '−');
  }

  /** A number and its interval: {@code 0.71 (0.55 to 0.82, 95 % interval)}. */
  static String within(Quantity number) {
    return number.interval() == null
        ? value(number)
        : value(number) + " (" + of(number.interval()) + ")";
  }

  /** A number with its unit, without its interval. */
  static String value(Quantity number) {
    Quantity.Interval interval = number.interval();
    String text =
        interval == null
            ? show(number.value())
            : show(number.value(), interval.low(), interval.high());
    return number.unit().isBlank() ? text : text + "\u202f" + number.unit();
  }

  /** {@code 0.55 to 0.82, 95 % interval}. */
  static String of(Quantity.Interval interval) {
    return Text.format(
        "%s to %s, %s\u202f%% interval",
        show(interval.low(), interval.low(), interval.high()),
        show(interval.high(), interval.low(), interval.high()),
        show(100 * interval.level()));
  }

  /** Decimal notation without trailing zeros and with a true minus sign. */
  static String plain(BigDecimal value) {
    BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return bare.toPlainString().replace('-', '−');
  }

  static String powerOfTen(int exponent) {
    StringBuilder text = new StringBuilder("10");
    for (char c : Integer.toString(exponent).toCharArray()) {
      text.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
    }
    return text.toString();
  }
}
