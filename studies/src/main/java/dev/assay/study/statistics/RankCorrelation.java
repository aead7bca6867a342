package dev.assay.study.statistics;

import dev.assay.io.Text;
import java.util.stream.IntStream;
import org.hipparchus.stat.correlation.PearsonsCorrelation;

/** Whether two quantities order things alike. NaN where that cannot be told. */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * Kendall's tau-a: {@code 1/(N(N−1)) Σ_{a≠b} sign(x_a − x_b) sign(y_a − y_b)} with {@code sign(0)
   * = 0}, as Jiang et al. 2020 use it. Ties count against it: libraries have tau-b, which corrects
   * for them and is another number.
   */
  public static double kendall(double[] x, double[] y) {
    same(x, y);
    long sum = 0;
    for (int a = 0; a < x.length; a++) {
      for (int b = 0; b < a; b++) {
        sum += sign(x[a] - x[b]) * sign(y[a] - y[b]);
      }
    }
    return x.length < 2 ? Double.NaN : 2.0 * sum / ((double) x.length * (x.length - 1));
  }

  /**
   * {@link #kendall} of pairs that are drawn independently of each other, with a 95 % interval, tau
   * ± 1.96 σ within [−1, 1]; σ is the jackknife's: {@code σ² = (n−1)/n Σ_i (tau_{−i} − tau)²} with
   * {@code tau_{−i} = (n tau − 2 c_i)/(n − 2)} without the pair i and c_i the mean agreement of i
   * with the others. Its bounds are NaN for less than three pairs.
   */
  public static Estimate tau(double[] x, double[] y) {
    double tau = kendall(x, y);
    int n = x.length;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      int agreement = 0;
      for (int j = 0; j < n; j++) {
        agreement += sign(x[i] - x[j]) * sign(y[i] - y[j]);
      }
      double without = 2 * ((double) agreement / (n - 1) - tau) / (n - 2);
      squares += without * without;
    }
    double reach = n < 3 ? Double.NaN : 1.959964 * Math.sqrt((n - 1.0) / n * squares);
    return new Estimate(tau, Math.max(-1, tau - reach), Math.min(1, tau + reach), 0.95, null);
  }

  /**
   * As {@link #kendall} over a sample with repetitions, for the bootstrap: the pairs of an item
   * with itself, which only repetition makes and which would count as ties, are left out.
   */
  public static double kendall(double[] x, double[] y, int[] items) {
    long sum = 0;
    long pairs = 0;
    for (int a = 0; a < items.length; a++) {
      for (int b = 0; b < a; b++) {
        int i = items[a];
        int j = items[b];
        sum += sign(x[i] - x[j]) * sign(y[i] - y[j]);
        pairs += i == j ? 0 : 1;
      }
    }
    return (double) sum / pairs;
  }

  /** Spearman's rho: Pearson's correlation of the ranks; equal values share their mean rank. */
  public static double spearman(double[] x, double[] y) {
    same(x, y);
    return spearman(new Ranks(x), new Ranks(y), IntStream.range(0, x.length).toArray());
  }

  /** As {@link #spearman} over a sample with repetitions, for the bootstrap. */
  static double spearman(Ranks x, Ranks y, int[] items) {
    return items.length < 2
        ? Double.NaN
        : new PearsonsCorrelation().correlation(x.of(items), y.of(items));
  }

  private static int sign(double difference) {
    return (int) Math.signum(difference);
  }

  private static void same(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          Text.format("%d values have no correlation with %d", x.length, y.length));
    }
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
        throw new IllegalArgumentException(Text.format("value %d is not a number", i));
      }
    }
  }
}
