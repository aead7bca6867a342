package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.study.NetworkSubject;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerCodesTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.vector(2),
          new float[] {1, -1, 9, 9, -2, 3, 4, 0, 5, 0},
          new int[] {0, 1, 1, 0, 1},
          List.of("a", "b"),
          new Provenance("five", "train", Map.of()));

  /** Codes are 10, 01, 10 and 10 of the classes a, b, a, b. */
  @Test
  void describesTheChosenSamples() {
    LayerCodes.Found found =
        BehindRelu.of(
            new LayerCodes(SAMPLES.provenance(), Selection.Listed.of(0, 2, 3, 4), BehindRelu.CUT),
            SAMPLES);

    assertThat(found.codes().unique()).isEqualTo(2);
    assertThat(found.codes().purity()).isEqualTo(0.75);
    // of the pairs in a class, a a is equal and b b differs in both units
    assertThat(found.codes().within()).isEqualTo(0.5);
    assertThat(found.codes().between()).isEqualTo(0.5);
    assertThat(found.codes().dead()).isZero();
    double first =
        Math.pow(2, -(2 / 3.0 * Math.log(2 / 3.0) + 1 / 3.0 * Math.log(1 / 3.0)) / Math.log(2));
    assertThat(found.perplexity()).isCloseTo((first + 1) / 2, within(1e-12));
  }

  /** Held against activations, unit by unit. */
  @Test
  void countsSamplesWhoseCodeIsAnother() {
    Architecture architecture =
        Architecture.of(SAMPLES.sample(), Layers.dense(3), Layers.relu(), Layers.dense(2));
    CodeChange change =
        new CodeChange(SAMPLES.provenance(), Selection.Listed.of(0, 1, 2, 3, 4), "1-relu");
    try (Backend backend = Backends.open("reference", 1);
        Network first = new Network(backend, architecture, 1);
        Network second = new Network(backend, architecture, 2)) {
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(SAMPLES);
      float[] before = activations(first);
      float[] after = activations(second);
      int changed = 0;
      for (int i = 0; i < 5; i++) {
        boolean differs = false;
        for (int u = 3 * i; u < 3 * i + 3; u++) {
          differs |= before[u] > 0 != after[u] > 0;
        }
        changed += differs ? 1 : 0;
      }

      assertThat(changed).isPositive();
      assertThat(change.of(List.of(first, second), bench).share()).isEqualTo(changed / 5.0);
      assertThat(change.of(List.of(first, first), bench).share()).isZero();
      assertThatThrownBy(() -> change.of(List.of(first), bench))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static float[] activations(Network network) {
    return new NetworkSubject(network, SAMPLES)
        .hidden("1-relu")
        .activations(SAMPLES.images(), SAMPLES.count());
  }
}
