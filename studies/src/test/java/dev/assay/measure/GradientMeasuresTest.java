package dev.assay.measure;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Dense;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of {@link JacobianNorm} and {@link GradientNoise}. */
class GradientMeasuresTest {
  private static final int SAMPLES = 60;

  private static Dataset data(int width, float... points) {
    int count = points.length / width;
    return Dataset.of(
        Shape.image(1, 1, width),
        points,
        new int[count],
        List.of("a", "b"),
        new Provenance("points", "train", Map.of()));
  }

  private static <R extends Record> R take(
      NetworkMeasure<R> measure,
      Dataset samples,
      Architecture architecture,
      Map<String, float[]> weights) {
    try (Backend backend = Backends.open("auto", 1);
        Network network = new Network(backend, architecture, 1)) {
      network.parameters().set(weights);
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);
      R found = measure.of(network, bench);
      network
          .parameters()
          .values()
          .forEach((name, values) -> assertThat(values).isEqualTo(weights.get(name)));
      return found;
    }
  }

  /** At (1, 1) both units are on and J = ((1, 3), (2, 1)); at (1, −9) only the first is. */
  @Test
  void theJacobianIsTheProductOfWhatIsOn() {
    Dataset samples = data(2, 1, 1, 1, -9);

    double norm =
        take(
                new JacobianNorm(samples.provenance(), Selection.Listed.of(0, 1)),
                samples,
                Architecture.of(samples.sample(), flatten(), dense(2), relu(), dense(2)),
                Map.of(
                    "layers.1.weight", new float[] {1, 0, 0, 1},
                    "layers.1.bias", new float[2],
                    "layers.3.weight", new float[] {1, 3, 2, 1},
                    "layers.3.bias", new float[] {7, 7}))
            .value();

    assertThat(norm).isCloseTo((Math.sqrt(15) + Math.sqrt(5)) / 2, within(1e-6));
  }

  /**
   * Samples are unit vectors, weights 0: the gradient of each is (−½, ½) at weights of its own. So
   * squares are ½, means of batches orthogonal, and the trace is ½, dropout or not.
   */
  @Test
  void noiseIsTheTraceOfTheCovariance() {
    float[] points = new float[SAMPLES * SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      points[i * SAMPLES + i] = 1;
    }
    Dataset samples = data(SAMPLES, points);

    double noise =
        take(
                new GradientNoise(samples.provenance(), new Selection.Drawn(SAMPLES, 1), 3),
                samples,
                Architecture.of(samples.sample(), flatten(), dropout(0.5), new Dense(2, false)),
                Map.of("layers.2.weight", new float[2 * SAMPLES]))
            .value();

    assertThat(noise).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void equalSamplesHaveNone() {
    float[] points = new float[2 * 30];
    Arrays.fill(points, 0.5f);
    Dataset samples = data(2, points);

    GradientNoise.Found found =
        take(
            new GradientNoise(samples.provenance(), new Selection.Drawn(30, 1), 3),
            samples,
            Architecture.of(samples.sample(), flatten(), new Dense(2, false)),
            Map.of("layers.1.weight", new float[] {1, 2, 3, -4}));

    assertThat(found.value()).isCloseTo(0, within(1e-6));
  }

  @Test
  void oneBatchIsTooFew() {
    Dataset samples = data(1, new float[19]);

    GradientNoise.Found found =
        take(
            new GradientNoise(samples.provenance(), new Selection.Drawn(19, 1), 3),
            samples,
            Architecture.of(samples.sample(), flatten(), new Dense(2, false)),
            Map.of("layers.1.weight", new float[2]));

    assertThat(found.value()).isNaN();
  }
}
