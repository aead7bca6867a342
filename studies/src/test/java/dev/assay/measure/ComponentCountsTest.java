package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComponentCountsTest {
  /** Of ten pixels eight vary, each by itself, with variances in proportion to the squares. */
  private static final float[] DEVIATIONS = {0.5f, 3, 0.7f, 0, 10, 0.9f, 1, 0, 0.6f, 0.8f};

  @Test
  void countsThemAndThoseBeforeTheKnee() {
    int pixels = DEVIATIONS.length;
    float[] images = new float[2 * pixels * pixels];
    for (int i = 0; i < pixels; i++) {
      images[2 * i * pixels + i] = DEVIATIONS[i];
      images[(2 * i + 1) * pixels + i] = -DEVIATIONS[i];
    }
    Dataset samples =
        Dataset.of(
            Shape.image(1, 2, 5),
            images,
            new int[2 * pixels],
            List.of("a"),
            new Provenance("crosses", "train", Map.of()));
    try (Backend backend = Backends.open("reference", 1)) {
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);

      // 1 − variance, scaled, lies furthest above the diagonal at the second: 0.91 − 1/9
      assertThat(new ComponentCounts(samples.provenance()).of(List.of(), bench))
          .isEqualTo(new ComponentCounts.Counts(8, 2));
    }
  }
}
