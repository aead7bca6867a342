package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PreprocessingTest {
  @Test
  void rangeMeanAndDeviationAreOneStep() {
    Preprocessing caffe =
        new Preprocessing(-1, 3, List.of(0.5f, 0.25f), List.of(2f)); // 4 x − 1, then each
    float[] pixels = {0, 0.5f, 1, 0.25f};
    float[] found = new float[4];
    caffe.of(2).apply(0, Shape.image(2, 1, 2), pixels, found);
    float[] expected = new float[4];
    for (int i = 0; i < 4; i++) {
      expected[i] = (4 * pixels[i] - 1 - (i < 2 ? 0.5f : 0.25f)) / 2;
    }
    assertThat(found).containsExactly(expected, within(1e-6f));
    assertThat(Alteration.parse(caffe.of(2).text())).isEqualTo(caffe.of(2));
  }

  @Test
  void aCheckpointsSettingsTellIt() {
    Preprocessing told = new Preprocessing(0, 255, List.of(1e-5f, 3f), List.of());
    assertThat(Preprocessing.of(told.settings())).isEqualTo(told);
    assertThat(Preprocessing.of(Map.of())).isEqualTo(Preprocessing.NONE);
    assertThat(Preprocessing.of(Preprocessing.NONE.settings())).isEqualTo(Preprocessing.NONE);
    // as versions before wrote them
    assertThat(Preprocessing.of(Map.of("mean", "[0.1307]", "deviation", "[0.3081]")))
        .isEqualTo(new Preprocessing(0, 1, List.of(0.1307f), List.of(0.3081f)));
    assertThatThrownBy(() -> Preprocessing.of(Map.of("range", "wide")))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new Preprocessing(1, 1, List.of(), List.of()))
        .hasMessageContaining("range: expected the lower end first");
    assertThatThrownBy(() -> new Preprocessing(0, 1, List.of(), List.of(0f)))
        .hasMessageContaining("deviation: must be positive");
    assertThatThrownBy(() -> new Preprocessing(0, 1, List.of(Float.NaN), List.of()))
        .hasMessageContaining("mean: must be a number");
    assertThatThrownBy(() -> new Preprocessing(0, 1, List.of(1f, 2f), List.of(1f)).of(3))
        .hasMessageContaining("one for each of 3 channels");
  }
}
