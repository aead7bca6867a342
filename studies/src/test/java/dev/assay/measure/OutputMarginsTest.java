package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.measure.OutputMargins.Summary;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputMarginsTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.image(1, 1, 2),
          new float[] {1, 0, 0, 1, 1, 1, 0.5f, -2},
          new int[] {0, 0, 2, 1},
          List.of("a", "b", "c"),
          new Provenance("four", "train", Map.of()));

  /** Logits by hand: (2x, 3y + 1, x − y). */
  @Test
  void isTheLeadOfTheLabelOverTheBestOther() {
    try (Backend backend = Backends.open("reference", 1);
        Network network =
            new Network(
                backend, Architecture.of(SAMPLES.sample(), Layers.flatten(), Layers.dense(3)), 1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", new float[] {2, 0, 0, 3, 1, -1},
                  "layers.1.bias", new float[] {0, 1, 0}));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(SAMPLES);

      Summary found = new OutputMargins(SAMPLES.provenance()).of(network, bench);

      // 1, −4, −4, −7.5
      assertThat(found.mean()).isCloseTo(-3.625, within(1e-6));
      assertThat(found.decile()).isCloseTo(-7.5, within(1e-6));
      assertThat(found.quartile()).isCloseTo(-7.5, within(1e-6));
      assertThat(found.median()).isCloseTo(-4, within(1e-6));
    }
  }

  @Test
  void quantilesAreValuesThatOccur() {
    double[] sorted = {1, 2, 3, 4};

    assertThat(Summary.quantile(sorted, 0)).isEqualTo(1);
    assertThat(Summary.quantile(sorted, 0.25)).isEqualTo(1);
    assertThat(Summary.quantile(sorted, 0.5)).isEqualTo(2);
    assertThat(Summary.quantile(sorted, 0.51)).isEqualTo(3);
    assertThat(Summary.quantile(sorted, 1)).isEqualTo(4);
    assertThat(Summary.of(new double[] {4, 1, 3, 2})).isEqualTo(new Summary(2.5, 1, 1, 2));
    assertThat(Summary.of(new double[] {7})).isEqualTo(new Summary(7, 7, 7, 7));
  }
}
