package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Dense;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KVarianceTest {
  /**
   * Two samples of a class are one pair, whichever halves are drawn: |1 − 4| and |2 − 4| with
   * shares of one half, over the root of the variance (n − 1) of 1, 4, 2, 4.
   */
  @Test
  void ofPairsItIsTheirDistance() {
    Dataset samples =
        Dataset.of(
            Shape.image(1, 1, 1),
            new float[] {1, 4, 2, 4},
            new int[] {0, 0, 1, 1},
            List.of("a", "b"),
            new Provenance("line", "train", Map.of()));
    Architecture architecture =
        Architecture.of(
            samples.sample(),
            Layers.flatten(),
            new Dense(1, false),
            Layers.relu(),
            Layers.dense(2));
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", new float[] {1},
                  "layers.3.weight", new float[] {1, -1},
                  "layers.3.bias", new float[2]));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);

      double found =
          new KVariance(samples.provenance(), new Selection.Drawn(4, 1), architecture.cutName(3), 7)
              .of(network, bench)
              .value();

      double mean = 11 / 4.0;
      double variance =
          ((1 - mean) * (1 - mean) + 2 * (4 - mean) * (4 - mean) + (2 - mean) * (2 - mean)) / 3;
      assertThat(found).isCloseTo((3 + 2) / 2.0 / Math.sqrt(variance), within(1e-6));
    }
  }
}
