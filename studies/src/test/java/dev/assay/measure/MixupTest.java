package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;

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

class MixupTest {
  /**
   * Class a has samples at −3 and 3 with their middle at 0; class b at 1 and 2. The network says a
   * below ½, b above: it keeps all of a's middles, and all of b's.
   */
  private static double kept(float threshold) {
    Dataset samples =
        Dataset.of(
            Shape.image(1, 1, 1),
            new float[] {-3, 3, 1, 2},
            new int[] {0, 0, 1, 1},
            List.of("a", "b"),
            new Provenance("line", "train", Map.of()));
    try (Backend backend = Backends.open("reference", 1);
        Network network =
            new Network(
                backend, Architecture.of(samples.sample(), Layers.flatten(), Layers.dense(2)), 1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", new float[] {-1, 1},
                  "layers.1.bias", new float[] {threshold, -threshold}));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);
      return new Mixup(samples.provenance(), 50, 1).of(network, bench).value();
    }
  }

  @Test
  void isTheMeanOverClassesOfMiddlesThatStay() {
    assertThat(kept(0.5f)).isEqualTo(1);
    assertThat(kept(-1)).isEqualTo(0.5);
    assertThat(kept(1.7f)).isEqualTo(0.5);
  }
}
