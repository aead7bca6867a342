package dev.assay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Augmentation;
import dev.assay.io.BadInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingConfigTest {

  static List<TrainingConfig> all() {
    return List.of(
        TrainingConfig.of(Optimizer.sgd(0.1), 1, -1),
        TrainingConfig.of(new Optimizer.Sgd(1e-30f, 0, 3.3e-4f, true), 3, Long.MIN_VALUE),
        new TrainingConfig(
            7,
            3,
            new Optimizer.Adam(1 / 3f, 0.9f, 0.99f, 1e-8f, 1e-3f),
            new Schedule.Step(2, 1 / 3.0),
            Augmentation.parse("crop:2,flip,shift:1"),
            4,
            StoppingCriterion.accuracy(0.1 + 0.2)),
        new TrainingConfig(
            1,
            1,
            Optimizer.adam(1e-3),
            new Schedule.Cosine(),
            Augmentation.NONE,
            0,
            StoppingCriterion.loss(0.01)),
        new TrainingConfig(
            9,
            2,
            Optimizer.adam(1e-3),
            new Schedule.Constant(),
            Augmentation.NONE,
            1,
            StoppingCriterion.patience(3)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void comesBackFromItsSettings(TrainingConfig config) {
    assertThat(TrainingConfig.parse(config.settings())).isEqualTo(config);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachSettingIsNeededAndReadInFull(TrainingConfig config) {
    Map<String, String> settings = config.settings();
    for (String name : settings.keySet()) {
      Map<String, String> fewer = new HashMap<>(settings);
      fewer.remove(name);
      if (!name.equals("stop-loss") && !name.equals("stop-patience")) {
        assertThatThrownBy(() -> TrainingConfig.parse(fewer))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining(name);
      }
      for (String wrong : List.of("", "x", settings.get(name) + " ", "-1 0")) {
        Map<String, String> other = new HashMap<>(settings);
        other.put(name, wrong);
        assertThatThrownBy(() -> TrainingConfig.parse(other))
            .as("%s = '%s'", name, wrong)
            .isInstanceOf(BadInputException.class);
      }
    }
  }
}
