package dev.assay.measure;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PooledDaviesBouldinTest {

  private static double index(Shape sample, float[] images, int... labels) {
    Dataset samples =
        Dataset.of(
            sample, images, labels, List.of("a", "b"), new Provenance("few", "train", Map.of()));
    Architecture architecture =
        Architecture.of(sample, conv(1, kernel(1)), relu(), flatten(), dense(2));
    try (Backend backend = Backends.open("auto", 1);
        Network network = new Network(backend, architecture, 1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.0.weight", new float[] {1},
                  "layers.0.bias", new float[1],
                  "layers.3.weight", new float[2 * sample.intSize()],
                  "layers.3.bias", new float[2]));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);
      return new PooledDaviesBouldin(samples.provenance(), "1-relu", 3).of(network, bench).value();
    }
  }

  /**
   * Of each image the largest of its first eight columns counts, four and four: (1, 0) and (3, 0)
   * of class a, (0, 5) and (0, 6) of b. The ninth column is left over. Centres are √(2² + 5.5²)
   * apart, samples 1 and ½ from their own.
   */
  @Test
  void placesArePooledByFour() {
    int pixels = 5 * 9;
    float[] images = new float[4 * pixels];
    images[2 * 9 + 1] = 1;
    images[pixels] = 3;
    images[2 * pixels + 9 + 6] = 5;
    images[3 * pixels + 3 * 9 + 7] = 6;
    for (int i = 0; i < 4; i++) {
      images[i * pixels + 8] = 100 + i; // the ninth column
      images[i * pixels + 4 * 9 + i] = 50 * i; // the fifth row
    }

    assertThat(index(Shape.image(1, 5, 9), images, 0, 0, 1, 1))
        .isCloseTo(1.5 / Math.hypot(2, 5.5), within(1e-6));
  }

  @Test
  void smallMapsAreTakenAsTheyAre() {
    assertThat(index(Shape.image(1, 1, 2), new float[] {1, 0, 3, 0, 0, 5, 0, 6}, 0, 0, 1, 1))
        .isCloseTo(1.5 / Math.hypot(2, 5.5), within(1e-6));
  }
}
