package dev.assay.study.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How often a measure and the gap order two networks differently that differ in one hyperparameter
 * only; a tie in either counts half. Source: Dziugaite et al. 2020, "In search of robust measures
 * of generalization", whose environments are pairs of values.
 *
 * @param mean over all such pairs; NaN where there are none
 * @param worst over those with two given values of the hyperparameter
 * @param where these two values; empty where there are none
 */
public record SignError(double mean, double worst, String where) {

  /**
   * @param lines sets of networks that differ in the hyperparameter only
   * @param levels of each network the position of its value
   * @param names the values
   */
  static SignError of(
      List<int[]> lines, int[] levels, List<?> names, double[] measure, double[] gap) {
    int values = names.size();
    double[] errors = new double[values * values];
    long[] pairs = new long[values * values];
    for (int[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        for (int j = 0; j < i; j++) {
          int a = line[i];
          int b = line[j];
          int environment =
              Math.min(levels[a], levels[b]) * values + Math.max(levels[a], levels[b]);
          double agreement = Math.signum(measure[a] - measure[b]) * Math.signum(gap[a] - gap[b]);
          errors[environment] += (1 - agreement) / 2;
          pairs[environment]++;
        }
      }
    }
    return IntStream.range(0, pairs.length)
        .filter(pair -> pairs[pair] > 0)
        .boxed()
        .max(Comparator.comparingDouble(pair -> errors[pair] / pairs[pair]))
        .map(
            worst ->
                new SignError(
                    DoubleStream.of(errors).sum() / LongStream.of(pairs).sum(),
                    errors[worst] / pairs[worst],
                    names.get(worst / values) + ", " + names.get(worst % values)))
        .orElse(new SignError(Double.NaN, Double.NaN, ""));
  }
}
