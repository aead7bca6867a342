package dev.assay.subspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class PrincipalComponentsTest {
  private final LinearAlgebra algebra = LinearAlgebra.java();

  @Test
  void findsTheAxesOfAnAlignedCloud() {
    // ± a on each axis: variance 2 a² / (count − 1), no correlation
    float[] data = {3, 0, 0, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1};
    PrincipalComponents pca = PrincipalComponents.of(data, 6, 3, algebra);
    assertThat(pca.variances()).containsExactly(new double[] {3.6, 1.6, 0.4}, within(1e-15));
    assertThat(pca.totalVariance()).isCloseTo(5.6, within(1e-15));
    assertThat(pca.leading(3).basis())
        .containsExactly(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-15));
  }

  @Test
  void describesTheCovariance() {
    int count = 60;
    int n = 11;
    float[] data = correlated(count, n, n, 4);
    PrincipalComponents pca = PrincipalComponents.of(data, count, n, algebra);
    assertThat(pca.rank()).isEqualTo(n);
    double[] basis = pca.leading(n).basis();
    double[] covariance = covariance(data, count, n, pca.mean());
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += pca.variances()[k] * basis[k * n + i] * basis[k * n + j];
        }
        assertThat(sum).isCloseTo(covariance[i * n + j], within(1e-12));
      }
    }
  }

  @Test
  void gramMatrixGivesTheSameComponents() {
    int n = 40;
    float[] wide = correlated(30, n, n, 8);
    float[] twice = Arrays.copyOf(wide, 2 * wide.length);
    System.arraycopy(wide, 0, twice, wide.length, wide.length);
    PrincipalComponents gram = PrincipalComponents.of(wide, 30, n, algebra);
    PrincipalComponents covariance = PrincipalComponents.of(twice, 60, n, algebra);

    assertThat(gram.rank()).isEqualTo(29).isEqualTo(covariance.rank());
    double divisors = 29.0 / 30 * 60 / 59;
    for (int k = 0; k < 29; k++) {
      assertThat(gram.variances()[k])
          .isCloseTo(covariance.variances()[k] / divisors, within(1e-11));
    }
    assertThat(gram.totalVariance()).isCloseTo(covariance.totalVariance() / divisors, within(1e-9));
    assertThat(gram.leading(29).basis())
        .containsExactly(covariance.leading(29).basis(), within(1e-6));
    // throws if the vectors were not orthonormal
    Subspace.spannedBy(gram.leading(29).basis(), n);
  }

  @Test
  void componentsOfTinyVarianceAreOrthogonalAllTheSame() {
    int count = 12;
    int n = 30;
    float[] data = new float[count * n];
    for (int i = 0; i < data.length; i++) {
      // sample r is about 4^r times smaller than the first: variances fall by 10^13
      data[i] = (float) (Math.pow(4, -(i / n)) * Streams.normal(12, i));
    }
    PrincipalComponents pca = PrincipalComponents.of(data, count, n, algebra);
    assertThat(pca.rank()).isEqualTo(11);
    // throws if they are not orthonormal
    Subspace.spannedBy(pca.leading(11).basis(), n);
  }

  @Test
  void theLargestEntryOfEveryComponentIsPositive() {
    double[] basis =
        PrincipalComponents.of(correlated(50, 9, 9, 2), 50, 9, algebra).leading(9).basis();
    for (int k = 0; k < 9; k++) {
      double[] row = Arrays.copyOfRange(basis, k * 9, k * 9 + 9);
      double largest = Arrays.stream(row).map(Math::abs).max().orElseThrow();
      assertThat(Arrays.stream(row).max().orElseThrow()).isEqualTo(largest);
    }
  }

  @Test
  void namesTheRankWhenTooManyComponentsAreAsked() {
    float[] data = correlated(50, 10, 3, 6);
    PrincipalComponents pca = PrincipalComponents.of(data, 50, 10, algebra);
    assertThat(pca.rank()).isEqualTo(3);
    assertThat(pca.leading(3).size()).isEqualTo(3);
    assertThatThrownBy(() -> pca.leading(4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4 principal components")
        .hasMessageContaining("varies in 3 of its 10 dimensions");
    assertThatThrownBy(() -> pca.leading(0)).isInstanceOf(BadInputException.class);
  }

  @Test
  void dataThatDoesNotVaryHasNoComponents() {
    // 0.1 and 1/3 have no short binary form: their mean must not leave a rest either
    for (float value : new float[] {0, 0.1f, 1 / 3f, -1e30f}) {
      for (int count : new int[] {2, 3, 7}) {
        float[] data = new float[count * 5];
        Arrays.fill(data, value);
        PrincipalComponents pca = PrincipalComponents.of(data, count, 5, algebra);
        assertThat(pca.rank()).isZero();
        assertThat(pca.totalVariance()).isZero();
        List<ThrowingCallable> asked =
            List.of(pca::kneeComponents, () -> pca.leading(1), () -> pca.span(1, 2));
        for (ThrowingCallable question : asked) {
          assertThatThrownBy(question)
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining("the data do not vary");
        }
      }
    }
  }

  @Test
  void oneComponentIsTheOnlyChoice() {
    PrincipalComponents pca = PrincipalComponents.of(new float[] {1, 1, 2, 2}, 2, 2, algebra);
    assertThatThrownBy(() -> pca.leading(2))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("varies in 1 of its 2 dimensions; choose 1");
  }

  @Test
  void refusesUnusableData() {
    assertThatThrownBy(() -> PrincipalComponents.of(new float[3], 1, 3, algebra))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 2 samples");
    float[] data = {0, 1, 2, Float.NaN};
    assertThatThrownBy(() -> PrincipalComponents.of(data, 2, 2, algebra))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("feature 1")
        .hasMessageContaining("not finite");
  }

  @Test
  void projectionUndoesLifting() {
    for (int m : new int[] {1, 3, 4, 5, 8}) {
      Subspace space = PrincipalComponents.of(correlated(50, 9, 9, 2), 50, 9, algebra).leading(m);
      double[] beta = new double[m];
      Arrays.setAll(beta, k -> k - 1.5);
      double[] point = new double[9];
      space.lift(beta, point);
      float[] shifted = new float[12];
      for (int i = 0; i < 9; i++) {
        shifted[3 + i] = (float) point[i];
      }
      double[] back = new double[m];
      space.project(shifted, 3, back);
      assertThat(back).containsExactly(beta, within(1e-6));
    }
  }

  @Test
  void refusesABasisThatIsNotOrthonormal() {
    assertThatThrownBy(() -> Subspace.spannedBy(new double[] {1, 0, 0.5, 1}, 2))
        .hasMessageContaining("not orthonormal");
    assertThatThrownBy(() -> Subspace.spannedBy(new double[] {1, 0, 0}, 2))
        .hasMessageContaining("length 2");
  }

  /**
   * The eight-by-eight digits of scikit-learn, divided by 16: values computed with numpy and kneed.
   */
  @Test
  void choosesTheNumberOfComponentsOfTheDigits() throws IOException {
    float[] digits = digits();
    PrincipalComponents pca = PrincipalComponents.of(digits, digits.length / 64, 64, algebra);
    double[] variances = pca.variances();
    double[] sums = variances.clone();
    Arrays.parallelPrefix(sums, Double::sum);
    assertThat(pca.rank()).isEqualTo(61);
    assertThat(pca.kneeComponents()).isEqualTo(15);
    assertThat(Kneedle.increasingConcave(sums)).hasValue(15);
    assertThat(Kneedle.decreasingConvex(Arrays.copyOf(variances, 30))).hasValue(11);
  }

  private static float[] digits() throws IOException {
    String name = "digits-8x8.csv.gz";
    String folder = System.getenv("ASSAY_DATA");
    Path file = folder == null ? null : Path.of(folder, name);
    for (Path up = Path.of("").toAbsolutePath(); file == null && up != null; up = up.getParent()) {
      Path beside = up.resolveSibling("shared").resolve("data").resolve(name);
      file = Files.exists(beside) ? beside : null;
    }
    Assumptions.assumeTrue(
        file != null && Files.exists(file), name + " not found; set ASSAY_DATA to its folder");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      List<String> lines = reader.lines().toList();
      float[] pixels = new float[lines.size() * 64];
      for (int r = 0; r < lines.size(); r++) {
        String[] cells = lines.get(r).split(",");
        for (int i = 0; i < 64; i++) {
          pixels[r * 64 + i] = Integer.parseInt(cells[i]) / 16f;
        }
      }
      return pixels;
    }
  }

  /** Random combinations of {@code rank} random directions with falling weights, off centre. */
  private static float[] correlated(int count, int n, int rank, long seed) {
    float[] data = new float[count * n];
    for (int r = 0; r < count; r++) {
      for (int k = 0; k < rank; k++) {
        // small integers: sums are exact in float, so the rank is exact
        int weight = Streams.integer(Streams.key(seed, "weights"), (long) r * rank + k, 17) - 8;
        for (int i = 0; i < n; i++) {
          int direction = Streams.integer(Streams.key(seed, "directions"), (long) k * n + i, 9) - 4;
          data[r * n + i] += weight * direction / 16f;
        }
      }
      for (int i = 0; i < n; i++) {
        data[r * n + i] += 1;
      }
    }
    return data;
  }

  private static double[] covariance(float[] data, int count, int n, double[] mean) {
    double[] c = new double[n * n];
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] += (data[r * n + i] - mean[i]) * (data[r * n + j] - mean[j]) / (count - 1);
        }
      }
    }
    return c;
  }
}
