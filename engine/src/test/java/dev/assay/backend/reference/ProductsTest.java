package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Direction;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProductsTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void goldenValues() {
    Tensor x = lab.of(new float[] {1, 2, 3, -1, 0, 1}, 2, 3);
    Tensor w = lab.of(new float[] {1, 0, 2, -1, 1, 1}, 2, 3);
    Tensor bias = lab.of(new float[] {10, -5}, 2);
    Tensor y = lab.empty(2, 2);
    lab.backend.dense(x, w, null, false, 0, 1, y, null);
    assertThat(y.toArray()).containsExactly(7, 4, 1, 2);
    lab.backend.dense(x, w, bias, true, 0, 1, y, null);
    assertThat(y.toArray()).containsExactly(17, 0, 11, 0);

    Tensor dy = lab.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor dx = lab.empty(2, 3);
    lab.backend.denseBackwardData(dy, w, 0, 1, dx, null);
    assertThat(dx.toArray()).containsExactly(-1, 2, 4, -1, 4, 10);

    Tensor dw = lab.empty(2, 3);
    Tensor db = lab.empty(2);
    lab.backend.denseBackwardWeights(x, dy, 1, 2, dw, db, null);
    float nan = Float.NaN;
    assertThat(dw.toArray()).containsExactly(nan, nan, nan, -2, 4, 10);
    assertThat(db.toArray()).containsExactly(nan, 6);
    lab.backend.denseBackwardWeights(x, dy, 0, 1, dw, db, null);
    assertThat(dw.toArray()).containsExactly(-2, 2, 6, -2, 4, 10);
    assertThat(db.toArray()).containsExactly(4, 6);
  }

  /** A sum of 10⁶ terms that float32 accumulation gets wrong in the third digit. */
  @Test
  void sumsAreDouble() {
    int inputs = 1_000_000;
    Tensor x = lab.of(filled(inputs, 0.1f), 1, inputs);
    Tensor w = lab.of(filled(inputs, 1), inputs);
    Tensor y = lab.empty(1, 1);
    lab.backend.dense(x, w, null, false, 0, 1, y, null);
    assertThat(y.toArray()[0]).isEqualTo((float) (inputs * (double) 0.1f));
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void gradientsAreDifferencesAndAdjoints() {
    int samples = 3;
    int inputs = 5;
    int outputs = 4;
    Tensor x = lab.random("x", samples, inputs);
    Tensor w = lab.random("w", outputs, inputs);
    Tensor bias = lab.random("b", outputs);
    Tensor dy = lab.random("dy", samples, outputs);
    Tensor dx = lab.empty(samples, inputs);
    Tensor dw = lab.empty(outputs, inputs);
    Tensor db = lab.empty(outputs);
    lab.backend.denseBackwardData(dy, packed(w, Direction.BACKWARD), 0, 1, dx, null);
    lab.backend.denseBackwardWeights(x, dy, 0, outputs, dw, db, null);

    for (Tensor[] pair : new Tensor[][] {{x, dx}, {w, dw}, {bias, db}}) {
      float[] point = pair[0].toArray();
      double[] expected =
          Lab.differences(
              moved -> {
                pair[0].write(moved);
                return Lab.dot(forward(x, w, bias), dy);
              },
              point,
              1);
      pair[0].write(point);
      Lab.assertClose(pair[1].toArray(), expected, 1e-5);
    }
    double product = Lab.dot(forward(x, w, null), dy);
    assertThat(Lab.dot(x, dx)).isCloseTo(product, within(1e-5));
    assertThat(Lab.dot(w, dw)).isCloseTo(product, within(1e-5));
  }

  private Tensor forward(Tensor x, Tensor w, Tensor bias) {
    Tensor y = lab.empty(x.count(), w.count());
    lab.backend.dense(x, packed(w, Direction.FORWARD), bias, false, 0, 1, y, null);
    return y;
  }

  private Tensor packed(Tensor w, Direction direction) {
    Tensor packed = lab.empty(w.shape().intSize());
    for (int part = 0; part < 3; part++) {
      lab.backend.densePack(w, direction, part, 3, packed);
    }
    return packed.reshape(Shape.of(w.shape().toArray()));
  }
}
