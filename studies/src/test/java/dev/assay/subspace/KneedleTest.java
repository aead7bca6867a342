package dev.assay.subspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden values computed with the Python package kneed (S = 1, offline, interp1d). */
final class KneedleTest {

  @ParameterizedTest
  @CsvSource({
    "20, 1.0, 5, 7", "20, 1.25, 4, 6", "20, 1.5, 4, 6", "20, 2.0, 3, 5",
    "50, 1.0, 7, 14", "50, 1.25, 6, 12", "50, 1.5, 6, 11", "50, 2.0, 5, 8",
    "100, 1.0, 10, 23", "100, 1.25, 9, 20", "100, 1.5, 7, 16", "100, 2.0, 6, 12",
    "784, 1.0, 28, 125", "784, 1.25, 21, 89", "784, 1.5, 17, 63", "784, 2.0, 12, 34",
    "3072, 1.0, 55, 403", "3072, 1.25, 39, 252", "3072, 1.5, 29, 155", "3072, 2.0, 18, 69",
  })
  void findsTheKneeOfPowerLawSpectra(int n, double exponent, int variance, int cumulative) {
    double[] spectrum = new double[n];
    Arrays.setAll(spectrum, i -> Math.pow(i + 1, -exponent));
    double total = Arrays.stream(spectrum).sum();
    Arrays.setAll(spectrum, i -> spectrum[i] / total);
    double[] sums = spectrum.clone();
    Arrays.parallelPrefix(sums, Double::sum);

    assertThat(Kneedle.decreasingConvex(spectrum)).hasValue(variance);
    assertThat(Kneedle.increasingConcave(sums)).hasValue(cumulative);
  }

  @Test
  void aCurveWithoutABendHasNoKnee() {
    assertThat(Kneedle.decreasingConvex(new double[] {5, 4, 3, 2, 1})).isEmpty();
    assertThat(Kneedle.decreasingConvex(new double[] {3, 3, 3, 3})).isEmpty();
    assertThat(Kneedle.decreasingConvex(new double[] {2, 1})).isEmpty();
    assertThat(Kneedle.decreasingConvex(new double[0])).isEmpty();
  }

  @Test
  void aDipBelowTheThresholdIsNoKnee() {
    // above the diagonal by 0, .3, .28, .31, .5, …: the dip of .02 is less than a step of .1
    double[] curve = {0, 0.4, 0.48, 0.61, 0.9, 0.85, 0.85, 0.9, 0.9, 0.95, 1};
    assertThat(Kneedle.increasingConcave(curve)).hasValue(5);
  }

  @Test
  void scaleAndOffsetOfTheCurveDoNotMatter() {
    double[] curve = {64, 32, 16, 8, 4, 2, 1, 0.5};
    double[] moved = Arrays.stream(curve).map(v -> 1000 + 8 * v).toArray();
    assertThat(Kneedle.decreasingConvex(moved)).isEqualTo(Kneedle.decreasingConvex(curve));
    assertThat(Kneedle.decreasingConvex(curve)).isPresent();
  }
}
