package dev.assay.score;

import dev.assay.random.Streams;
import dev.assay.study.statistics.Estimate;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Networks that are drawn with replacement, the same for all measures and scores, so that measures
 * can be compared.
 *
 * <p>Of more than {@value #MOST} networks so many are drawn, and what scores of such draws differ
 * by is multiplied by {@code √(drawn / all)} (m out of n bootstrap; Bickel, Götze and van Zwet
 * 1997): the time that pairs take grows with the square of the networks, the differences shrink
 * with the root.
 */
final class Draws {
  static final double LEVEL = 0.95;

  /** Networks in a draw, at most. */
  static final int MOST = 256;

  private static final int DRAWS = 1000;

  private final int networks;
  private final int[][] items;

  Draws(int networks, long seed) {
    this.networks = networks;
    int drawn = Math.min(networks, MOST);
    long key = Streams.key(seed, "scores");
    items = new int[DRAWS][drawn];
    for (int draw = 0; draw < DRAWS; draw++) {
      long stream = Streams.key(key, draw);
      Arrays.setAll(items[draw], i -> Streams.integer(stream, i, networks));
    }
  }

  int count() {
    return DRAWS;
  }

  /** Pairs of networks in a draw, each with itself among them. */
  long pairs() {
    return (long) items[0].length * items[0].length;
  }

  int[] items(int draw) {
    return items[draw];
  }

  /** All networks, once. */
  int[] all() {
    return IntStream.range(0, networks).toArray();
  }

  /** How far a score of as many networks as there are would be from its mean, for each draw. */
  double[] deviations(double[] scores) {
    double mean = Arrays.stream(scores).average().orElseThrow();
    return deviations(scores, mean);
  }

  private double[] deviations(double[] scores, double centre) {
    double scale = Math.sqrt((double) items[0].length / networks);
    return Arrays.stream(scores).map(score -> scale * (score - centre)).toArray();
  }

  /**
   * A percentile interval.
   *
   * @param scores one for each draw
   * @param centred whether their mean is taken for that of the value, as draws are larger
   */
  Estimate around(double value, double[] scores, boolean centred) {
    double[] known = Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray();
    if (Double.isNaN(value) || known.length < DRAWS / 2) {
      return new Estimate(value, Double.NaN, Double.NaN, LEVEL, null);
    }
    double[] deviations = centred ? deviations(known) : deviations(known, value);
    Arrays.sort(deviations);
    double tail = (1 - LEVEL) / 2;
    return new Estimate(
        value,
        value + deviations[(int) Math.floor(tail * (known.length - 1))],
        value + deviations[(int) Math.ceil((1 - tail) * (known.length - 1))],
        LEVEL,
        null);
  }
}
