package dev.assay.study.statistics;

import dev.assay.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Percentile intervals by resampling with replacement (Efron 1979). The draws are functions of seed
 * and position, so an interval is the same wherever and whenever it is computed.
 *
 * @param resamples how many
 * @param level of the interval, in (0, 1)
 */
public record Bootstrap(int resamples, double level, long seed) {

  public Bootstrap {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "a bootstrap of %d resamples at level %s".formatted(resamples, level));
    }
  }

  /** 2,000 resamples, 95 %. */
  public static Bootstrap standard(long seed) {
    return new Bootstrap(2000, 0.95, seed);
  }

  /** A statistic of some groups of items, given as positions that may repeat. */
  @FunctionalInterface
  public interface Statistic {
    /**
     * @param items for each group, positions in it
     */
    double of(int[][] items);
  }

  /**
   * The statistic of all items, and its interval when the items of each group are resampled within
   * their group. NaN results of resamples are left out.
   *
   * @param sizes of the groups
   */
  public Estimate of(int[] sizes, Statistic statistic) {
    int[][] all = new int[sizes.length][];
    for (int g = 0; g < sizes.length; g++) {
      all[g] = new int[sizes[g]];
      Arrays.setAll(all[g], i -> i);
    }
    double value = statistic.of(all);
    long key = Streams.key(seed, "bootstrap");
    double[] values = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      int[][] items = new int[sizes.length][];
      for (int g = 0; g < sizes.length; g++) {
        long stream = Streams.key(Streams.key(key, r), g);
        int size = sizes[g];
        items[g] = new int[size];
        Arrays.setAll(items[g], i -> Streams.integer(stream, i, size));
      }
      values[r] = statistic.of(items);
    }
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double tail = (1 - level) / 2;
    return new Estimate(value, quantile(sorted, tail), quantile(sorted, 1 - tail), level);
  }

  /** The mean of some values. */
  public Estimate mean(double... values) {
    return meanOfMeans(List.<double[]>of(values));
  }

  /** The mean over groups of their means; values are resampled within their group. */
  public Estimate meanOfMeans(List<double[]> groups) {
    return of(
        groups.stream().mapToInt(group -> group.length).toArray(),
        items -> {
          double sum = 0;
          for (int g = 0; g < items.length; g++) {
            sum += mean(groups.get(g), items[g]);
          }
          return sum / items.length;
        });
  }

  /** The difference of {@link #meanOfMeans} of two lists of groups that have nothing in common. */
  public Estimate difference(List<double[]> first, List<double[]> second) {
    List<double[]> all = new ArrayList<>(first);
    all.addAll(second);
    return of(
        all.stream().mapToInt(group -> group.length).toArray(),
        items -> {
          double sum = 0;
          for (int g = 0; g < items.length; g++) {
            double mean = mean(all.get(g), items[g]);
            sum += g < first.size() ? mean / first.size() : -mean / second.size();
          }
          return sum;
        });
  }

  /** A pair of quantities of the same things. */
  public record Pairs(double[] x, double[] y) {}

  /** The mean over groups of Kendall's tau. */
  public Estimate kendall(List<Pairs> groups) {
    return correlation(groups, (pairs, items) -> RankCorrelation.kendall(pairs.x, pairs.y, items));
  }

  /**
   * How much larger the mean over groups of Kendall's tau of the first pairs is; both are about the
   * same things, which are resampled together.
   */
  public Estimate kendallDifference(List<Pairs> first, List<Pairs> second) {
    return kendallContrast(List.of(first), List.of(second));
  }

  /** As {@link #kendallDifference} between the means over several measures. */
  public Estimate kendallContrast(List<List<Pairs>> first, List<List<Pairs>> second) {
    return of(sizes(first.get(0)), items -> tau(first, items) - tau(second, items));
  }

  private static double tau(List<List<Pairs>> measures, int[][] items) {
    double sum = 0;
    for (List<Pairs> groups : measures) {
      for (int g = 0; g < items.length; g++) {
        Pairs pairs = groups.get(g);
        sum += RankCorrelation.kendall(pairs.x, pairs.y, items[g]);
      }
    }
    return sum / (measures.size() * items.length);
  }

  /** The mean over groups of Spearman's rho. */
  public Estimate spearman(List<Pairs> groups) {
    return correlation(
        groups,
        (pairs, items) -> RankCorrelation.spearman(picked(pairs.x, items), picked(pairs.y, items)));
  }

  private Estimate correlation(List<Pairs> groups, Correlation correlation) {
    return of(
        sizes(groups),
        items -> {
          double sum = 0;
          for (int g = 0; g < items.length; g++) {
            sum += correlation.of(groups.get(g), items[g]);
          }
          return sum / items.length;
        });
  }

  @FunctionalInterface
  private interface Correlation {
    double of(Pairs pairs, int[] items);
  }

  private static int[] sizes(List<Pairs> groups) {
    return groups.stream().mapToInt(pairs -> pairs.x.length).toArray();
  }

  private static double[] picked(double[] values, int[] items) {
    return Arrays.stream(items).mapToDouble(i -> values[i]).toArray();
  }

  private static double mean(double[] values, int[] items) {
    double sum = 0;
    for (int i : items) {
      sum += values[i];
    }
    return sum / items.length;
  }

  /** Linear between order statistics. */
  private static double quantile(double[] sorted, double p) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
