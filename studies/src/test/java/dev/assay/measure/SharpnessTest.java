package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;

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

class SharpnessTest {
  private static final int SAMPLES = 40;

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
   * Each sample has weights of its own, (lead, 0). The worst change takes α from one and gives it
   * to the other: all samples are lost at once, at α = lead/2, or where weights are units, at α = 1
   * nearly.
   */
  @Test
  void isTheBoxWhoseCornerCostsATenth() {
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

      Sharpness.Found found =
          new Sharpness(samples.provenance(), new Selection.Drawn(SAMPLES, 1), 5)
              .of(List.of(network, before), bench);

      assertThat(found.radius()).isCloseTo(lead / 2, Percentage.withPercentage(2));
      assertThat(found.relative()).isCloseTo(1, Percentage.withPercentage(2));
      assertThat(found.parameters()).isEqualTo(2 * SAMPLES);
      assertThat(found.squares())
          .isEqualTo(found.moved())
          .isCloseTo(SAMPLES * lead * lead, Percentage.withPercentage(1e-4));
      double variance = found.relative() * found.relative();
      double more = 4 * Math.log(2 * 2 * SAMPLES / 0.01);
      double top = 1e-6 + (variance + more) * found.moved() / (2 * SAMPLES);
      double divergence =
          SAMPLES * Math.log(top / (1e-6 + variance * lead * lead))
              + SAMPLES * Math.log(top / 1e-6);
      assertThat(found.divergence()).isCloseTo(divergence, Percentage.withPercentage(1e-3));
      assertThat(network.parameters().values().get("layers.1.weight")).isEqualTo(weights);
    }
  }

  @Test
  void runningStatisticsStayAsTheyWere() {
    Dataset samples = unitVectors();
    Architecture architecture =
        Architecture.of(
            samples.sample(),
            Layers.flatten(),
            Layers.dense(3),
            Layers.batchNorm(),
            Layers.dense(2));
    try (Backend backend = Backends.open("auto", 1);
        Network network = new Network(backend, architecture, 1);
        Network before = new Network(backend, architecture, 2)) {
      Map<String, float[]> weights = network.parameters().values();
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);

      new Sharpness(samples.provenance(), new Selection.Drawn(SAMPLES, 1), 5)
          .of(List.of(network, before), bench);

      network
          .parameters()
          .values()
          .forEach((name, values) -> assertThat(values).as(name).isEqualTo(weights.get(name)));
    }
  }
}
