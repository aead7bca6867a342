package dev.assay.reproduction;

import dev.assay.study.Quantity.Spread;
import dev.assay.study.statistics.Estimate;
import java.util.Arrays;

/** Student's distribution (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4), and what rests on it. */
public final class StudentT {
  private static final double LEVEL = 0.95;

  private StudentT() {}

  /**
   * The mean of normal numbers, one for each seed, and its 95 % interval {@code x̄ ± t s / √n}, t
   * being the quantile for n − 1 degrees of freedom; bounds are NaN for a single number, or where
   * one is NaN.
   */
  public static Estimate mean(double... values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double deviation = deviation(values, mean);
    double reach = n < 2 ? Double.NaN : quantile(LEVEL, n - 1) * deviation / Math.sqrt(n);
    return new Estimate(mean, mean - reach, mean + reach, LEVEL, new Spread(n, deviation));
  }

  /**
   * The level of the interval around the mean of such numbers that ends at 0, with the sign of the
   * mean: beyond ±0.95 the interval of {@link #mean} excludes 0. NaN where there is none.
   */
  public static double signedLevel(double... values) {
    if (values.length < 2) {
      return Double.NaN;
    }
    Estimate mean = mean(values);
    double t = mean.value() * Math.sqrt(values.length) / mean.spread().deviation();
    return mean.value() == 0
        ? 0
        : Math.signum(mean.value()) * within(Math.abs(t), values.length - 1);
  }

  private static double deviation(double[] values, double mean) {
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  /** The t with {@code within(t, freedom) = level}, by bisection. */
  static double quantile(double level, int freedom) {
    double low = 0;
    double high = 1;
    while (within(high, freedom) < level) {
      low = high;
      high *= 2;
    }
    for (double t = (low + high) / 2; low < t && t < high; t = (low + high) / 2) {
      if (within(t, freedom) < level) {
        low = t;
      } else {
        high = t;
      }
    }
    return high;
  }

  /**
   * The probability of {@code |T| < t}: with {@code θ = atan(t / √ν)}, for odd ν {@code 2/π (θ +
   * sin θ cos θ (1 + 2/3 cos² θ + … + (2·4…(ν−3))/(3·5…(ν−2)) cos^{ν−3} θ))}, for even ν {@code sin
   * θ (1 + 1/2 cos² θ + … + (1·3…(ν−3))/(2·4…(ν−2)) cos^{ν−2} θ)}.
   *
   * @param t not negative; may be infinite
   * @param freedom ν, degrees of freedom, at least 1
   */
  static double within(double t, int freedom) {
    double angle = Math.atan(t / Math.sqrt(freedom));
    double cosine = Math.cos(angle);
    boolean odd = freedom % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = 0;
    for (int i = odd ? 3 : 2; i <= freedom; i += 2) {
      sum += term;
      term *= cosine * cosine * (i - 1) / i;
    }
    return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  }
}
