package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.random.Streams;
import dev.assay.study.representation.ClassClusters.Status;
import dev.assay.tensor.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClassClustersTest {
  private static final float[] POINTS = {0, 0, 1, 0, 0, 1, 5, 5, 6, 5, 5, 6, 10, 0, 11, 1, 10, 2};
  private static final Offset<Double> SHOWN = within(5e-7);

  private static ClassClusters of(int units, float[] values, int... labels) {
    Representation all = SparsenessTest.representation(Shape.vector(units), values, labels);
    return ClassClusters.of(all, Gram.of(all, LinearAlgebra.java()));
  }

  /** Values as scikit-learn gives them. */
  @Test
  void knownPoints() {
    ClassClusters three = of(2, POINTS, 0, 0, 0, 1, 1, 1, 2, 2, 2);
    assertThat(three.status()).isEqualTo(Status.OK);
    assertThat(three.daviesBouldin()).isCloseTo(0.220760, SHOWN);
    assertThat(three.silhouette()).isCloseTo(0.807014, SHOWN);
    assertThat(three.calinskiHarabasz()).isCloseTo(109.25, SHOWN);

    // the third point in the second cluster
    ClassClusters moved = of(2, POINTS, 0, 0, 1, 1, 1, 1, 2, 2, 2);
    assertThat(moved.daviesBouldin()).isCloseTo(0.546955, SHOWN);
    assertThat(moved.silhouette()).isCloseTo(0.532615, SHOWN);
    assertThat(moved.calinskiHarabasz()).isCloseTo(11.997912, SHOWN);
  }

  /** Means ±3 and within-class squares 1: tr Sw = 1, tr Sb = 9. */
  @Test
  void scatterIsOfMeansOfClassesOfAnySize() {
    assertThat(of(1, new float[] {2, 4, 2, 4, -2, -4}, 5, 5, 5, 5, 2, 2).scatter())
        .isCloseTo(1 / 9.0, within(1e-12));
  }

  /** Zero vectors, twins, a class of one sample. */
  @Test
  void isWhatLoopsOverAllPairsFind() {
    int units = 5;
    int count = 150;
    float[] values = new float[count * units];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i == 77 ? 6 : Streams.integer(3, i, 4);
      for (int u = 0; u < units; u++) {
        double centre = labels[i] == u ? 2 : 0;
        double value = centre + Streams.normal(4, i * units + u) - 0.3;
        values[i * units + u] = (float) (i % 97 == 5 ? 0 : Math.max(0, value));
      }
    }
    System.arraycopy(values, 9 * units, values, 140 * units, units);
    Naive naive = new Naive(values, units, labels);
    double silhouette = naive.silhouette(naive::euclidean);
    double cosineSilhouette = naive.silhouette(naive::cosine);
    double purity = naive.purity(naive::euclidean);
    double cosinePurity = naive.purity(naive::cosine);

    for (LinearAlgebra algebra : List.of(LinearAlgebra.java(), LinearAlgebra.best())) {
      Representation all = SparsenessTest.representation(Shape.vector(units), values, labels);
      Gram products = Gram.of(all, algebra);
      ClassClusters found = ClassClusters.of(all, products);
      Representation half = all.half(true);
      assertThat(numbers(ClassClusters.of(half, products)))
          .containsExactly(numbers(alone(half, algebra)), within(1e-9));

      assertThat(found.status()).isEqualTo(Status.OK);
      assertThat(found.silhouette()).isCloseTo(silhouette, within(1e-9)).isBetween(0.01, 0.9);
      assertThat(found.cosineSilhouette())
          .isCloseTo(cosineSilhouette, within(1e-9))
          .isNotCloseTo(found.silhouette(), within(1e-3));
      assertThat(found.purity()).isCloseTo(purity, within(1e-12));
      assertThat(found.cosinePurity()).isCloseTo(cosinePurity, within(1e-12));
      assertThat(found.scatter()).isCloseTo(naive.scatter(), within(1e-9));
    }
  }

  private static ClassClusters alone(Representation of, LinearAlgebra algebra) {
    float[] values = new float[of.count() * of.units()];
    for (int i = 0; i < of.count(); i++) {
      System.arraycopy(of.values(), of.start(i), values, i * of.units(), of.units());
    }
    Representation copy = SparsenessTest.representation(of.shape(), values, of.targets());
    return ClassClusters.of(copy, Gram.of(copy, algebra));
  }

  /** In many units, as in few: each is repeated 64 times, so distances grow by 8. */
  @Test
  void repeatedUnitsChangeNothing() {
    float[] wide = new float[9 * 128];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = POINTS[2 * (i / 128) + i % 2];
    }
    int[] labels = {0, 0, 1, 1, 1, 1, 2, 2, 2};
    double[] expected = numbers(of(2, POINTS, labels));

    assertThat(numbers(of(128, wide, labels))).containsExactly(expected, within(1e-9));
  }

  @Test
  void neitherScaleNorOrderMatters() {
    int[] labels = {0, 0, 1, 1, 1, 1, 2, 2, 2};
    float[] other = new float[18];
    int[] otherLabels = new int[9];
    for (int i = 0; i < 9; i++) {
      int from = (i * 4 + 2) % 9;
      otherLabels[i] = 7 - labels[from];
      other[2 * i] = 1000 * POINTS[2 * from];
      other[2 * i + 1] = 1000 * POINTS[2 * from + 1];
    }

    assertThat(numbers(of(2, other, otherLabels)))
        .containsExactly(numbers(of(2, POINTS, labels)), within(1e-9));
  }

  /** A third unit is the same for all, and so large that products leave no digit of a distance. */
  @Test
  void distancesThatAreSmallBesideNormsAreExact() {
    float[] far = new float[27];
    for (int i = 0; i < 9; i++) {
      far[3 * i] = POINTS[2 * i];
      far[3 * i + 1] = POINTS[2 * i + 1];
      far[3 * i + 2] = 1e10f;
    }

    assertThat(of(3, far, 0, 0, 0, 1, 1, 1, 2, 2, 2).silhouette()).isCloseTo(0.807014, SHOWN);
  }

  @Test
  void classesThatArePointsAreBest() {
    ClassClusters found = of(2, new float[] {1, 0, 1, 0, 0, 3, 0, 3}, 0, 0, 1, 1);

    assertThat(found.status()).isEqualTo(Status.POINTS);
    assertThat(numbers(found))
        .containsExactly(0, Double.POSITIVE_INFINITY, 0, 1, 1, 1 / 3.0, 1 / 3.0);
  }

  /** Classes 0 and 1 around the same mean, class 2 elsewhere. */
  @Test
  void meansThatCoincideAreLeftOutOfDaviesAndBouldin() {
    ClassClusters found = of(1, new float[] {1, 3, 0, 4, 42, 62}, 0, 0, 1, 1, 2, 2);
    assertThat(found.status()).isEqualTo(Status.COINCIDENT);
    assertThat(found.daviesBouldin()).isCloseTo((11 + 12 + 12) / 50.0 / 3, within(1e-12));

    // one mean but for rounding of a sum in another order
    float[] rounded = {1e10f, 1e-6f, 1e-6f, 1e-6f, 1e-6f, 1e10f};
    assertThat(of(1, rounded, 0, 0, 0, 1, 1, 1).status()).isEqualTo(Status.COINCIDENT);

    ClassClusters same = of(1, new float[] {1, 3, 0, 4}, 0, 0, 1, 1);
    assertThat(same.status()).isEqualTo(Status.COINCIDENT);
    assertThat(same.daviesBouldin()).isZero();
    assertThat(same.calinskiHarabasz()).isZero();
    assertThat(same.scatter()).isInfinite();
  }

  /** Multiples of one vector, as near as floats can be. */
  @Test
  void equalDirectionsAreNoClusters() {
    float[] values = new float[18];
    for (int i = 0; i < 18; i++) {
      values[i] = new float[] {0.1f, 0.7f, 0.3f}[i % 3] * (1 + i / 3 * 2);
    }
    ClassClusters found = of(3, values, 0, 0, 0, 1, 1, 1);

    assertThat(found.cosineSilhouette()).isZero();
    assertThat(found.silhouette()).isPositive();
  }

  @Test
  void zeroVectorsAreNearEachOtherAndFarFromTheRest() {
    ClassClusters found = of(2, new float[] {0, 0, 0, 0, 1, 0, 2, 0}, 0, 0, 1, 1);

    assertThat(found.cosineSilhouette()).isEqualTo(1);
  }

  @Test
  void whatIsNotDefinedHasAStatus() {
    assertNothing(of(2, new float[] {1, 2, 3, 4}, 1, 1), Status.ONE_CLASS);
    assertNothing(of(2, new float[] {1, 2}, 0), Status.ONE_CLASS);
    assertNothing(of(2, new float[0]), Status.ONE_CLASS);
    assertNothing(of(2, new float[] {1, 2, 1, 2, 1, 2}, 0, 1, 1), Status.EQUAL);
    assertNothing(of(2, new float[6], 0, 1, 1), Status.EQUAL);
    assertNothing(of(2, new float[] {1, 2, Float.NaN, 2}, 0, 1), Status.NOT_FINITE);

    ClassClusters singles = of(1, new float[] {1, 2, 4}, 0, 1, 2);
    assertThat(singles.status()).isEqualTo(Status.SINGLES);
    assertThat(numbers(singles)).containsExactly(0, Double.NaN, 0, 0, 0, 0, 0);
  }

  @Test
  void memoryIsKnownBefore() {
    long activations = 4L * 5000 * 32768;

    assertThat(activations + ClassClusters.bytes(5000, 32768, 10)).isLessThan(2_000_000_000);
    assertThat(ClassClusters.bytes(5000, 3_000_000, 10)).isPositive();
  }

  private static void assertNothing(ClassClusters found, Status status) {
    assertThat(found.status()).isEqualTo(status);
    assertThat(numbers(found)).containsOnly(Double.NaN);
  }

  private static double[] numbers(ClassClusters of) {
    return DoubleStream.of(
            of.daviesBouldin(),
            of.calinskiHarabasz(),
            of.scatter(),
            of.silhouette(),
            of.cosineSilhouette(),
            of.purity(),
            of.cosinePurity())
        .toArray();
  }

  /** Definitions, one pair at a time. */
  private record Naive(float[] values, int units, int[] labels) {
    double euclidean(int i, int j) {
      double sum = 0;
      for (int u = 0; u < units; u++) {
        sum += Math.pow((double) values[i * units + u] - values[j * units + u], 2);
      }
      return Math.sqrt(sum);
    }

    double cosine(int i, int j) {
      double product = 0;
      double first = 0;
      double second = 0;
      for (int u = 0; u < units; u++) {
        double a = values[i * units + u];
        double b = values[j * units + u];
        product += a * b;
        first += a * a;
        second += b * b;
      }
      if (first == 0 || second == 0) {
        return first == second ? 0 : 1;
      }
      double distance = 1 - product / (Math.sqrt(first) * Math.sqrt(second));
      return Math.round(distance * 1e12) * 1e-12;
    }

    double silhouette(ToDoubleBiFunction<Integer, Integer> distance) {
      return samples()
          .mapToDouble(
              i -> {
                if (samples().filter(j -> labels[j] == labels[i]).count() == 1) {
                  return 0;
                }
                double a = mean(distance, i, labels[i]);
                double b =
                    IntStream.of(labels)
                        .distinct()
                        .filter(k -> k != labels[i])
                        .mapToDouble(k -> mean(distance, i, k))
                        .min()
                        .orElseThrow();
                return (b - a) / Math.max(a, b);
              })
          .average()
          .orElseThrow();
    }

    private double mean(ToDoubleBiFunction<Integer, Integer> distance, int i, int label) {
      return samples()
          .filter(j -> j != i && labels[j] == label)
          .mapToDouble(j -> distance.applyAsDouble(i, j))
          .average()
          .orElseThrow();
    }

    double purity(ToDoubleBiFunction<Integer, Integer> distance) {
      return samples()
          .mapToDouble(
              i ->
                  samples()
                      .filter(j -> j != i)
                      .boxed()
                      .sorted(Comparator.comparingDouble(j -> distance.applyAsDouble(i, j)))
                      .limit(10)
                      .mapToInt(j -> labels[j] == labels[i] ? 1 : 0)
                      .average()
                      .orElseThrow())
          .average()
          .orElseThrow();
    }

    double scatter() {
      double[][] means =
          IntStream.of(labels).distinct().mapToObj(this::mean).toArray(double[][]::new);
      double between = 0;
      for (int u = 0; u < units; u++) {
        int unit = u;
        double centre = DoubleStream.of(column(means, unit)).average().orElseThrow();
        between += DoubleStream.of(column(means, unit)).map(m -> (m - centre) * (m - centre)).sum();
      }
      double within =
          samples()
              .mapToDouble(
                  i -> {
                    double[] mean = mean(labels[i]);
                    return IntStream.range(0, units)
                        .mapToDouble(u -> Math.pow(values[i * units + u] - mean[u], 2))
                        .sum();
                  })
              .average()
              .orElseThrow();
      return within / (between / means.length);
    }

    private static double[] column(double[][] rows, int at) {
      return Stream.of(rows).mapToDouble(row -> row[at]).toArray();
    }

    private double[] mean(int label) {
      return IntStream.range(0, units)
          .mapToDouble(
              u ->
                  samples()
                      .filter(i -> labels[i] == label)
                      .mapToDouble(i -> values[i * units + u])
                      .average()
                      .orElseThrow())
          .toArray();
    }

    private IntStream samples() {
      return IntStream.range(0, labels.length);
    }
  }
}
