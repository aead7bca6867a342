package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void goldenValuesOfTanh() {
    // tanh(log √3) = 1/2, tanh(log 2) = 3/5
    float[] values = {(float) Math.log(Math.sqrt(3)), -(float) Math.log(2), 0, 40};
    Tensor x = lab.of(values, 2, 2);
    Tensor y = lab.empty(2, 2);
    lab.backend.tanh(x, y);
    assertThat(y.toArray()).containsExactly(new float[] {0.5f, -0.6f, 0, 1}, within(1e-7f));

    Tensor dy = lab.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);
    Tensor dx = lab.empty(4, 2);
    lab.backend.tanhBackward(y, dy, dx);
    assertThat(dx.toArray())
        .containsExactly(new float[] {0.75f, 1.28f, 2.25f, 2.56f, 5, 0, 7, 0}, within(1e-6f));
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
