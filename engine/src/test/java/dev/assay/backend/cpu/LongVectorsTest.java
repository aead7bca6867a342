package dev.assay.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels have the bits of Java, and Java those of the formula up to rounding. */
final class LongVectorsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 63, 64, 65, 79, 80, 1000, 6273})
  void kernelsHaveTheBitsOfJava(int n) {
    double[] a = doubles("a", n);
    double[] b = doubles("b", n);
    float[] x = floats(n + 3);
    assertThat(LongVectors.product(a, b)).isEqualTo(LongVectors.InJava.product(a, b));

    assertThat(LongVectors.product(n, x, 3, x, 1))
        .isEqualTo(LongVectors.InJava.product(n, x, 3, x, 1));

    double[] rows = Arrays.copyOf(a, 2 * n);
    System.arraycopy(b, 0, rows, n, n);
    double[] projected = new double[2];
    double[] projectedInJava = new double[2];
    LongVectors.project(n, x, 3, rows, projected);
    LongVectors.InJava.project(n, x, 3, rows, projectedInJava);
    assertThat(projected).isEqualTo(projectedInJava);

    double[] wide = new double[n];
    double[] wideInJava = new double[n];
    assertThat(LongVectors.widen(x, 3, wide)).isEqualTo(LongVectors.InJava.widen(x, 3, wideInJava));
    assertThat(wide).isEqualTo(wideInJava);

    float[] moved = new float[n + 2];
    float[] movedInJava = new float[n + 2];
    LongVectors.displace(x, 3, a, moved, 2);
    LongVectors.InJava.displace(x, 3, a, movedInJava, 2);
    assertThat(moved).isEqualTo(movedInJava);

    float[] ray = floats(n);
    LongVectors.extend(x, 3, 0.7, ray, moved, 2);
    LongVectors.InJava.extend(x, 3, 0.7, ray, movedInJava, 2);
    assertThat(moved).isEqualTo(movedInJava);

    float[] move = Arrays.copyOfRange(x, 1, n + 1);
    float[] moveInJava = move.clone();
    float[] to = new float[n];
    double squares = LongVectors.turn(0.7, 0.5, -0.2, 0.3, x, 2, move, ray, to);
    assertThat(squares)
        .isEqualTo(LongVectors.InJava.turn(0.7, 0.5, -0.2, 0.3, x, 2, moveInJava, ray, ray));
    assertThat(to).isEqualTo(ray);
    assertThat(move).isEqualTo(moveInJava);
  }

  @Test
  void formulas() {
    assertThat(LongVectors.product(new double[] {1, 2, 3}, new double[] {4, -5, 6})).isEqualTo(12);
    float[] narrow = {7, 1, 2, 3, 4};
    assertThat(LongVectors.product(3, narrow, 1, narrow, 2)).isEqualTo(2 + 6 + 12);
    double[] projected = new double[2];
    LongVectors.project(2, narrow, 1, new double[] {3, 4, -1, 0.5}, projected);
    assertThat(projected).containsExactly(11, 0);
    double[] ones = new double[1000];
    Arrays.fill(ones, 0.1);
    assertThat(LongVectors.product(ones, ones)).isCloseTo(10, within(1e-12));

    float[] at = {3, 4};
    float[] moved = {1, 0};
    // ray (0.6, 0.8); moved 0.5 (1, 0) − 0.25 ray + 2 (0, 1) = (0.35, 1.8)
    double squares = LongVectors.turn(0.2, 0.5, -0.25, 2, new float[] {9, 0, 1}, 1, moved, at, at);
    assertThat(moved).containsExactly(0.35f, 1.8f);
    assertThat(at).containsExactly(0.95f, 2.6f);
    assertThat(squares).isCloseTo(0.95 * 0.95 + 2.6 * 2.6, within(1e-6));

    double[] wide = new double[2];
    assertThat(LongVectors.widen(new float[] {9, 0.5f, -3}, 1, wide)).isEqualTo(9.25);
    assertThat(wide).containsExactly(0.5, -3);

    float[] into = {7, 7, 7};
    LongVectors.displace(new float[] {9, 1, 2}, 1, new double[] {0.5, -4}, into, 1);
    assertThat(into).containsExactly(7, 1.5f, -2);
    LongVectors.extend(new float[] {9, 1, 2}, 1, 2, new float[] {0.5f, -4}, into, 1);
    assertThat(into).containsExactly(7, 2, -6);
  }

  @Test
  void refusesArraysThatDoNotFit() {
    double[] two = new double[2];
    assertThatThrownBy(() -> LongVectors.product(two, new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LongVectors.product(2, new float[3], 2, new float[2], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> LongVectors.project(2, new float[3], 2, new double[2], new double[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> LongVectors.project(2, new float[3], 0, new double[3], two))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LongVectors.widen(new float[4], 3, two))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> LongVectors.displace(new float[2], 0, two, new float[2], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    float[] narrow = new float[2];
    assertThatThrownBy(() -> LongVectors.extend(new float[2], 1, 1, narrow, narrow, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> LongVectors.turn(1, 1, 1, 1, narrow, 1, narrow, narrow, narrow))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> LongVectors.turn(1, 1, 1, 1, narrow, 0, narrow, narrow, new float[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] doubles(String name, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Streams.normal(Streams.key(1, name), i);
    }
    return values;
  }

  private static float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) Streams.normal(Streams.key(2, "x"), i);
    }
    return values;
  }
}
