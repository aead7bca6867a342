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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class FlatnessTest {
  private static final int SAMPLES = 200;

  /** The upper decile of the normal distribution. */
  private static final double DECILE = 1.2815516;

  private static Dataset unitVectors() {
    float[] points = new float[SAMPLES * SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      points[i * SAMPLES + i] = 1;
    }
    return Dataset.of(
        Shape.image(1, 1, SAMPLES),
        points,
        new int[SAMPLES],
        List.of("a", "b"),
        new Provenance("unit vectors", "train", Map.of()));
  }

  /**
   * Each sample has weights of its own, (lead, 0): with noise σ it is classified rightly with
   * probability Φ(lead / (√2 σ)); with noise in units of the weights, with Φ(1 / σ) nearly.
   */
  @Test
  void isTheNoiseAtWhichATenthIsLost() {
    float lead = 0.4f;
    Dataset samples = unitVectors();
    Architecture architecture =
        Architecture.of(samples.sample(), Layers.flatten(), new Dense(2, false));
    try (Backend backend = Backends.open("auto", 1);
        Network network = new Network(backend, architecture, 1);
        Network before = new Network(backend, architecture, 2)) {
      float[] weights = new float[2 * SAMPLES];
      Arrays.fill(weights, 0, SAMPLES, lead);
      network.parameters().set(Map.of("layers.1.weight", weights));
      before.parameters().set(Map.of("layers.1.weight", new float[2 * SAMPLES]));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);
      Selection all = new Selection.Drawn(SAMPLES, 1);

      Flatness.Found found =
          new Flatness(samples.provenance(), all, 5).of(List.of(network, before), bench);

      assertThat(found.sigma())
          .isCloseTo(lead / (DECILE * Math.sqrt(2)), Percentage.withPercentage(5));
      assertThat(found.relative()).isCloseTo(1 / DECILE, Percentage.withPercentage(5));
      double squares = SAMPLES * lead * lead;
      assertThat(found.squares()).isCloseTo(squares, Percentage.withPercentage(1e-4));
      assertThat(found.moved()).isEqualTo(found.squares());
      double floor = 1e-6;
      double variance = found.relative() * found.relative();
      double top = floor + (variance + 1) * squares / (2 * SAMPLES);
      double divergence =
          SAMPLES * Math.log(top / (floor + variance * lead * lead))
              + SAMPLES * Math.log(top / floor);
      assertThat(found.divergence()).isCloseTo(divergence, within(1e-3));
      assertThat(found.fromZero()).isEqualTo(found.divergence());
      assertThat(network.parameters().values().get("layers.1.weight")).isEqualTo(weights);
    }
  }
}
