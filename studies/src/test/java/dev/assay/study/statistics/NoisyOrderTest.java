package dev.assay.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoisyOrderTest {
  private static double[] normal(int count, double deviation) {
    return IntStream.range(0, count).mapToDouble(i -> deviation * Streams.normal(5, i)).toArray();
  }

  private static double[] all(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  /** Kendall 1949: tau = 2/π arcsin ρ for normal pairs of correlation ρ. */
  @Test
  void normalValuesReachTheArcSineOfTheirReliability() {
    for (double error : new double[] {0.1, 0.5, 1}) {
      NoisyOrder found = NoisyOrder.of(normal(300, Math.hypot(1, error)), all(300, error), 1);

      assertThat(found.error()).isCloseTo(error, within(1e-12));
      assertThat(found.spread()).isCloseTo(1, within(0.15));
      double reliability = found.spread() / Math.hypot(found.spread(), error);
      assertThat(found.reachableTau())
          .isCloseTo(2 / Math.PI * Math.asin(reliability), within(0.03));
    }
  }

  @Test
  void exactValuesAreOrderedExactly() {
    NoisyOrder found = NoisyOrder.of(normal(20, 2), all(20, 0), 1);

    assertThat(found.reachableTau()).isEqualTo(1);
    assertThat(found.error()).isZero();
  }

  @Test
  void whatErrorsExplainHasNoOrder() {
    assertThat(NoisyOrder.of(normal(20, 1), all(20, 3), 1).reachableTau()).isZero();
    assertThat(NoisyOrder.of(all(20, 0.4), all(20, 0.1), 1).reachableTau()).isZero();
    assertThat(NoisyOrder.of(all(20, 0.4), all(20, 0), 1).reachableTau()).isZero();
    assertThat(NoisyOrder.of(normal(20, 1), all(20, 3), 1).spread()).isZero();
  }

  @Test
  void theSameSeedDrawsTheSame() {
    NoisyOrder found = NoisyOrder.of(normal(9, 2), all(9, 1), 4);

    assertThat(NoisyOrder.of(normal(9, 2), all(9, 1), 4)).isEqualTo(found);
    assertThat(NoisyOrder.of(normal(9, 2), all(9, 1), 5)).isNotEqualTo(found);
  }
}
