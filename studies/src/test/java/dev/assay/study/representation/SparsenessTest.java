package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import dev.assay.study.representation.Sparseness.Status;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SparsenessTest {
  private static final Offset<Double> CLOSE = within(1e-12);
  private static final float[] TWO_OF_EIGHT = {0, 0, 3, 0, 4, 0, 0, 0};
  private static final float[] ONE_TO_EIGHT = {1, 2, 3, 4, 5, 6, 7, 8};

  private static Sparseness of(Shape shape, float[] values, int... labels) {
    return Sparseness.of(representation(shape, values, labels));
  }

  static Representation representation(Shape shape, float[] values, int... labels) {
    return new Representation(values, shape, labels, IntStream.range(0, labels.length).toArray());
  }

  /** Values as NumPy gives them. */
  @Test
  void knownVectors() {
    Sparseness two = of(Shape.vector(8), TWO_OF_EIGHT, 0);
    assertThat(two.elements()).isEqualTo(0.75);
    assertThat(two.hoyer()).isCloseTo(0.781233, within(5e-7));
    assertThat(two.gini()).isCloseTo(0.767857, within(5e-7));
    assertThat(two.population()).isCloseTo(0.862857, within(5e-7));

    Sparseness eight = of(Shape.vector(8), ONE_TO_EIGHT, 0);
    assertThat(eight.elements()).isZero();
    assertThat(eight.hoyer()).isCloseTo(0.168409, within(5e-7));
    assertThat(eight.gini()).isCloseTo(0.291667, within(5e-7));
    assertThat(eight.population()).isCloseTo(0.235294, within(5e-7));
  }

  /** Over samples instead of units. */
  @Test
  void lifetimeSparsenessIsThatOfTheTransposed() {
    assertThat(of(Shape.vector(1), TWO_OF_EIGHT, new int[8]).lifetime())
        .isCloseTo(0.862857, within(5e-7));
    assertThat(of(Shape.vector(1), ONE_TO_EIGHT, new int[8]).lifetime())
        .isCloseTo(0.235294, within(5e-7));
  }

  @Test
  void equalActivationsAreNotSparseAndOneAloneIsMostSparse() {
    Sparseness equal = of(Shape.vector(5), new float[] {2, 2, 2, 2, 2, 3, 3, 3, 3, 3}, 0, 1);
    assertThat(equal.hoyer()).isCloseTo(0, CLOSE);
    assertThat(equal.gini()).isCloseTo(0, CLOSE);
    assertThat(equal.population()).isCloseTo(0, CLOSE);
    Sparseness one = of(Shape.vector(5), new float[] {0, 0, 7, 0, 0}, 0);
    assertThat(one.hoyer()).isCloseTo(1, CLOSE);
    assertThat(one.gini()).isCloseTo(1 - 1 / 5.0, CLOSE);
    assertThat(one.population()).isCloseTo(1, CLOSE);
  }

  /** Two channels of 1 × 2 places and three samples; the second channel sees class 1 alone. */
  @Test
  void channelsAndUnits() {
    Sparseness found =
        of(
            Shape.image(3, 1, 2),
            new float[] {
              1, 0, 0, 0, 0, 0, //
              3, 2, 0, 0, 0, 0, //
              0, 0, 4, 0, 0, 0
            },
            0,
            0,
            1);

    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(found.elements()).isEqualTo(14 / 18.0);
    double[] zeros = {3 / 6.0, 5 / 6.0, 1};
    double mean = DoubleStream.of(zeros).average().orElseThrow();
    assertThat(found.channelDeviation())
        .isCloseTo(
            Math.sqrt(DoubleStream.of(zeros).map(z -> (z - mean) * (z - mean)).sum() / 3), CLOSE);
    assertThat(found.silentChannels()).isEqualTo(6 / 9.0);
    assertThat(found.deadChannels()).isEqualTo(1 / 3.0);
    assertThat(found.deadUnits()).isEqualTo(3 / 6.0);
    assertThat(found.selectivity()).isEqualTo(1);
    // units (1 3 0), (0 2 0), (0 0 4) over the samples
    double first = (1 - 16 / 9.0 / (10 / 3.0)) / (2 / 3.0);
    assertThat(found.lifetime()).isCloseTo((first + 1 + 1) / 3, CLOSE);
  }

  /** Means of classes 3, 1 and 0 of one unit: (3 − 0.5) / (3 + 0.5). */
  @Test
  void selectivityIsOfMeansOfClassesOfAnySize() {
    Sparseness found = of(Shape.vector(1), new float[] {2, 4, 1, 0, 0, 0}, 0, 0, 3, 4, 4, 4);

    assertThat(found.selectivity()).isCloseTo(2.5 / 3.5, CLOSE);
    assertThat(of(Shape.vector(1), new float[] {2, 2, 2}, 0, 1, 2).selectivity()).isZero();
  }

  /** Every index once more, as its formula stands, over all elements. */
  @Test
  void isWhatTheFormulasSay() {
    int count = 7;
    int n = 12;
    float[] values = random(1, count * n);
    int[] labels = {0, 1, 2, 0, 1, 2, 2};
    Sparseness found = of(Shape.image(3, 2, 2), values, labels);

    assertThat(found.elements())
        .isEqualTo(IntStream.range(0, count * n).filter(i -> values[i] == 0).count() / 84.0);
    assertThat(found.hoyer()).isCloseTo(mean(count, i -> hoyer(slice(values, i * n, 1, n))), CLOSE);
    assertThat(found.gini()).isCloseTo(mean(count, i -> gini(slice(values, i * n, 1, n))), CLOSE);
    assertThat(found.population())
        .isCloseTo(mean(count, i -> rolls(slice(values, i * n, 1, n))), CLOSE);
    assertThat(found.deadUnits()).isZero();
    assertThat(found.lifetime()).isCloseTo(mean(n, u -> rolls(slice(values, u, n, count))), CLOSE);
  }

  @Test
  void scaleDoesNotMatter() {
    float[] values = random(2, 60);
    float[] scaled = new float[60];
    for (int i = 0; i < 60; i++) {
      scaled[i] = 1024 * values[i];
    }
    int[] labels = {0, 0, 1, 1, 1, 2};

    assertThat(of(Shape.vector(10), scaled, labels))
        .isEqualTo(of(Shape.vector(10), values, labels));
  }

  @Test
  void nothingActiveIsDeadAndMostSparseByConvention() {
    Sparseness dead = of(Shape.vector(3), new float[12], 0, 0, 1, 1);

    assertThat(dead.status()).isEqualTo(Status.DEAD);
    assertThat(
            DoubleStream.of(
                dead.elements(),
                dead.silentChannels(),
                dead.deadChannels(),
                dead.deadUnits(),
                dead.hoyer(),
                dead.gini(),
                dead.population()))
        .containsOnly(1.0);
    assertThat(dead.channelDeviation()).isZero();
    assertThat(DoubleStream.of(dead.lifetime(), dead.selectivity())).containsOnly(Double.NaN);
  }

  /** One silent sample and one dead unit leave every mean a number. */
  @Test
  void whatIsSilentMakesNoMeanUndefined() {
    Sparseness found = of(Shape.vector(2), new float[] {0, 0, 0, 2, 0, 1}, 0, 0, 1);

    assertThat(found.hoyer()).isCloseTo(1, CLOSE);
    assertThat(found.gini()).isCloseTo((1 + 0.5 + 0.5) / 3, CLOSE);
    assertThat(found.lifetime()).isCloseTo((1 - 1 / (5 / 3.0)) / (2 / 3.0), CLOSE);
    assertThat(found.selectivity()).isZero();
  }

  @Test
  void whatIsNotDefinedHasAStatus() {
    Sparseness one = of(Shape.vector(2), new float[] {1, 0}, 0);
    assertThat(one.status()).isEqualTo(Status.FEW_SAMPLES);
    assertThat(one.hoyer()).isEqualTo(1);
    assertThat(DoubleStream.of(one.lifetime(), one.selectivity())).containsOnly(Double.NaN);

    Sparseness sameClass = of(Shape.vector(2), new float[] {1, 0, 1, 0}, 4, 4);
    assertThat(sameClass.status()).isEqualTo(Status.ONE_CLASS);
    assertThat(sameClass.lifetime()).isZero();
    assertThat(sameClass.selectivity()).isNaN();

    Sparseness negative = of(Shape.vector(2), new float[] {1, -1, 1, 0}, 0, 1);
    assertThat(negative.status()).isEqualTo(Status.NEGATIVE);
    assertThat(negative.hoyer()).isCloseTo(0.5, CLOSE);
    assertThat(negative.selectivity()).isNaN();

    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Sparseness none = of(Shape.vector(2), new float[] {1, bad}, 0);
      assertThat(none.status()).isEqualTo(Status.NOT_FINITE);
      assertThat(none.elements()).isNaN();
    }
    assertThat(of(Shape.vector(2), new float[0]).status()).isEqualTo(Status.FEW_SAMPLES);
    Sparseness single = of(Shape.vector(1), new float[] {3, 5}, 0, 1);
    assertThat(DoubleStream.of(single.hoyer(), single.gini(), single.population()))
        .containsOnly(0.0);
  }

  @Test
  void halvesShareTheClassesAndMissNobody() {
    int[] labels = {0, 1, 0, 1, 0, 1, 0, 2};
    Representation all = representation(Shape.vector(1), ONE_TO_EIGHT, labels);

    assertThat(all.half(false).rows()).containsExactly(0, 1, 4, 5);
    assertThat(all.half(true).rows()).containsExactly(2, 3, 6, 7);
    assertThat(all.half(true).half(false).rows()).containsExactly(2, 3);
    Halves<Sparseness> halves = Halves.of(all, Sparseness::of);
    assertThat(halves.second())
        .isEqualTo(of(Shape.vector(1), new float[] {3, 4, 7, 8}, 0, 1, 0, 2));
    assertThat(halves.spread(Sparseness::lifetime))
        .isEqualTo(Math.abs(halves.first().lifetime() - halves.second().lifetime()))
        .isPositive();
  }

  private static float[] random(long seed, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.max(0, Streams.normal(Streams.key(seed, "values"), i) + 0.3);
    }
    return values;
  }

  private static double[] slice(float[] values, int start, int step, int count) {
    return IntStream.range(0, count).mapToDouble(i -> values[start + i * step]).toArray();
  }

  private static double mean(int count, IntToDoubleFunction of) {
    return IntStream.range(0, count).mapToDouble(of).average().orElseThrow();
  }

  private static double hoyer(double[] v) {
    double norm = Math.sqrt(Arrays.stream(v).map(a -> a * a).sum());
    double root = Math.sqrt(v.length);
    return (root - Arrays.stream(v).sum() / norm) / (root - 1);
  }

  private static double gini(double[] v) {
    // half the mean difference of two elements over their mean
    double sum = 0;
    for (double a : v) {
      for (double b : v) {
        sum += Math.abs(a - b);
      }
    }
    return sum / (2 * v.length * Arrays.stream(v).sum());
  }

  private static double rolls(double[] v) {
    double mean = Arrays.stream(v).average().orElseThrow();
    double square = Arrays.stream(v).map(a -> a * a).average().orElseThrow();
    return (1 - mean * mean / square) / (1 - 1.0 / v.length);
  }
}
