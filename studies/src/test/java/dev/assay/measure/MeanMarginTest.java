package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeanMarginTest {
  /**
   * Logits (3x + 4y, 0): the boundary is a line, |3x + 4y| / 5 away; the third is misclassified.
   */
  @Test
  void isTheMeanOverFittedSamples() {
    assertThat(mean(new float[] {1, 0, 0, 1, 1, 1, -2, 0}, 0, 0, 1, 1))
        .satisfies(
            mean -> {
              assertThat(mean.value()).isCloseTo((0.6 + 0.8 + 1.2) / 3, within(1e-6));
              assertThat(mean.count()).isEqualTo(3);
              assertThat(mean.failed()).isZero();
            });
  }

  @Test
  void ofNoFittedSampleThereIsNone() {
    MeanMargin.Mean mean = mean(new float[] {1, 0, 0, 1}, 1, 1);

    assertThat(mean.value()).isNaN();
    assertThat(mean.count()).isZero();
  }

  @Test
  void summariesHaveQuartiles() {
    MarginSummary.Summary found =
        of(MarginSummary::new, new float[] {1, 0, 0, 1, 1, 1, -2, 0}, 0, 0, 1, 1);

    assertThat(found.mean()).isCloseTo((0.6 + 0.8 + 1.2) / 3, within(1e-6));
    assertThat(found.quartile()).isCloseTo(0.6, within(1e-6));
    assertThat(found.median()).isCloseTo(0.8, within(1e-6));
    assertThat(of(MarginSummary::new, new float[] {1, 0}, 1).median()).isNaN();
  }

  private static MeanMargin.Mean mean(float[] points, int... labels) {
    return of(MeanMargin::new, points, labels);
  }

  private static <R extends Record> R of(
      Function<Margins, NetworkMeasure<R>> measure, float[] points, int... labels) {
    Dataset samples =
        Dataset.of(
            Shape.image(1, 1, 2),
            points,
            labels,
            List.of("a", "b"),
            new Provenance("points", "train", Map.of()));
    Selection all = Selection.Listed.of(IntStream.range(0, labels.length).toArray());
    try (Backend backend = Backends.open("reference", 1);
        Network network =
            new Network(
                backend, Architecture.of(samples.sample(), Layers.flatten(), Layers.dense(2)), 1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", new float[] {3, 4, 0, 0},
                  "layers.1.bias", new float[] {0, 0}));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);
      Margins margins =
          new Margins(samples.provenance(), all, Space.input(), MarginSolver.FirstOrder.standard());
      return measure.apply(margins).of(network, bench);
    }
  }
}
