package dev.assay.study.statistics;

import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.study.Quantity.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Percentile intervals by resampling with replacement (Efron 1979), in two stages where
 * observations come in groups (Davison and Hinkley 1997, §3.8): groups are drawn first, as an
 * experiment may be repeated with other seeds, then observations within each. A single group is
 * only resampled within. The draws are functions of seed and position, so an interval is the same
 * wherever and whenever it is computed.
 *
 * <p>With three groups an interval excludes a value hardly ever unless each group does; with so few
 * it is still rather too narrow than too wide.
 *
 * @param resamples how many
 * @param level of the interval, in (0, 1)
 */
public record Bootstrap(int resamples, double level, long seed) {

  public Bootstrap {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          Text.format("a bootstrap of %d resamples at level %s", resamples, level));
    }
  }

  /** 2,000 resamples, 95 %. */
  public static Bootstrap standard(long seed) {
    return new Bootstrap(2000, 0.95, seed);
  }

  /** A statistic of one group; NaN where there is none. */
  @FunctionalInterface
  public interface Statistic {
    /**
     * @param group which one
     * @param items for each stratum of the group, positions in it that may repeat
     */
    double of(int group, int[][] items);
  }

  /**
   * The mean over groups of a statistic, and its interval. NaN results of resamples are left out;
   * if most are NaN, or the value itself is, nothing is known and the bounds are NaN.
   *
   * @param sizes for each group the sizes of its strata, which are resampled apart
   */
  public Estimate of(int[][] sizes, Statistic statistic) {
    return of(sizes, statistic, false);
  }

  /**
   * As {@link #of} for a statistic that is larger where there are fewer different observations, as
   * information is: the interval is moved by what the resamples are larger on average.
   */
  public Estimate centred(int[][] sizes, Statistic statistic) {
    return of(sizes, statistic, true);
  }

  private Estimate of(int[][] sizes, Statistic statistic, boolean centred) {
    double[] groups =
        IntStream.range(0, sizes.length).mapToDouble(g -> statistic.of(g, all(sizes[g]))).toArray();
    double value = DoubleStream.of(groups).sum() / groups.length;
    Spread spread = new Spread(groups.length, deviation(groups, value));
    long key = Streams.key(seed, "bootstrap");
    double[] sorted =
        IntStream.range(0, resamples)
            .mapToDouble(r -> resample(Streams.key(key, r), sizes, statistic))
            .filter(v -> !Double.isNaN(v))
            .sorted()
            .toArray();
    if (Double.isNaN(value) || sorted.length < resamples / 2) {
      return new Estimate(value, Double.NaN, Double.NaN, level, spread);
    }
    double tail = (1 - level) / 2;
    double excess = centred ? Arrays.stream(sorted).average().orElseThrow() - value : 0;
    return new Estimate(
        value, quantile(sorted, tail) - excess, quantile(sorted, 1 - tail) - excess, level, spread);
  }

  private static double deviation(double[] groups, double mean) {
    double squares = DoubleStream.of(groups).map(g -> (g - mean) * (g - mean)).sum();
    return Math.sqrt(squares / (groups.length - 1));
  }

  private static double resample(long key, int[][] sizes, Statistic statistic) {
    long drawn = Streams.key(key, "groups");
    double sum = 0;
    for (int k = 0; k < sizes.length; k++) {
      int group = Streams.integer(drawn, k, sizes.length);
      int[][] items = new int[sizes[group].length][];
      for (int stratum = 0; stratum < items.length; stratum++) {
        long stream = Streams.key(Streams.key(key, k), stratum);
        int size = sizes[group][stratum];
        items[stratum] = new int[size];
        Arrays.setAll(items[stratum], i -> Streams.integer(stream, i, size));
      }
      sum += statistic.of(group, items);
    }
    return sum / sizes.length;
  }

  private static int[][] all(int[] sizes) {
    return Arrays.stream(sizes)
        .mapToObj(size -> IntStream.range(0, size).toArray())
        .toArray(int[][]::new);
  }

  /** The mean of some values, which are one group. */
  public Estimate mean(double... values) {
    return meanOfMeans(List.<double[]>of(values));
  }

  /** The mean over groups of their means. */
  public Estimate meanOfMeans(List<double[]> groups) {
    return meanOfStrata(groups.stream().map(List::of).toList());
  }

  /** The mean over groups of the mean over strata of their means. */
  public Estimate meanOfStrata(List<List<double[]>> groups) {
    return of(
        groups.stream().map(Bootstrap::lengths).toArray(int[][]::new),
        (group, items) -> {
          double sum = 0;
          for (int s = 0; s < items.length; s++) {
            sum += mean(groups.get(group).get(s), items[s]);
          }
          return sum / items.length;
        });
  }

  /** The mean over groups of how much larger the mean of the first values is. */
  public Estimate difference(List<double[]> first, List<double[]> second) {
    return of(
        IntStream.range(0, first.size())
            .mapToObj(g -> new int[] {first.get(g).length, second.get(g).length})
            .toArray(int[][]::new),
        (group, items) -> mean(first.get(group), items[0]) - mean(second.get(group), items[1]));
  }

  /** A pair of quantities of the same things. */
  public record Pairs(double[] x, double[] y) {}

  /** The mean over groups of Kendall's tau. */
  public Estimate kendall(List<Pairs> groups) {
    return of(sizes(groups), (group, items) -> kendall(groups.get(group), items[0]));
  }

  /**
   * How much larger the mean over groups of Kendall's tau of the first pairs is; both are about the
   * same things, which are resampled together.
   */
  public Estimate kendallDifference(List<Pairs> first, List<Pairs> second) {
    return of(
        sizes(first),
        (group, items) ->
            kendall(first.get(group), items[0]) - kendall(second.get(group), items[0]));
  }

  private static double kendall(Pairs pairs, int[] items) {
    return RankCorrelation.kendall(pairs.x, pairs.y, items);
  }

  /** The mean over groups of Spearman's rho. */
  public Estimate spearman(List<Pairs> groups) {
    List<Ranks> x = groups.stream().map(pairs -> new Ranks(pairs.x)).toList();
    List<Ranks> y = groups.stream().map(pairs -> new Ranks(pairs.y)).toList();
    return of(
        sizes(groups),
        (group, items) -> RankCorrelation.spearman(x.get(group), y.get(group), items[0]));
  }

  private static int[][] sizes(List<Pairs> groups) {
    return groups.stream().map(pairs -> new int[] {pairs.x.length}).toArray(int[][]::new);
  }

  private static int[] lengths(List<double[]> strata) {
    return strata.stream().mapToInt(stratum -> stratum.length).toArray();
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
