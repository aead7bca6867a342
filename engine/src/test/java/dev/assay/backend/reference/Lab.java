package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** A reference backend with tensors, and the numerics that its oracles share. */
final class Lab implements AutoCloseable {
  final Backend backend = new ReferenceBackend(1);
  private final Workspace workspace = new Workspace(backend);

  Tensor empty(int... extents) {
    Tensor tensor = workspace.tensor(Shape.of(extents));
    float[] values = new float[tensor.shape().intSize()];
    Arrays.fill(values, Float.NaN);
    tensor.write(values);
    return tensor;
  }

  Tensor of(float[] values, int... extents) {
    Tensor tensor = workspace.tensor(Shape.of(extents));
    tensor.write(values);
    return tensor;
  }

  /** Uniform in [−1, 1). */
  Tensor random(String name, int... extents) {
    return of(uniform(name, Shape.of(extents).intSize()), extents);
  }

  static float[] uniform(String name, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * Streams.uniform(Streams.key(2, name), i) - 1;
    }
    return values;
  }

  /** Multiples of 0.1, all different and none closer to 0 than 0.05, in random order. */
  static float[] distinct(String name, int count) {
    int[] order = Streams.permutation(Streams.key(2, name), count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (order[i] - count / 2) * 0.1f + 0.05f;
    }
    return values;
  }

  static double dot(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  static double dot(Tensor a, Tensor b) {
    return dot(a.toArray(), b.toArray());
  }

  /**
   * The gradient of {@code function} at {@code point} by central differences, one coordinate after
   * the other.
   */
  static double[] differences(ToDoubleFunction<float[]> function, float[] point, float step) {
    double[] gradient = new double[point.length];
    float[] moved = point.clone();
    for (int i = 0; i < point.length; i++) {
      moved[i] = point[i] + step;
      double width = moved[i];
      double up = function.applyAsDouble(moved);
      moved[i] = point[i] - step;
      width -= moved[i];
      double down = function.applyAsDouble(moved);
      moved[i] = point[i];
      gradient[i] = (up - down) / width;
    }
    return gradient;
  }

  static void assertClose(float[] actual, double[] expected, double tolerance) {
    assertThat(actual.length).isEqualTo(expected.length);
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
        throw new AssertionError(
            "at %d: expected %s, got %s, tolerance %s"
                .formatted(i, expected[i], actual[i], tolerance));
      }
    }
  }

  @Override
  public void close() {
    workspace.close();
    assertThat(backend.liveBytes()).isZero();
    backend.close();
  }
}
