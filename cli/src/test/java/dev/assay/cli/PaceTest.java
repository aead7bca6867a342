package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void steadyWorkHasItsRateFromTheBeginning() {
    Pace pace = new Pace(0, 5);
    assertThat(pace.rate(3)).isZero();
    for (int second = 1; second <= 100; second++) {
      pace.at(second, 5 + 4L * second);
      assertThat(pace.rate(second)).isEqualTo(4, within(1e-9));
    }
  }

  @Test
  void whatWasThereAlreadyDoesNotCountForLong() {
    Pace pace = new Pace(0, 0);
    pace.at(0.5, 1);
    pace.at(1.5, 30);
    assertThat(pace.rate(10)).isEqualTo(3);
    pace.at(61.5, 31);
    assertThat(pace.rate(61.5)).isEqualTo(1 / 60.0);
    pace.at(121.5, 32);
    assertThat(pace.rate(121.5)).isEqualTo(1 / 60.0);
  }

  @Test
  void workThatStallsSlowsDown() {
    Pace pace = new Pace(0, 0);
    pace.at(10, 100);
    assertThat(pace.rate(100)).isEqualTo(1);
  }
}
