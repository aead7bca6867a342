package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {

  /** Few of the samples that are drawn, under the name of all. */
  private record Few(int seed) implements DataSource {
    @Override
    public String name() {
      return "glyphs";
    }

    @Override
    public Dataset train() {
      return Glyphs.train(50, seed);
    }

    @Override
    public Dataset test() {
      return Glyphs.test(30, seed);
    }
  }

  static List<Dataset> all() {
    Dataset train = new Few(1).train();
    Dataset damaged =
        new Corruption.AdditiveGaussian(0.125, 1e-7, Long.MIN_VALUE)
            .apply(new Corruption.Label(1.0 / 3, Long.MAX_VALUE).apply(train));
    return List.of(
        train,
        new Few(1).test().take(7),
        train.shuffledSubset(20, -5),
        train.onCanvas(31),
        new Corruption.Label(0.5, 2).apply(train.take(9).onCanvas(40)),
        damaged,
        new Corruption.GaussianInput(0.25, 3).apply(damaged.shuffledSubset(40, 0).take(20)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsToldIsEnoughToMakeTheSameSamples(Dataset data) {
    Dataset again = data.provenance().rebuild(new Few(1));

    assertThat(again.images()).isEqualTo(data.images());
    assertThat(again.labels()).isEqualTo(data.labels());
    for (int i = 0; i < data.count(); i++) {
      assertThat(again.corruption(i)).isEqualTo(data.corruption(i));
      assertThat(again.originalLabel(i)).isEqualTo(data.originalLabel(i));
    }
  }

  @Test
  void otherFilesAreRefused() {
    Provenance told = new Few(1).train().take(5).provenance();

    assertThatThrownBy(() -> told.rebuild(new Few(2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("glyphs, train")
        .hasMessageContaining("seed=1")
        .hasMessageContaining("seed=2");
  }

  @Test
  void aSelectionTellsTooLittle() {
    Provenance told = new Few(1).train().select(3, 1).provenance();

    assertThatThrownBy(() -> told.rebuild(new Few(1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("selection of 2 of 50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "first 5",
        "first 5 of 51",
        "first 99999999999 of 50",
        "subset of 5 of 50, seed 99999999999999999999",
        "canvas 27",
        "canvas 99999999999",
        "corruption beauty:0.5, seed 1",
        "corruption label:2.0, seed 1"
      })
  void stepsThatAreNoneAreOneClearError(String step) {
    Few source = new Few(1);
    Provenance told = source.train().provenance().then(step);

    assertThatThrownBy(() -> told.rebuild(source)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new Provenance("glyphs", "valid", Map.of(), List.of()).rebuild(source))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("valid");
  }
}
