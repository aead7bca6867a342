package dev.assay.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PowerLawTest {

  @Test
  void findsTheExponentOfAPower() {
    double[] x = {1, 2, 8, 30};
    double[] y = new double[4];
    for (int i = 0; i < 4; i++) {
      y[i] = 7 * Math.pow(x[i], 1.75);
    }
    PowerLaw law = PowerLaw.of(x, y);
    assertThat(law.exponent()).isCloseTo(1.75, within(1e-12));
    assertThat(law.interval()).isCloseTo(0, within(1e-6));
    assertThat(law.fit()).isCloseTo(1, within(1e-12));
    assertThat(law.last()).isCloseTo(1.75, within(1e-12));
  }

  /** By hand: logarithms to base two are (0, 0), (1, 2), (2, 1); slope 1/2, residuals ∓1/2, 1. */
  @Test
  void saysHowUncertainItIs() {
    PowerLaw law = PowerLaw.of(new double[] {1, 2, 4}, new double[] {1, 4, 2});
    assertThat(law.exponent()).isCloseTo(0.5, within(1e-12));
    assertThat(law.fit()).isCloseTo(0.25, within(1e-12));
    assertThat(law.interval()).isCloseTo(12.706 * Math.sqrt(1.5 / 2), within(1e-9));
    assertThat(law.last()).isCloseTo(-1, within(1e-12));
  }

  @Test
  void aConstantIsExplained() {
    PowerLaw law = PowerLaw.of(new double[] {1, 2, 4}, new double[] {3, 3, 3});
    assertThat(law.exponent()).isZero();
    assertThat(law.fit()).isEqualTo(1);
  }
}
