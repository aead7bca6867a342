package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.study.representation.Collapse.Status;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeuralCollapseTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.vector(1),
          new float[] {-5, 9, 2, 4, -1, 6},
          new int[] {0, 1, 0, 1, 0, 1},
          List.of("a", "b"),
          new Provenance("six", "train", Map.of()));

  /** Behind the ReLU stand 0, 2, 0 and 4, 6: means 2/3 and 5. */
  @Test
  void isOfTheChosenSamplesBehindTheCut() {
    NeuralCollapse.Found found =
        BehindRelu.of(
            new NeuralCollapse(
                SAMPLES.provenance(), Selection.Listed.of(0, 2, 3, 4, 5), BehindRelu.CUT),
            SAMPLES);

    double spread = (4 / 9.0 + 4 / 9.0 + 16 / 9.0 + 1 + 1) / 5;
    double between = Math.pow((5 - 2 / 3.0) / 2, 2);
    assertThat(found.all().status()).isEqualTo(Status.OK);
    assertThat(found.all().variability()).isCloseTo(spread / between, within(1e-12));
    assertThat(found.all().disagreement()).isBetween(0.0, 1.0);
    // halves: 0, 0, 6 and 2, 4
    assertThat(found.first().variability()).isZero();
  }
}
