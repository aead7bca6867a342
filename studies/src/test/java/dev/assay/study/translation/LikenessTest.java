package dev.assay.study.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.cpu.LongVectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LikenessTest {

  private static Likeness of(float[] a, float[] b) {
    return Likeness.of(
        LongVectors.product(a.length, a, 0, b, 0),
        LongVectors.product(a.length, a, 0, a, 0),
        LongVectors.product(a.length, b, 0, b, 0));
  }

  @Test
  void isTheCosineAndTheDistance() {
    Likeness found = of(new float[] {3, 0, 4, 0, 0}, new float[] {0, 0, 5, 0, 12});

    assertThat(found.cosine()).isCloseTo(20.0 / (5 * 13), within(1e-15));
    assertThat(found.distance()).isCloseTo(Math.sqrt(9 + 1 + 144), within(1e-12));
    assertThat(found.zero()).isFalse();
  }

  /** Whatever the scale: a factor changes distances and no cosine. */
  @ParameterizedTest
  @ValueSource(floats = {1e-15f, 1, 3, 1e15f})
  void equalVectorsAreExactlyAlike(float factor) {
    float[] a = MoverTest.noise(1001);
    for (int i = 0; i < a.length; i++) {
      a[i] *= factor;
    }
    assertThat(of(a, a.clone())).isEqualTo(new Likeness(1, 0, false));
    float[] twice = a.clone();
    for (int i = 0; i < a.length; i++) {
      twice[i] *= 2;
    }
    assertThat(of(a, twice).cosine()).isEqualTo(1);
    assertThat(of(a, twice).distance())
        .isCloseTo(
            Math.sqrt(LongVectors.product(a.length, a, 0, a, 0)), within(1e-6 * factor * 1001));
  }

  @Test
  void whatIsZeroIsCountedAndHasAConvention() {
    float[] zero = {0, 0};
    assertThat(of(zero, zero)).isEqualTo(new Likeness(1, 0, true));
    assertThat(of(zero, new float[] {3, 4})).isEqualTo(new Likeness(0, 5, true));
    assertThat(of(new float[] {3, 4}, zero)).isEqualTo(new Likeness(0, 5, true));
  }
}
