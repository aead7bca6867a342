package dev.assay.study.statistics;

import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far an order can be trusted that rests on measured values, each with a standard error.
 *
 * <p>Of the variance {@code s²} of the measured values the errors make {@code ν}, the mean of their
 * squares; {@code σ² = max(0, s² − ν)} is left for the true ones. So the true values are taken to
 * be the measured ones moved towards their mean {@code m}, {@code t_i = m + (σ/s)(x_i − m)}, and
 * are measured again, {@code t_i + e_i z_i} with standard normal z. The reachable tau is the mean
 * over {@value #DRAWS} draws of Kendall's tau between both: what orders all as they truly are would
 * reach so much. For normal values it is {@code (2/π) arcsin(σ/s)}.
 *
 * @param spread σ
 * @param error √ν
 * @param reachableTau from 0 to 1
 */
public record NoisyOrder(double spread, double error, double reachableTau) {
  private static final int DRAWS = 1000;

  /**
   * @param values at least two
   * @param errors of each, independent
   */
  public static NoisyOrder of(double[] values, double[] errors, long seed) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (n - 1);
    double noise = Arrays.stream(errors).map(e -> e * e).average().orElseThrow();
    double left = Math.max(0, variance - noise);
    double share = left == 0 ? 0 : Math.sqrt(left / variance);
    double[] truth = Arrays.stream(values).map(v -> mean + share * (v - mean)).toArray();
    long key = Streams.key(seed, "measured again");
    double tau =
        IntStream.range(0, DRAWS)
            .mapToDouble(
                draw -> {
                  double[] again = truth.clone();
                  for (int i = 0; i < n; i++) {
                    again[i] += errors[i] * Streams.normal(Streams.key(key, draw), i);
                  }
                  return RankCorrelation.kendall(truth, again);
                })
            .average()
            .orElseThrow();
    return new NoisyOrder(Math.sqrt(left), Math.sqrt(noise), tau);
  }
}
