package dev.assay.measure;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.measure.AlteredMargins.By;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlteredMarginsTest {
  private static final int COUNT = 200;

  /** One unit {@code ReLU(Σ x + 10)}, then logits. */
  private static double value(By by, Dataset samples, float[] weight, float[] bias) {
    int pixels = samples.sample().intSize();
    float[] ones = new float[pixels];
    Arrays.fill(ones, 1);
    try (Backend backend = Backends.open("auto", 1);
        Network network =
            new Network(
                backend,
                Architecture.of(samples.sample(), flatten(), dense(1), relu(), dense(2)),
                1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", ones,
                  "layers.1.bias", new float[] {10},
                  "layers.3.weight", weight,
                  "layers.3.bias", bias));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);
      return new AlteredMargins(samples.provenance(), by, COUNT, "2-relu", 3)
          .of(network, bench)
          .value();
    }
  }

  private static Dataset data(Shape sample, float[] images, int... labels) {
    return Dataset.of(
        sample, images, labels, List.of("a", "b"), new Provenance("few", "train", Map.of()));
  }

  /**
   * Class a lies at −3 and 3, b at 1 and 2; the boundary is at 1.7. Middles are at 0 and 1.5, so
   * margins are 1.7, and −0.2 on the wrong side.
   */
  @Test
  void middlesThatLeaveTheirClassHaveNegativeMargins() {
    Dataset samples = data(Shape.image(1, 1, 1), new float[] {-3, 3, 1, 2}, 0, 0, 1, 1);
    int[][] pairs =
        Tuples.draw(samples.labels(), Tuples.clean(samples), true, 2, COUNT, 3).tuples();
    double ofA = Arrays.stream(pairs).filter(pair -> pair[0] < 2).count() / (double) COUNT;

    double found = value(By.MIXUP, samples, new float[] {-1, 1}, new float[] {11.7f, -11.7f});

    double mean = 1.7 * ofA - 0.2 * (1 - ofA);
    assertThat(ofA).isBetween(0.3, 0.7);
    assertThat(found).isCloseTo(mean / (1.5 * Math.sqrt(ofA * (1 - ofA))), within(1e-4));
  }

  /**
   * Only the middle of nine pixels is 1, so 9 of the 25 shifts keep it. The margin is the unit's
   * value less 10: 1, or 0 where the image is gone.
   */
  @Test
  void movedImagesLoseWhatLeavesThem() {
    float[] images = new float[COUNT * 9];
    for (int i = 0; i < COUNT; i++) {
      images[i * 9 + 4] = 1;
    }
    Dataset samples = data(Shape.image(1, 3, 3), images, new int[COUNT]);

    double found = value(By.AUGMENT, samples, new float[] {1, 0}, new float[] {-10, 0});

    // √(p / (1 − p)) of a share p, which is 9/25 ± 0.034 of 200
    assertThat(found).isCloseTo(0.75, within(0.12));
  }
}
