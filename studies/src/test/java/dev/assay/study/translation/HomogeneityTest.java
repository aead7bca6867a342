package dev.assay.study.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.study.translation.Homogeneity.Lag;
import dev.assay.study.translation.Homogeneity.Status;
import dev.assay.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class HomogeneityTest {

  /** Of columns 0 1 2 3, of two images and channels: neighbours differ along rows alone. */
  @Test
  void isWhatNeighboursHaveInCommon() {
    float[] values = new float[2 * 2 * 3 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 4;
    }

    Homogeneity found = Homogeneity.of(values, 2, Shape.image(2, 3, 4), List.of(1, 2, 3, 4));

    assertThat(found.range()).isEqualTo(3);
    double[] expected = {
      1 - 9 * (1 / 3.0) / (9 + 8), 1 - 6 * (2 / 3.0) / (6 + 4), 1 - 3 * (3 / 3.0) / 3
    };
    for (int i = 0; i < 3; i++) {
      assertThat(found.lags().get(i).value()).isCloseTo(expected[i], within(1e-12));
      assertThat(found.lags().get(i).status()).isEqualTo(Status.OK);
    }
    assertThat(found.lags().get(3)).isEqualTo(new Lag(4, Double.NaN, Status.NO_NEIGHBOURS));
  }

  /** Two of a uniform distribution are a third of its range apart. */
  @Test
  void noiseIsAlikeByTwoThirdsAtEveryLag() {
    Homogeneity found =
        Homogeneity.of(MoverTest.noise(200 * 200), 1, Shape.image(1, 200, 200), List.of(1, 7));

    assertThat(found.lags())
        .allSatisfy(lag -> assertThat(lag.value()).isCloseTo(2 / 3.0, within(0.004)));
  }

  @Test
  void oneColourHasNoRange() {
    Homogeneity found = Homogeneity.of(new float[18], 2, Shape.image(1, 3, 3), List.of(1));

    assertThat(found)
        .isEqualTo(new Homogeneity(0, List.of(new Lag(1, Double.NaN, Status.ONE_COLOUR))));
  }
}
