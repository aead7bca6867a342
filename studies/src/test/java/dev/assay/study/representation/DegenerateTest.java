package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Few samples, units, classes and values, so that all that can be degenerate is: no index fails,
 * and one without a value has a status that says why.
 */
class DegenerateTest {
  private static final int DRAWN = 400;
  private static final float[] SCALES = {1, 1e-38f, 1e-20f, 1e37f};

  /** Of what is drawn: 0 to 8 samples, 1 to 3 channels of 1 or 2 places, some of 5 classes. */
  private static Representation drawn(int seed) {
    int count = Streams.integer(seed, 0, 9);
    int channels = 1 + Streams.integer(seed, 1, 3);
    int places = 1 + Streams.integer(seed, 2, 2);
    int levels = 1 + Streams.integer(seed, 3, 4);
    int classes = 1 + Streams.integer(seed, 4, 5);
    float scale = SCALES[Streams.integer(seed, 5, SCALES.length)];
    float lowest = Streams.integer(seed, 6, 4) == 0 ? -1 : 0;
    float[] values = new float[count * channels * places];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (lowest + Streams.integer(seed, 100 + i, levels));
    }
    if (values.length > 0 && Streams.integer(seed, 7, 20) == 0) {
      values[0] = Streams.integer(seed, 8, 2) == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
    }
    int[] labels =
        IntStream.range(0, count).map(i -> Streams.integer(seed, 50 + i, classes)).toArray();
    return SparsenessTest.representation(Shape.image(channels, places, 1), values, labels);
  }

  private static <T> List<T> parts(Halves<T> found) {
    return List.of(found.all(), found.first(), found.second());
  }

  private static <T> void check(
      T found, List<Index<T>> indices, Enum<?> status, double lowest, double highest) {
    for (Index<T> index : indices) {
      double value = index.of().applyAsDouble(found);
      if (status.name().equals("OK")) {
        assertThat(value).as("%s of %s", index.column(), found).isFinite();
      }
      if (!Double.isNaN(value)) {
        assertThat(value).as("%s of %s", index.column(), found).isBetween(lowest, highest);
      }
    }
  }

  @Test
  void sparsityIsAShareOrHasAStatus() {
    for (int seed = 0; seed < DRAWN; seed++) {
      for (Sparseness found : parts(Halves.of(drawn(seed), Sparseness::of))) {
        check(found, Indices.SPARSITY, found.status(), -1e-9, 1 + 1e-9);
      }
    }
  }

  @Test
  void clustersOfClassesHaveValuesOrAStatus() {
    for (int seed = 0; seed < DRAWN; seed++) {
      for (Features features : Features.values()) {
        Representation all = features.of(drawn(seed));
        Gram products = Gram.of(all, LinearAlgebra.java());
        for (ClassClusters found :
            parts(Halves.of(all, part -> ClassClusters.of(part, products)))) {
          check(found, Indices.CLUSTERING, found.status(), -1, 1);
          check(found, Indices.RATIOS, found.status(), 0, Double.POSITIVE_INFINITY);
          assertThat(Double.isInfinite(found.calinskiHarabasz()))
              .isEqualTo(found.status() == ClassClusters.Status.POINTS);
        }
      }
    }
  }

  /** Of one cluster there is no silhouette; of no pair no cosine; of few points no sub-cluster. */
  @Test
  void clustersFoundWithoutLabelsAgreeOrHaveAStatus() {
    List<Index<Grouping>> defined =
        Indices.GROUPING.stream().filter(index -> !index.column().equals("silhouette")).toList();
    for (int seed = 0; seed < DRAWN; seed++) {
      for (Features features : Features.values()) {
        Representation all = features.of(drawn(seed));
        Proximity near = Proximity.of(all, Gram.of(all, LinearAlgebra.java()));
        for (FreeClusters found : parts(Halves.of(all, part -> FreeClusters.of(part, near, 1)))) {
          for (Method method : Method.ALL) {
            Grouping one = method.of().apply(found);
            check(one, defined, found.status(), -1, 9);
            assertThat(Double.isNaN(one.silhouette())).isEqualTo(one.clusters() < 2);
          }
          check(found, Indices.PAIRS, FreeClusters.Status.EQUAL, -1.0001, 8);
        }
      }
    }
  }

  @Test
  void collapseHasValuesOrAStatus() {
    for (int seed = 0; seed < DRAWN; seed++) {
      Representation all = drawn(seed);
      int classes = 1 + Streams.integer(seed, 9, 5);
      float[] weights = new float[classes * all.units()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Streams.integer(seed, 1000 + i, 3) - 1;
      }
      Readout readout = new Readout(weights, classes, new int[all.count()]);
      for (Optional<Readout> last : List.of(Optional.of(readout), Optional.<Readout>empty())) {
        Halves<Collapse> halves =
            Halves.of(all, part -> Collapse.of(part, last, LinearAlgebra.java()));
        for (Collapse found : parts(halves)) {
          check(found, Indices.COLLAPSE, found.status(), 0, 1e15);
        }
      }
    }
  }

  @Test
  void similarityHasAValueOrAStatus() {
    for (int seed = 0; seed < DRAWN; seed++) {
      Representation first = drawn(seed);
      float[] other = new float[first.values().length];
      for (int i = 0; i < other.length; i++) {
        other[i] = Streams.integer(seed, 2000 + i, 2);
      }
      Representation second = SparsenessTest.representation(first.shape(), other, first.labels());
      for (Similarity found : parts(Similarity.of(first, second, LinearAlgebra.java()))) {
        check(found, Indices.SIMILARITY, found.status(), -1e3, 1e3);
      }
    }
  }
}
