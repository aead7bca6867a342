package dev.assay.peers;

import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What all searches found in one space.
 *
 * @param entries by method; one is {@value AssaySearch#NEAREST}
 * @param ourRates samples per second of Assay's nearest, by rounds
 * @param theirRates of {@value MarginContest#RIVAL}
 */
record MarginComparison(
    String title, Map<String, Entry> entries, List<Double> ourRates, List<Double> theirRates) {
  private static final double TOLERANCE = 1.01;
  private static final double WANTED = 0.99;

  /**
   * One search.
   *
   * @param distances infinite where nothing was found, NaN where the point found does not change
   *     the class in double precision
   * @param rate samples per second
   */
  record Entry(double[] distances, double rate) {
    /** What the rest may count with. */
    double distance(int i) {
      return Double.isNaN(distances[i]) ? Double.POSITIVE_INFINITY : distances[i];
    }

    long refused() {
      return Arrays.stream(distances).filter(Double::isNaN).count();
    }

    long missing() {
      return Arrays.stream(distances).filter(d -> d == Double.POSITIVE_INFINITY).count();
    }

    double median() {
      return Median.of(Arrays.stream(distances).filter(Double::isFinite).toArray());
    }
  }

  private Entry nearest() {
    return entries.get(AssaySearch.NEAREST);
  }

  int count() {
    return nearest().distances().length;
  }

  /** The shortest distance of all searches. */
  double best(int i) {
    return entries.values().stream().mapToDouble(entry -> entry.distance(i)).min().orElseThrow();
  }

  /** How much longer nearest is than another; 1 where neither found anything. */
  double ratio(Entry other, int i) {
    return other.distance(i) == Double.POSITIVE_INFINITY
        ? nearest().distance(i) == Double.POSITIVE_INFINITY ? 1 : 0
        : nearest().distance(i) / other.distance(i);
  }

  /** Share of samples where nearest is at most 1 % longer than the shortest of all. */
  double within() {
    int within = 0;
    for (int i = 0; i < count(); i++) {
      double best = best(i);
      within +=
          best == Double.POSITIVE_INFINITY || nearest().distance(i) <= TOLERANCE * best ? 1 : 0;
    }
    return within / (double) count();
  }

  /** Share of samples where a search is shorter than nearest by more than 1 %. */
  double shorter(Entry other) {
    int shorter = 0;
    for (int i = 0; i < count(); i++) {
      shorter += ratio(other, i) > TOLERANCE ? 1 : 0;
    }
    return shorter / (double) count();
  }

  double largestRatio(Entry other) {
    double largest = 0;
    for (int i = 0; i < count(); i++) {
      largest = Math.max(largest, ratio(other, i));
    }
    return largest;
  }

  private double[] rateRatios() {
    double[] ratios = new double[ourRates.size()];
    Arrays.setAll(ratios, i -> ourRates.get(i) / theirRates.get(i));
    Arrays.sort(ratios);
    return ratios;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    lines.add(
        Text.format(
            "%-10s %10s %14s %13s %9s %8s %10s",
            "", "median", "shorter by 1 %", "nearest/it", "not found", "refused", "samples/s"));
    entries.forEach(
        (method, entry) ->
            lines.add(
                Text.format(
                    "%-10s %10.4g %12.1f %% %12.3f× %9d %8d %10.1f",
                    method,
                    entry.median(),
                    100 * shorter(entry),
                    largestRatio(entry),
                    entry.missing(),
                    entry.refused(),
                    entry.rate())));
    lines.add(
        Text.format(
            "nearest is within 1 %% of the best of all for %.2f %% of %d samples (wanted: %.0f %%)",
            100 * within(), count(), 100 * WANTED));
    double[] ratios = rateRatios();
    lines.add(
        Text.format(
            "rate of nearest: %.2f × that of %s (%.2f–%.2f in %d rounds; wanted: 1)",
            Median.of(ratios),
            MarginContest.RIVAL,
            ratios[0],
            ratios[ratios.length - 1],
            ratios.length));
    return lines;
  }
}
