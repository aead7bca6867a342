package dev.assay.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.random.Streams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BlasTest {
  @BeforeEach
  void needsOpenBlas() {
    assumeTrue(Blas.available(), Blas.reason());
  }

  @Test
  void productIsRowByColumn() {
    double[] product =
        Blas.product(new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 0, 2}, 2, 3, 1);
    assertThat(product).containsExactly(7, 16);
  }

  @Test
  void gramIsTheProductWithTheTransposed() {
    int rows = 7;
    int columns = 4;
    double[] x = random(rows * columns);
    double[] gram = Blas.gram(x, rows, columns);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
          sum += x[r * columns + i] * x[r * columns + j];
        }
        assertThat(gram[i * columns + j]).isCloseTo(sum, within(1e-12));
      }
    }
  }

  @Test
  void eigenvectorsAreRowsAndValuesAscend() {
    int n = 6;
    double[] matrix = Blas.gram(random(9 * n), 9, n);
    double[] lower = matrix.clone();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        lower[i * n + j] = 1e9; // must not be read
      }
    }
    Blas.Eigen eigen = Blas.symmetricEigen(lower, n);
    assertThat(eigen.values()).isSorted();
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += matrix[i * n + j] * eigen.vectors()[k * n + j];
        }
        assertThat(sum).isCloseTo(eigen.values()[k] * eigen.vectors()[k * n + i], within(1e-12));
      }
    }
  }

  @Test
  void wrongSizesNeverReachTheLibrary() {
    assertThatThrownBy(() -> Blas.product(new double[5], new double[3], 2, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a must be a matrix of 2×3, got 5 values");
    assertThatThrownBy(() -> Blas.symmetricEigen(new double[] {Double.NaN}, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsOnOneThread() {
    assertThat(Blas.threads()).isEqualTo(1);
    assertThat(Blas.version()).startsWith("OpenBLAS 0.");
    assertThat(Blas.core()).isNotBlank();
  }

  private static double[] random(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Streams.normal(Streams.key(3, "blas"), i);
    }
    return values;
  }
}
