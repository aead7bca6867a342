package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.backend.Move;
import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AugmentationTest {
  private static final Shape SHAPE = Shape.image(2, 4, 5);
  private static final Move NONE = Move.none(SHAPE);

  @Test
  void everyOffsetIsEquallyLikely() {
    for (Augmentation augmentation : List.of(new Augmentation.Shift(1), new Augmentation.Crop(1))) {
      Map<Move, Integer> counts = new HashMap<>();
      for (int i = 0; i < 9000; i++) {
        counts.merge(augmentation.move(SHAPE, 1, 0, i), 1, Integer::sum);
      }
      assertThat(counts).hasSize(9);
      for (int down = -1; down <= 1; down++) {
        for (int right = -1; right <= 1; right++) {
          // 1000 expected, standard deviation 30
          assertThat(counts.get(NONE.thenShift(down, right))).isBetween(850, 1150);
        }
      }
    }
  }

  @Test
  void flipsEverySecondTime() {
    int flipped = 0;
    for (int i = 0; i < 10000; i++) {
      Move move = new Augmentation.Flip().move(SHAPE, 1, 0, i);
      assertThat(move).isIn(NONE, NONE.thenMirror());
      flipped += move.equals(NONE) ? 0 : 1;
    }
    assertThat(flipped).isBetween(4750, 5250);
  }

  /** Runs of earlier versions must come out the same. */
  @Test
  void theFirstMovesAreThoseOfTheirStreams() {
    long key = Streams.key(Streams.key(5, 2), 7);
    long crop = Streams.key(key, 0);
    Move expected =
        NONE.thenShift(Streams.integer(crop, 0, 9) - 4, Streams.integer(crop, 1, 9) - 4);
    if (Streams.bits(Streams.key(key, 1), 0) < 0) {
      expected = expected.thenMirror();
    }
    assertThat(Augmentation.parse("crop:4,flip").move(SHAPE, 5, 2, 7)).isEqualTo(expected);
  }

  @Test
  void keyEpochAndIndexDetermineWhatHappens() {
    Augmentation both = Augmentation.parse("shift:3,flip");
    assertThat(both.move(SHAPE, 1, 2, 3)).isEqualTo(both.move(SHAPE, 1, 2, 3));
    int same = 0;
    for (int i = 0; i < 50; i++) {
      same += both.move(SHAPE, 1, 2, i).equals(both.move(SHAPE, 1, 3, i)) ? 1 : 0;
      same += both.move(SHAPE, 1, 2, i).equals(both.move(SHAPE, 2, 2, i)) ? 1 : 0;
    }
    assertThat(same).isLessThan(20);
  }

  @Test
  void stepsOfASequenceAreIndependent() {
    Augmentation twice = Augmentation.parse("flip,flip");
    int changed = 0;
    for (int i = 0; i < 1000; i++) {
      changed += twice.move(SHAPE, 1, 0, i).equals(NONE) ? 0 : 1;
    }
    assertThat(changed).isBetween(400, 600);
  }

  @Test
  void parsesWhatItPrints() {
    for (String text : List.of("shift:2", "flip", "crop:4", "crop:4,flip", "")) {
      assertThat(Augmentation.parse(text).text()).isEqualTo(text);
    }
    assertThat(Augmentation.parse(" crop:4 , flip "))
        .isEqualTo(
            new Augmentation.Sequence(List.of(new Augmentation.Crop(4), new Augmentation.Flip())));
    assertThat(Augmentation.parse("")).isEqualTo(Augmentation.NONE);
    assertThat(Augmentation.NONE.move(SHAPE, 1, 0, 0)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shift",
        "shift:",
        "shift:x",
        "shift:0",
        "shift:-1",
        "shift:99999999",
        "flip:1",
        "crop:1:2",
        "crop:1.5",
        "rotate:3",
        "flip,",
        ","
      })
  void refusesTextThatItDoesNotUnderstand(String text) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Augmentation.parse(text))
        .withMessageContaining("expected");
  }

  @Test
  void needsImages() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> new Augmentation.Flip().move(Shape.vector(4), 1, 0, 0))
        .withMessageContaining("needs images");
  }
}
