package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Curve;
import dev.assay.random.Streams;
import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void goldenValues() {
    Tensor x = lab.of(new float[] {-2, 0, 3, -0f}, 2, 2);
    Tensor y = lab.empty(2, 2);
    lab.backend.relu(0, x, y);
    assertThat(y.toArray()).containsExactly(0, 0, 3, 0);

    // two cotangents per sample; the derivative at 0 is 0
    Tensor dy = lab.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);
    Tensor dx = lab.empty(4, 2);
    lab.backend.reluBackward(0, y, dy, dx);
    assertThat(dx.toArray()).containsExactly(0, 0, 0, 0, 5, 0, 7, 0);
    lab.backend.reluBackward(0, y, dy, dy);
    assertThat(dy.toArray()).isEqualTo(dx.toArray());
  }

  @Test
  void goldenValuesOfASlopeBelowZero() {
    Tensor x = lab.of(new float[] {-2, 0, 3, -0f}, 2, 2);
    Tensor y = lab.empty(2, 2);
    lab.backend.relu(0.5f, x, y);
    assertThat(y.toArray()).containsExactly(-1, 0, 3, -0f);

    Tensor dy = lab.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);
    Tensor dx = lab.empty(4, 2);
    lab.backend.reluBackward(0.5f, y, dy, dx);
    assertThat(dx.toArray()).containsExactly(0.5f, 1, 1.5f, 2, 5, 3, 7, 4);
  }

  /** By NumPy and SciPy: values and slopes at these points. */
  @ParameterizedTest
  @EnumSource
  void goldenValuesOfCurves(Curve curve) {
    float[] at = {-20, -1.5f, 0, 0.5f, 3};
    float[][] told =
        switch (curve) {
          case TANH ->
              new float[][] {
                {-1f, -0.90514825f, 0f, 0.46211716f, 0.99505475f},
                {1.6993417e-17f, 0.18070664f, 1f, 0.78644773f, 0.0098660372f}
              };
          case SIGMOID ->
              new float[][] {
                {2.0611536e-09f, 0.18242552f, 0.5f, 0.62245933f, 0.95257413f},
                {2.0611536e-09f, 0.14914645f, 0.25f, 0.23500371f, 0.04517666f}
              };
          case GELU ->
              new float[][] {
                {0f, -0.1002108f, 0f, 0.34573123f, 2.9959503f},
                {0f, -0.12746919f, 0.5f, 0.86749512f, 1.0119456f}
              };
          case SILU ->
              new float[][] {
                {-4.1223072e-08f, -0.27363829f, 0f, 0.31122967f, 2.8577224f},
                {-3.9161919e-08f, -0.041294154f, 0.5f, 0.73996119f, 1.0881041f}
              };
        };
    Tensor x = lab.of(at, 1, 5);
    Tensor y = lab.empty(1, 5);
    lab.backend.curve(curve, x, y);
    assertThat(y.toArray()).containsExactly(told[0], within(2e-7f));

    Tensor dy = lab.of(new float[] {1, 1, 1, 1, 1, 2, 2, 2, 2, 2}, 2, 5);
    Tensor dx = lab.empty(2, 5);
    lab.backend.curveBackward(curve, x, dy, dx);
    for (int i = 0; i < 10; i++) {
      assertThat(dx.toArray()[i]).isCloseTo((1 + i / 5) * told[1][i % 5], within(4e-7f));
    }
  }

  @Test
  void goldenValuesOfClip() {
    Tensor x = lab.of(new float[] {-3, -1, 0.5f, 2, 7, Float.NaN}, 2, 3);
    Tensor y = lab.empty(2, 3);
    lab.backend.clip(-1, 2, x, y);
    assertThat(y.toArray()).containsExactly(-1, -1, 0.5f, 2, 2, Float.NaN);

    Tensor dy = lab.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 4, 3);
    Tensor dx = lab.empty(4, 3);
    lab.backend.clipBackward(-1, 2, y, dy, dx);
    assertThat(dx.toArray()).containsExactly(0, 0, 3, 0, 0, 6, 0, 0, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.3f})
  void gradientIsTheDifference(float slope) {
    float[] point = Lab.distinct("x", 24);
    Tensor x = lab.of(point, 2, 3, 2, 2);
    Tensor y = lab.empty(2, 3, 2, 2);
    Tensor dy = lab.random("dy", 2, 3, 2, 2);
    Tensor dx = lab.empty(2, 3, 2, 2);
    lab.backend.relu(slope, x, y);
    lab.backend.reluBackward(slope, y, dy, dx);
    double[] expected =
        Lab.differences(
            moved -> {
              x.write(moved);
              lab.backend.relu(slope, x, y);
              return Lab.dot(y, dy);
            },
            point,
            0.02f);
    Lab.assertClose(dx.toArray(), expected, 1e-4);
  }

  @Test
  void dropoutKeepsByKeyAndPosition() {
    int samples = 50;
    int size = 40;
    long key = Streams.key(3, "dropout");
    Tensor x = lab.random("x", samples, size);
    Tensor y = lab.empty(samples, size);
    lab.backend.dropout(0.25f, key, 7, x, y);
    int dropped = 0;
    for (int i = 0; i < samples * size; i++) {
      boolean kept = Streams.uniform(key, 7L * size + i) >= 0.25f;
      float expected = kept ? x.toArray()[i] / 0.75f : 0;
      assertThat(y.toArray()[i]).isCloseTo(expected, within(1e-6f));
      dropped += kept ? 0 : 1;
    }
    // 500 expected, deviation 19
    assertThat(dropped).isBetween(400, 600);

    Tensor part = lab.empty(10, size);
    lab.backend.dropout(0.25f, key, 7 + 20, x.slice(20, 30), part);
    assertThat(part.toArray()).isEqualTo(y.slice(20, 30).toArray());

    lab.backend.dropout(0, key, 0, x, y);
    assertThat(y.toArray()).isEqualTo(x.toArray());
  }
}
