package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChanceTest {
  @Test
  void theCommonestClassAndThreeStandardErrors() {
    int[] labels = {2, 0, 2, 1, 2, 2, 0, 1};
    Dataset test =
        Dataset.of(
            Shape.of(1),
            new float[labels.length],
            labels,
            List.of("a", "b", "c", "never"),
            new Provenance("some", "test", Map.of()));

    assertThat(Chance.of(test)).isEqualTo(new Chance(8, 0.5));
    // 0.1 and three times √(0.1 · 0.9 / 900) = 0.01
    Chance tenth = new Chance(900, 0.1);
    assertThat(tenth.isBeatenBy(0.1299)).isFalse();
    assertThat(tenth.isBeatenBy(0.1301)).isTrue();
  }

  /** All samples are of one class: nothing can be better. */
  @Test
  void certaintyIsNotBeaten() {
    assertThat(new Chance(5, 1).isBeatenBy(1)).isFalse();
  }
}
