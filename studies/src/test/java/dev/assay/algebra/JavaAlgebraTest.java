package dev.assay.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JavaAlgebraTest {
  private final LinearAlgebra algebra = LinearAlgebra.java();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 17, 64, 150})
  void decomposesRandomSymmetricMatrices(int n) {
    double[] a = symmetric(n, 11);
    check(a, n);
  }

  @Test
  void knowsTheSpectrumOfTheSecondDifference() {
    int n = 40;
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i + 1 < n) {
        a[i * n + i + 1] = a[(i + 1) * n + i] = -1;
      }
    }
    double[] values = check(a, n).values();
    for (int k = 0; k < n; k++) {
      double exact = 4 * Math.pow(Math.sin((k + 1) * Math.PI / (2 * (n + 1))), 2);
      assertThat(values[k]).isCloseTo(exact, within(1e-13));
    }
  }

  @Test
  void repeatedAndZeroEigenvaluesKeepOrthonormalVectors() {
    int n = 12;
    double[] identity = new double[n * n];
    double[] ones = new double[n * n];
    Arrays.fill(ones, 1);
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 3;
    }
    check(identity, n);
    check(new double[n * n], n);
    double[] values = check(ones, n).values();
    assertThat(values[n - 1]).isCloseTo(n, within(1e-13));
    assertThat(values[n - 2]).isCloseTo(0, within(1e-13));
  }

  @Test
  void extremeScalesNeitherOverflowNorUnderflow() {
    for (double scale : new double[] {1e-200, 1e150}) {
      double[] a = Arrays.stream(symmetric(9, 5)).map(v -> v * scale).toArray();
      double[] plain = algebra.symmetricEigen(symmetric(9, 5), 9).values();
      double[] values = algebra.symmetricEigen(a, 9).values();
      for (int k = 0; k < 9; k++) {
        assertThat(values[k] / scale).isCloseTo(plain[k], within(1e-13));
      }
    }
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    double[] a = symmetric(4, 1);
    a[2] = Double.NaN;
    assertThatThrownBy(() -> algebra.symmetricEigen(a, 4)).hasMessageContaining("not finite");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 9, 64, 131})
  void sumsOuterProductsAboveTheDiagonal(int count) {
    int n = 5;
    double[] rows = symmetric(n + count, 3);
    double[] sum = new double[n * n];
    Arrays.fill(sum, 7);
    algebra.addOuterProducts(rows, count, n, sum);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double expected = 7;
        for (int r = 0; r < count && j >= i; r++) {
          expected += rows[r * n + i] * rows[r * n + j];
        }
        assertThat(sum[i * n + j]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  /** A v = λ v, vectors orthonormal, values ascending. */
  private LinearAlgebra.Eigen check(double[] a, int n) {
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(a.clone(), n);
    double[] v = eigen.vectors();
    assertThat(eigen.values()).isSorted();
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        double product = JavaAlgebra.dot(n, a, i * n, v, k * n);
        assertThat(product).isCloseTo(eigen.values()[k] * v[k * n + i], within(1e-13 * n));
        double other = JavaAlgebra.dot(n, v, i * n, v, k * n);
        assertThat(other).isCloseTo(i == k ? 1 : 0, within(1e-13));
      }
    }
    return eigen;
  }

  private static double[] symmetric(int n, long seed) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        a[i * n + j] = a[j * n + i] = Streams.normal(seed, (long) i * n + j);
      }
    }
    return a;
  }
}
