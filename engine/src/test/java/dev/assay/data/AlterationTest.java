package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlterationTest {
  private static final Provenance ORIGIN = new Provenance("drawn", "train", Map.of("by", "hand"));

  static List<Alteration> all() {
    return List.of(
        new Alteration.Blurred(5),
        new Alteration.Noised(0.25, -3),
        new Alteration.Enlarged(2),
        new Alteration.Moved(1, 5),
        new Alteration.Permuted(7));
  }

  private static Dataset images() {
    float[] pixels = new float[2 * 2 * 3 * 4];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 7 % 11) / 10f;
    }
    return Dataset.of(Shape.image(2, 3, 4), pixels, new int[] {0, 1}, List.of("a", "b"), ORIGIN);
  }

  /** Samples can be made again from the words of their provenance. */
  @ParameterizedTest
  @MethodSource("all")
  void comesBackFromItsWords(Alteration alteration) {
    Dataset altered = images().altered(alteration).last(1);
    assertThat(altered.provenance().steps()).containsExactly(alteration.text(), "last 1 of 2");
    Dataset again = images();
    for (String step : altered.provenance().steps()) {
      again = DataStep.parse(step).apply(again);
    }
    assertThat(again.images()).isEqualTo(altered.images());
    assertThat(again.provenance()).isEqualTo(altered.provenance());
    assertThat(again.labels()).containsExactly(1);
  }

  @Test
  void wordsThatTellTooLittleAreRefused() {
    for (String words :
        List.of("blurred", "permuted", "noised, seed 1", "noised by 0.1", "enlarged by 2.0")) {
      assertThatThrownBy(() -> DataStep.parse(words)).isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> new Alteration.Blurred(1)).hasMessageContaining("blur of 1");
  }

  /** Rows of (1 2 1) / 4, with the mirror image beyond the edge. */
  @Test
  void blurringFiltersBothAxes() {
    float[] dot = new float[9];
    dot[4] = 16;
    Dataset data = Dataset.of(Shape.image(1, 3, 3), dot, new int[1], List.of("dot"), ORIGIN);
    assertThat(data.altered(new Alteration.Blurred(3)).images())
        .containsExactly(4, 4, 4, 4, 4, 4, 4, 4, 4);
  }

  @Test
  void enlargedPixelsAreSquares() {
    Dataset data = images();
    Dataset altered = data.altered(new Alteration.Enlarged(3));
    assertThat(altered.sample()).isEqualTo(Shape.image(2, 9, 12));
    for (int i = 0; i < altered.images().length; i++) {
      int plane = i / (9 * 12);
      int pixel = (plane * 3 + i / 12 % 9 / 3) * 4 + i % 12 / 3;
      assertThat(altered.images()[i]).isEqualTo(data.images()[pixel]);
    }
  }

  /** A bright pixel in the middle goes everywhere within reach, equally often, in both channels. */
  @Test
  void movesAreUniform() {
    int count = 9000;
    float[] pixels = new float[count * 50];
    for (int i = 0; i < count; i++) {
      pixels[i * 50 + 12] = 1;
      pixels[i * 50 + 37] = 2;
    }
    Dataset data = Dataset.of(Shape.image(2, 5, 5), pixels, new int[count], List.of("dot"), ORIGIN);
    float[] moved = data.altered(new Alteration.Moved(1, 3)).images();
    int[] seen = new int[25];
    for (int i = 0; i < moved.length; i++) {
      if (i % 50 < 25) {
        assertThat(moved[i + 25]).isEqualTo(2 * moved[i]);
        seen[i % 50] += (int) moved[i];
      }
    }
    for (int place = 0; place < 25; place++) {
      boolean near = Math.abs(place / 5 - 2) <= 1 && Math.abs(place % 5 - 2) <= 1;
      assertThat(seen[place]).isCloseTo(near ? count / 9 : 0, within(near ? 150 : 0));
    }
  }

  /** What leaves the image is lost, and what it leaves is black. */
  @Test
  void movedImagesLeaveTheFrame() {
    Dataset data = images();
    float sum = 0;
    for (float pixel : data.altered(new Alteration.Moved(100, 3)).images()) {
      sum += pixel;
    }
    assertThat(sum).isZero();
  }

  @Test
  void allPlanesArePermutedAlike() {
    float[] places = new float[48];
    for (int i = 0; i < places.length; i++) {
      places[i] = i % 12;
    }
    Dataset data =
        Dataset.of(Shape.image(2, 3, 4), places, new int[] {0, 1}, List.of("a", "b"), ORIGIN);
    float[] found = data.altered(new Alteration.Permuted(1)).images();
    float[] first = Arrays.copyOf(found, 12);
    assertThat(first).isNotEqualTo(Arrays.copyOf(places, 12));
    for (int plane = 0; plane < 4; plane++) {
      assertThat(Arrays.copyOfRange(found, 12 * plane, 12 * plane + 12)).isEqualTo(first);
    }
    Arrays.sort(first);
    assertThat(first).isEqualTo(Arrays.copyOf(places, 12));
  }

  @Test
  void noiseHasItsDeviationAndStaysInRange() {
    float[] grey = new float[40_000];
    Arrays.fill(grey, 0.5f);
    Dataset data = Dataset.of(Shape.image(1, 200, 200), grey, new int[1], List.of("x"), ORIGIN);
    Dataset noised = data.altered(new Alteration.Noised(0.1, 1));
    assertThat(noised.mean()).isCloseTo(0.5, within(2e-3));
    assertThat(noised.standardDeviation()).isCloseTo(0.1, within(2e-3));
    for (float value : data.altered(new Alteration.Noised(2, 1)).images()) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void vectorsAreNoImages() {
    Dataset vectors = Dataset.of(Shape.vector(4), new float[4], new int[1], List.of("x"), ORIGIN);
    assertThatThrownBy(() -> vectors.altered(new Alteration.Permuted(1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no images and cannot be permuted");
  }
}
