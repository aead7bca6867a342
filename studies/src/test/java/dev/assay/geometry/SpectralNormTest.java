package dev.assay.geometry;

import static dev.assay.nn.Layers.kernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SpectralNormTest {
  private static final LinearAlgebra JAVA = LinearAlgebra.java();

  static List<AffineMap> maps() {
    return List.of(
        dense(7, 4),
        dense(3, 9),
        conv(new Grid(3, 14, 14), 5, kernel(3).padding(1)),
        conv(new Grid(5, 14, 14), 3, kernel(3).padding(1)),
        conv(new Grid(2, 15, 13), 4, kernel(3).stride(2).padding(1)),
        conv(new Grid(2, 15, 16), 3, kernel(2).stride(3)),
        conv(new Grid(2, 16, 16), 2, kernel(5).padding(2)),
        conv(new Grid(3, 8, 8), 4, kernel(1)),
        conv(new Grid(2, 9, 9), 2, kernel(4).stride(2).padding(3)));
  }

  private static double[] normals(long seed, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> Streams.normal(Streams.key(seed, "norm"), i));
    return values;
  }

  private static DenseMap dense(int inputs, int outputs) {
    return new DenseMap(
        new Grid(inputs, 1, 1), normals(1, inputs * outputs), new double[outputs], JAVA);
  }

  private static ConvMap conv(Grid in, int outputs, Window window) {
    double[] weights = normals(2, outputs * in.channels() * window.area());
    return new ConvMap(in, window, weights, new double[outputs], JAVA);
  }

  /** The largest eigenvalue of the whole operator's Gram matrix. */
  private static double oracle(AffineMap map) {
    int n = map.in().size();
    int m = map.out().size();
    double[] unit = new double[n * n];
    for (int i = 0; i < n; i++) {
      unit[i * n + i] = 1;
    }
    double[] columns = new double[n * m];
    map.multiply(unit, n, columns);
    double[] gram = new double[m * m];
    JAVA.addOuterProducts(columns, n, m, gram);
    double[] values = JAVA.symmetricEigen(gram, m).values();
    return Math.sqrt(values[m - 1]);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void isNeverTooSmallAndHardlyTooLarge(AffineMap map) {
    double exact = oracle(map);
    assertThat(map.norm()).isGreaterThanOrEqualTo(exact);
    // what is cut off at the border of a small image makes the operator shorter
    assertThat(map.norm()).isLessThan(exact * (map instanceof DenseMap ? 1.05 : 1.4));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void theNormOfAbsoluteValuesIsNotTooSmall(AffineMap map) {
    assertThat(map.absoluteNorm()).isGreaterThanOrEqualTo(oracle(map.absolute()) * (1 - 1e-12));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void singlePrecisionIsWithinItsBound(AffineMap map) {
    int n = map.in().size();
    double[] x = normals(3, 2 * n);
    double[] exact = new double[2 * map.out().size()];
    double[] rough = new double[exact.length];
    map.multiply(x, 2, exact);
    map.multiplyRoughly(x, 2, rough);
    bounded((map.terms() + 8) * 0x1p-24 * map.absoluteNorm(), x, exact, rough);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void theTransposeInSinglePrecisionIsWithinItsBound(AffineMap map) {
    double[] y = normals(5, 2 * map.out().size());
    double[] exact = new double[2 * map.in().size()];
    double[] rough = new double[exact.length];
    map.multiplyTransposed(y, 2, exact);
    map.multiplyTransposedRoughly(y, 2, rough);
    bounded((map.transposedTerms() + 8) * 0x1p-24 * map.absoluteNorm(), y, exact, rough);
  }

  private static void bounded(double factor, double[] of, double[] exact, double[] rough) {
    double error = 0;
    double length = 0;
    for (int i = 0; i < exact.length; i++) {
      error += (exact[i] - rough[i]) * (exact[i] - rough[i]);
    }
    for (double value : of) {
      length += value * value;
    }
    assertThat(Math.sqrt(error)).isLessThanOrEqualTo(factor * Math.sqrt(length));
  }

  /** Rows and columns by products with unit vectors. */
  @ParameterizedTest
  @MethodSource("maps")
  void rowNormsAndTermsAreThoseOfTheMatrix(AffineMap map) {
    int n = map.in().size();
    int m = map.out().size();
    double[] norms = map.rowNorms();
    assertThat(norms).hasSize(m);
    double largest = 0;
    double most = 0;
    for (int o = 0; o < m; o++) {
      double[] unit = new double[m];
      unit[o] = 1;
      double[] row = new double[n];
      map.multiplyTransposed(unit, 1, row);
      double norm = Math.sqrt(JavaAlgebra.dot(n, row, 0, row, 0));
      assertThat(norms[o]).isGreaterThanOrEqualTo(norm * (1 - 1e-12));
      largest = Math.max(largest, norm);
      most = Math.max(most, norms[o]);
    }
    // a window that lies wholly inside has the longest one
    assertThat(most).isLessThanOrEqualTo(largest * (1 + 1e-12));
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      double[] column = new double[m];
      map.multiply(unit, 1, column);
      assertThat(Arrays.stream(column).filter(w -> w != 0).count())
          .isLessThanOrEqualTo(map.transposedTerms());
    }
  }

  /** Of few inputs, all of their extent or parts of it; at corners and borders too. */
  @ParameterizedTest
  @MethodSource("maps")
  void fewInputsHaveResultsOfBoundedLength(AffineMap map) {
    int n = map.in().size();
    for (int trial = 0; trial < 200; trial++) {
      long key = Streams.key(trial, "few");
      double density = trial % 2 == 0 ? 0.03 : 0.3;
      int[] units = IntStream.range(0, n).filter(i -> Streams.uniform(key, i) < density).toArray();
      double[][] largest = new double[2][units.length];
      double[] results = new double[2];
      for (int r = 0; r < 2; r++) {
        double[] x = new double[n];
        for (int u = 0; u < units.length; u++) {
          largest[r][u] = Math.abs(Streams.normal(Streams.key(key, "largest" + r), u));
          double share = trial < 100 ? 1 : Streams.uniform(Streams.key(key, "share" + r), u);
          x[units[u]] = share * largest[r][u];
        }
        double[] y = new double[map.out().size()];
        map.multiply(x, 1, y);
        results[r] = Math.sqrt(JavaAlgebra.dot(y.length, y, 0, y, 0));
      }
      double[] lengths = map.lengths(units, largest);
      for (int r = 0; r < 2; r++) {
        assertThat(lengths[r]).isGreaterThanOrEqualTo(results[r] * (1 - 1e-12));
      }
    }
  }

  @Test
  void oneInputHasTheLengthOfItsColumn() {
    ConvMap map = conv(new Grid(3, 14, 14), 5, kernel(3).padding(1));
    double[] x = new double[map.in().size()];
    int unit = 14 * 14 + 5 * 14 + 6;
    x[unit] = 2;
    double[] y = new double[map.out().size()];
    map.multiply(x, 1, y);
    double exact = Math.sqrt(JavaAlgebra.dot(y.length, y, 0, y, 0));
    assertThat(map.lengths(new int[] {unit}, new double[][] {{2}})[0])
        .isCloseTo(exact, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void lengthsOfPulledBackRowsAreThoseOfTheRows(AffineMap map) {
    int m = map.out().size();
    double[] rows = normals(4, 2 * m);
    double[] below = new double[2 * map.in().size()];
    map.multiplyTransposed(rows, 2, below);
    double[] norms = map.normsTransposed(rows, 2);
    for (int r = 0; r < 2; r++) {
      double squares = 0;
      for (int i = 0; i < map.in().size(); i++) {
        squares += Math.pow(below[r * map.in().size() + i], 2);
      }
      assertThat(norms[r]).isBetween(Math.sqrt(squares) * (1 - 1e-12), Math.sqrt(squares) * 1.01);
    }
  }

  @Test
  void aFewColumnsAreThoseOfTheProduct() {
    for (AffineMap map : maps()) {
      if (map instanceof ConvMap conv) {
        double[] x = new double[map.in().size()];
        int[] units = {0, 5, map.in().size() / 2, map.in().size() - 1};
        for (int unit : units) {
          x[unit] = unit + 0.5;
        }
        double[] product = new double[map.out().size()];
        map.multiply(x, 1, product);
        double[] sum = new double[product.length];
        conv.addColumns(units, x, sum);
        for (int i = 0; i < sum.length; i++) {
          assertThat(sum[i]).isCloseTo(product[i], within(1e-9));
        }
      }
    }
  }
}
