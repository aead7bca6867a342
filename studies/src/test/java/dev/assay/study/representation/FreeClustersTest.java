package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.random.Streams;
import dev.assay.study.representation.FreeClusters.Status;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreeClustersTest {
  private static FreeClusters of(int units, float[] values, int... labels) {
    return of(SparsenessTest.representation(Shape.vector(units), values, labels));
  }

  private static FreeClusters of(Representation all) {
    LinearAlgebra algebra = LinearAlgebra.java();
    return FreeClusters.of(all, Proximity.of(all, Gram.of(all, algebra)), 5);
  }

  /** Around axes: four directions in two classes, so each class has two parts. */
  private static Representation parts(int count) {
    float[] values = new float[count * 4];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 4 / 2;
      for (int u = 0; u < 4; u++) {
        values[i * 4 + u] =
            (float) Math.abs((u == i % 4 ? 1 : 0) + 0.05 * Streams.normal(3, i * 4 + u));
      }
    }
    return SparsenessTest.representation(Shape.vector(4), values, labels);
  }

  @Test
  void partsOfClassesAreFound() {
    FreeClusters found = of(parts(120));

    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(found.kMeans().clusters()).isEqualTo(2);
    assertThat(found.average().clusters()).isEqualTo(2);
    // four clusters of equal size, two in each class: I = log 2, H = log 4 and log 2
    for (Grouping four : List.of(found.kMeansChosen(), found.averageChosen(), found.dbscan())) {
      assertThat(four.clusters()).isEqualTo(4);
      assertThat(four.purity()).isCloseTo(1, within(0.05));
      assertThat(four.information()).isCloseTo(2 / 3.0, within(0.05));
      assertThat(four.silhouette()).isGreaterThan(0.8);
    }
    assertThat(found.dbscan().noise()).isLessThan(0.2);
    assertThat(found.within().classes()).isEqualTo(2);
    assertThat(found.within().clusters()).isEqualTo(2);
    assertThat(found.within().silhouette()).isGreaterThan(0.8);
  }

  @Test
  void cosinesAreOfPairsOfOneClassAndOfTwo() {
    FreeClusters found = of(2, new float[] {1, 0, 2, 2, 0, 3, -1, 0}, 0, 0, 1, 1);
    double root = Math.sqrt(0.5);

    assertThat(found.cosines().within()).isCloseTo(root / 2, within(1e-6));
    assertThat(found.cosines().between()).isCloseTo((0 - 1 + root - root) / 4, within(1e-6));
    assertThat(found.cosines().withinCounts()[50]).isEqualTo(1);
    assertThat(found.cosines().withinCounts()[85]).isEqualTo(1);
    assertThat(found.cosines().betweenCounts()[0]).isEqualTo(1);
    assertThat(IntStream.of(found.cosines().betweenCounts()).sum()).isEqualTo(4);
    assertThat(IntStream.of(found.cosines().withinCounts()).sum()).isEqualTo(2);
  }

  @Test
  void halvesLookAtTheirRowsOfAllDistances() {
    Representation all = parts(80);
    LinearAlgebra algebra = LinearAlgebra.java();
    Representation half = all.half(true);
    float[] values = new float[half.count() * 4];
    for (int i = 0; i < half.count(); i++) {
      System.arraycopy(all.values(), half.start(i), values, 4 * i, 4);
    }
    Representation alone = SparsenessTest.representation(Shape.vector(4), values, half.targets());

    FreeClusters found = FreeClusters.of(half, Proximity.of(all, Gram.of(all, algebra)), 5);
    assertThat(found).usingRecursiveComparison().isEqualTo(of(alone));
    assertThat(found.cosines().within()).isNotEqualTo(of(all).cosines().within());
  }

  @Test
  void whatSaysLittleHasAStatus() {
    for (float value : new float[] {0, 3}) {
      FreeClusters equal = of(2, new float[] {value, value, value, value, value, value}, 0, 1, 1);
      assertThat(equal.status()).isEqualTo(Status.EQUAL);
      for (Grouping one : groupings(equal)) {
        assertThat(one.clusters()).isEqualTo(1);
        assertThat(one.silhouette()).isNaN();
        assertThat(one.information()).isZero();
        assertThat(one.adjustedInformation()).isZero();
        assertThat(one.adjustedRand()).isZero();
        assertThat(one.purity()).isCloseTo(2 / 3.0, within(1e-12));
      }
      assertThat(equal.within().classes()).isZero();
      assertThat(equal.within().clusters()).isNaN();
    }
    FreeClusters few = of(1, new float[] {1, 1, 7, 7, 7}, 0, 1, 2, 2, 2);
    assertThat(few.status()).isEqualTo(Status.FEW_POINTS);
    assertThat(few.kMeans().clusters()).isEqualTo(2);

    assertThat(of(1, new float[] {1, 2, 7}, 3, 3, 3).status()).isEqualTo(Status.ONE_CLASS);
    FreeClusters singles = of(1, new float[] {1, 2, 7}, 0, 1, 2);
    assertThat(singles.status()).isEqualTo(Status.OK);
    assertThat(singles.kMeans().adjustedRand()).isEqualTo(1);
    assertThat(singles.cosines().within()).isNaN();

    for (FreeClusters nothing :
        List.of(
            of(1, new float[] {1}, 0), of(1, new float[0]), of(1, new float[] {1, 0f / 0}, 0, 1))) {
      assertThat(nothing.status()).isIn(Status.FEW_SAMPLES, Status.NOT_FINITE);
      assertThat(groupings(nothing)).allMatch(one -> Double.isNaN(one.purity()));
      assertThat(nothing.cosines().between()).isNaN();
    }
  }

  private static List<Grouping> groupings(FreeClusters of) {
    return Method.ALL.stream().map(method -> method.of().apply(of)).toList();
  }

  @Test
  void memoryIsKnownBefore() {
    long activations = 4L * 5000 * 32768;

    assertThat(2 * activations + 2 * Gram.bytes(5000) + FreeClusters.bytes(5000))
        .isLessThan(2_000_000_000);
    assertThat(FreeClusters.bytes(46_340)).isGreaterThan(20_000_000_000L);
  }
}
