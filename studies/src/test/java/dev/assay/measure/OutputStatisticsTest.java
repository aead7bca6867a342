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
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputStatisticsTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.image(1, 1, 1),
          new float[] {0, 1},
          new int[] {0, 1},
          List.of("a", "b"),
          new Provenance("two", "train", Map.of()));

  /** Logits (0, 0) and (0, ln 3): p is (1/2, 1/2) and (1/4, 3/4). */
  @Test
  void byHand() {
    try (Backend backend = Backends.open("reference", 1);
        Network network =
            new Network(
                backend, Architecture.of(SAMPLES.sample(), Layers.flatten(), Layers.dense(2)), 1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", new float[] {0, (float) Math.log(3)},
                  "layers.1.bias", new float[] {0, 0}));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(SAMPLES);

      OutputStatistics.Statistics found =
          new OutputStatistics(SAMPLES.provenance()).of(network, bench);

      double second = -.25 * Math.log(.25) - .75 * Math.log(.75);
      assertThat(found.entropy()).isCloseTo((Math.log(2) + second) / 2, within(1e-7));
      assertThat(found.alignment()).isCloseTo(Math.pow(.25 * Math.log(3), 2) / 2, within(1e-7));
    }
  }
}
