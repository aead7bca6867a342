package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.study.statistics.Estimate;
import org.junit.jupiter.api.Test;

class StudentTTest {
  /** Two-sided 95 % points of printed tables. */
  @Test
  void quantiles() {
    assertThat(StudentT.quantile(0.95, 1)).isCloseTo(12.7062, within(5e-5));
    assertThat(StudentT.quantile(0.95, 3)).isCloseTo(3.18245, within(5e-6));
    assertThat(StudentT.quantile(0.95, 10)).isCloseTo(2.22814, within(5e-6));
    assertThat(StudentT.quantile(0.5, 1)).isCloseTo(1, within(1e-12));
  }

  /** Deviation √(5/3), so ± 3.18245 · 1.29099 / 2. */
  @Test
  void intervalOfAMean() {
    Estimate mean = StudentT.mean(1, 2, 3, 4);

    assertThat(mean.value()).isEqualTo(2.5);
    assertThat(mean.low()).isCloseTo(0.44574, within(1e-5));
    assertThat(mean.high()).isCloseTo(4.55426, within(1e-5));
    assertThat(mean.spread().groups()).isEqualTo(4);
    assertThat(mean.spread().deviation()).isCloseTo(Math.sqrt(5 / 3.0), within(1e-12));
  }

  @Test
  void equalNumbersHaveNoWidthAndASingleOneHasNoInterval() {
    assertThat(StudentT.mean(2, 2, 2).low()).isEqualTo(2);
    assertThat(StudentT.mean(2, 2, 2).above(0)).isTrue();
    assertThat(StudentT.mean(2).value()).isEqualTo(2);
    assertThat(StudentT.mean(2).low()).isNaN();
    assertThat(StudentT.mean(2, Double.NaN).value()).isNaN();
  }

  /** With one degree of freedom the level of t is 2/π atan t; here t = ½. */
  @Test
  void signedLevel() {
    assertThat(StudentT.signedLevel(-1, 3)).isCloseTo(2 / Math.PI * Math.atan(0.5), within(1e-12));
    assertThat(StudentT.signedLevel(1, -3)).isCloseTo(-2 / Math.PI * Math.atan(0.5), within(1e-12));
    assertThat(StudentT.signedLevel(-1, 1)).isZero();
    assertThat(StudentT.signedLevel(2, 2)).isEqualTo(1);
    assertThat(StudentT.signedLevel(2, Double.NaN)).isNaN();
    assertThat(StudentT.signedLevel(2)).isNaN();
  }
}
