package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.study.representation.Sparseness;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparsityTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.vector(2),
          new float[] {1, -1, 9, 9, -2, 3, 4, 0},
          new int[] {0, 1, 1, 0},
          List.of("a", "b"),
          new Provenance("four", "train", Map.of()));

  /** Behind the ReLU stand (1 0), (0 3), (4 0). */
  @Test
  void isOfTheChosenSamplesBehindTheCut() {
    Sparsity.Found found =
        BehindRelu.of(
            new Sparsity(SAMPLES.provenance(), Selection.Listed.of(0, 2, 3), BehindRelu.CUT),
            SAMPLES);

    assertThat(found.all().elements()).isEqualTo(0.5);
    assertThat(found.all().selectivity()).isEqualTo(1);
    // units (1 0 4) and (0 3 0)
    double first = (1 - 25 / 9.0 / (17 / 3.0)) / (2 / 3.0);
    assertThat(found.all().lifetime()).isCloseTo((first + 1) / 2, within(1e-12));
    assertThat(found.first().selectivity()).isEqualTo(1);
    assertThat(found.second().status()).isEqualTo(Sparseness.Status.FEW_SAMPLES);
  }
}
