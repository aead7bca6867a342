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
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.vector(1),
          new float[] {-5, 9, 2, 4, -1, 6, 1, 3},
          new int[] {0, 1, 0, 1, 0, 1, 0, 1},
          List.of("a", "b"),
          new Provenance("eight", "train", Map.of()));

  /** One unit each: the square of a correlation, of x without its sign and of x. */
  @Test
  void isOfALayerOfEachNetwork() {
    try (Backend backend = Backends.open("reference", 1);
        Network first =
            new Network(
                backend, Architecture.of(SAMPLES.sample(), Layers.relu(), Layers.dense(2)), 1);
        Network second =
            new Network(
                backend, Architecture.of(SAMPLES.sample(), Layers.flatten(), Layers.dense(2)), 1)) {
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(SAMPLES);
      Alignment measure =
          new Alignment(
              SAMPLES.provenance(), Selection.Listed.of(0, 1, 2, 3, 4, 5), "0-relu", "0-flatten");

      Alignment.Found found = measure.of(List.of(first, second), bench);
      double[] x = {-5, 9, 2, 4, -1, 6};
      double[] relu = {0, 9, 2, 4, 0, 6};
      double expected = product(x, relu) * product(x, relu) / product(x, x) / product(relu, relu);
      assertThat(found.all().plain()).isCloseTo(expected, within(1e-12)).isLessThan(0.95);
      assertThat(found.samples()).isEqualTo(6);
      assertThat(found.units()).isEqualTo(1);

      Alignment alone = new Alignment(measure.data(), measure.samples(), "0-relu", "0");
      assertThat(alone.of(List.of(first), bench).all().plain()).isCloseTo(1, within(1e-12));
      assertThatThrownBy(() -> measure.of(List.of(), bench)).hasMessageContaining("given 0");
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - mean(a)) * (b[i] - mean(b));
    }
    return sum;
  }

  private static double mean(double[] of) {
    return Arrays.stream(of).average().orElseThrow();
  }
}
