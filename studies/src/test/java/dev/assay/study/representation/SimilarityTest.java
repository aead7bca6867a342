package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  private static final int[] SEVEN = IntStream.range(0, 7).toArray();

  private static float[] random(long seed, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (Streams.normal(seed, i) + 0.5);
    }
    return values;
  }

  private static Gram gram(float[] values, int units) {
    int[] labels = new int[values.length / units];
    return Gram.of(
        SparsenessTest.representation(Shape.vector(units), values, labels), LinearAlgebra.java());
  }

  /** {@code ‖YᵀX‖² / ‖XᵀX‖ ‖YᵀY‖} of centred columns. */
  @Test
  void plainIsTheAlignmentOfCentredUnits() {
    float[] x = random(1, 7 * 3);
    float[] y = random(2, 7 * 4);

    double expected = cross(x, 3, y, 4) / Math.sqrt(cross(x, 3, x, 3) * cross(y, 4, y, 4));

    assertThat(Similarity.of(gram(x, 3), gram(y, 4), SEVEN).plain())
        .isCloseTo(expected, within(1e-12));
  }

  private static double cross(float[] x, int p, float[] y, int q) {
    double sum = 0;
    for (int a = 0; a < p; a++) {
      for (int b = 0; b < q; b++) {
        double product = 0;
        for (int i : SEVEN) {
          product += (x[i * p + a] - mean(x, p, a)) * (y[i * q + b] - mean(y, q, b));
        }
        sum += product * product;
      }
    }
    return sum;
  }

  private static double mean(float[] x, int p, int column) {
    return IntStream.of(SEVEN).mapToDouble(i -> x[i * p + column]).average().orElseThrow();
  }

  /** Σ Kᵢⱼ (Lᵢⱼ + L_qr − 2 Lᵢ_q) over all four different samples. */
  @Test
  void debiasedIsAnAverageOverFourDifferentSamples() {
    Gram x = gram(random(1, 7 * 3), 3);
    Gram y = gram(random(2, 7 * 4), 4);

    double expected = fours(x, y) / Math.sqrt(fours(x, x) * fours(y, y));

    assertThat(Similarity.of(x, y, SEVEN).debiased()).isCloseTo(expected, within(1e-10));
  }

  private static double at(Gram gram, int i, int j) {
    return gram.of(Math.max(i, j), Math.min(i, j));
  }

  private static double fours(Gram k, Gram l) {
    double sum = 0;
    for (int i : SEVEN) {
      for (int j : SEVEN) {
        for (int q : SEVEN) {
          for (int r : SEVEN) {
            if (IntStream.of(i, j, q, r).distinct().count() == 4) {
              sum += at(k, i, j) * (at(l, i, j) + at(l, q, r) - 2 * at(l, i, q));
            }
          }
        }
      }
    }
    return sum;
  }

  @Test
  void turnedScaledAndShiftedIsTheSame() {
    float[] x = random(3, 7 * 2);
    float[] y = new float[14];
    for (int i = 0; i < 14; i += 2) {
      y[i] = 4 * x[i + 1] + 1;
      y[i + 1] = -4 * x[i] + 2;
    }

    Similarity found = Similarity.of(gram(x, 2), gram(y, 2), SEVEN);
    assertThat(found.plain()).isCloseTo(1, within(1e-6));
    assertThat(found.debiased()).isCloseTo(1, within(1e-6));
  }

  /** Noise of many units looks alike, unless the bias is taken away. */
  @Test
  void manyUnitsMakeNoiseAlikeForThePlainOneAlone() {
    int[] samples = IntStream.range(0, 40).toArray();
    Similarity noise =
        Similarity.of(gram(random(1, 40 * 500), 500), gram(random(2, 40 * 500), 500), samples);

    assertThat(noise.plain()).isGreaterThan(0.8);
    assertThat(noise.debiased()).isBetween(-0.1, 0.1);
  }

  @Test
  void whatDoesNotVaryHasNoSimilarity() {
    float[] same = new float[14];
    Arrays.fill(same, 0.1f);
    for (float[] constant : new float[][] {new float[14], same}) {
      Similarity found = Similarity.of(gram(random(1, 14), 2), gram(constant, 2), SEVEN);
      assertThat(found.status()).isEqualTo(Similarity.Status.CONSTANT);
      assertThat(found.plain()).isNaN();
      assertThat(found.debiased()).isNaN();
    }
    assertThat(Similarity.of(gram(random(1, 6), 2), gram(random(2, 6), 2), new int[] {0, 1, 2}))
        .satisfies(few -> assertThat(few.status()).isEqualTo(Similarity.Status.FEW_SAMPLES))
        .satisfies(few -> assertThat(few.plain()).isBetween(0.0, 1.0))
        .satisfies(few -> assertThat(few.debiased()).isNaN());
  }

  @Test
  void someOfTheSamplesAreLikeTheseAlone() {
    float[] x = random(1, 21);
    float[] y = random(2, 28);
    Similarity some = Similarity.of(gram(x, 3), gram(y, 4), new int[] {2, 3, 4, 5, 6});
    Similarity alone =
        Similarity.of(
            gram(Arrays.copyOfRange(x, 6, 21), 3),
            gram(Arrays.copyOfRange(y, 8, 28), 4),
            new int[] {0, 1, 2, 3, 4});
    assertThat(some).isEqualTo(alone);
  }
}
