package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AugmentationTest {
  private static final Shape SHAPE = Shape.image(2, 4, 5);
  private static final int SIZE = SHAPE.intSize();

  /** Pixel values 1, 2, 3, …: every one tells where it came from. */
  private static float[] image() {
    float[] image = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      image[i] = i + 1;
    }
    return image;
  }

  private static float[] shifted(int down, int right) {
    float[] expected = new float[SIZE];
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 5; x++) {
          int fromY = y - down;
          int fromX = x - right;
          if (fromY >= 0 && fromY < 4 && fromX >= 0 && fromX < 5) {
            expected[(c * 4 + y) * 5 + x] = (c * 4 + fromY) * 5 + fromX + 1;
          }
        }
      }
    }
    return expected;
  }

  @Test
  void shiftsByEveryOffset() {
    for (int down = -6; down <= 6; down++) {
      for (int right = -6; right <= 6; right++) {
        float[] image = image();
        ImageMoves.shift(image, 0, SHAPE, down, right);
        assertThat(image).as(down + ", " + right).isEqualTo(shifted(down, right));
      }
    }
  }

  @Test
  void everyOffsetIsEquallyLikely() {
    for (Augmentation augmentation : List.of(new Augmentation.Shift(1), new Augmentation.Crop(1))) {
      Map<List<Float>, Integer> counts = new HashMap<>();
      for (int i = 0; i < 9000; i++) {
        float[] image = image();
        augmentation.apply(image, 0, SHAPE, 1, 0, i);
        counts.merge(list(image), 1, Integer::sum);
      }
      assertThat(counts).hasSize(9);
      for (int down = -1; down <= 1; down++) {
        for (int right = -1; right <= 1; right++) {
          // 1000 expected, standard deviation 30
          assertThat(counts.get(list(shifted(down, right)))).isBetween(850, 1150);
        }
      }
    }
  }

  @Test
  void flipsEverySecondTime() {
    float[] mirrored = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      mirrored[i] = i / 5 * 5 + (4 - i % 5) + 1;
    }
    int flipped = 0;
    for (int i = 0; i < 10000; i++) {
      float[] image = image();
      new Augmentation.Flip().apply(image, 0, SHAPE, 1, 0, i);
      boolean changed = image[0] != 1;
      assertThat(image).isEqualTo(changed ? mirrored : image());
      flipped += changed ? 1 : 0;
    }
    assertThat(flipped).isBetween(4750, 5250);
  }

  @Test
  void touchesOnlyItsImage() {
    float[] batch = new float[3 * SIZE];
    Arrays.fill(batch, -1);
    System.arraycopy(image(), 0, batch, SIZE, SIZE);
    ImageMoves.shift(batch, SIZE, SHAPE, 1, -2);
    assertThat(Arrays.copyOfRange(batch, SIZE, 2 * SIZE)).isEqualTo(shifted(1, -2));
    ImageMoves.flip(batch, SIZE, SHAPE);
    assertThat(Arrays.copyOf(batch, SIZE)).containsOnly(-1);
    assertThat(Arrays.copyOfRange(batch, 2 * SIZE, 3 * SIZE)).containsOnly(-1);
  }

  @Test
  void keyEpochAndIndexDetermineWhatHappens() {
    Augmentation both = Augmentation.parse("shift:3,flip");
    float[] once = run(both, 1, 2, 3);
    assertThat(run(both, 1, 2, 3)).isEqualTo(once);
    int same = 0;
    for (int i = 0; i < 50; i++) {
      same += Arrays.equals(run(both, 1, 2, i), run(both, 1, 3, i)) ? 1 : 0;
      same += Arrays.equals(run(both, 1, 2, i), run(both, 2, 2, i)) ? 1 : 0;
    }
    assertThat(same).isLessThan(20);
  }

  @Test
  void stepsOfASequenceAreIndependent() {
    Augmentation twice = Augmentation.parse("flip,flip");
    int changed = 0;
    for (int i = 0; i < 1000; i++) {
      changed += Arrays.equals(run(twice, 1, 0, i), image()) ? 0 : 1;
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
    assertThat(run(Augmentation.parse(""), 1, 0, 0)).isEqualTo(image());
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
        .isThrownBy(() -> new Augmentation.Flip().apply(new float[4], 0, Shape.vector(4), 1, 0, 0))
        .withMessageContaining("needs images");
  }

  private static float[] run(Augmentation augmentation, long key, long epoch, int index) {
    float[] image = image();
    augmentation.apply(image, 0, SHAPE, key, epoch, index);
    return image;
  }

  private static List<Float> list(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }
}
