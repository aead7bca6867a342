package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatasetTest {
  private static final Provenance ORIGIN = new Provenance("toy", "train", Map.of("seed", "1"));

  /** Sample i is (i, −i), its label i mod 3. */
  static Dataset toy(int count) {
    float[] images = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      images[2 * i] = i;
      images[2 * i + 1] = -i;
      labels[i] = i % 3;
    }
    return Dataset.of(Shape.image(1, 1, 2), images, labels, List.of("a", "b", "c"), ORIGIN);
  }

  @Test
  void takesTheFirst() {
    Dataset taken = toy(10).take(4);
    assertThat(taken.images()).containsExactly(0, 0, 1, -1, 2, -2, 3, -3);
    assertThat(taken.labels()).containsExactly(0, 1, 2, 0);
    assertThat(taken.provenance().steps()).containsExactly("first 4 of 10");
    assertThat(toy(10).take(10).provenance()).isEqualTo(ORIGIN);
  }

  @Test
  void selectsByIndex() {
    Dataset chosen = toy(10).select(7, 2, 7);
    assertThat(chosen.images()).containsExactly(7, -7, 2, -2, 7, -7);
    assertThat(chosen.labels()).containsExactly(1, 2, 1);
    assertThat(chosen.provenance()).isNotEqualTo(toy(10).select(7, 2, 8).provenance());
    assertThat(chosen.provenance()).isEqualTo(toy(10).select(7, 2, 7).provenance());
  }

  @Test
  void drawsSubsetsWithoutRepetition() {
    Dataset subset = toy(100).shuffledSubset(60, 5);
    assertThat(Arrays.stream(indices(subset)).distinct().count()).isEqualTo(60);
    assertThat(indices(subset)).isNotEqualTo(indices(toy(100).take(60)));
    assertThat(indices(toy(100).shuffledSubset(60, 5))).isEqualTo(indices(subset));
    assertThat(indices(toy(100).shuffledSubset(60, 6))).isNotEqualTo(indices(subset));
    assertThat(subset.provenance().steps()).containsExactly("subset of 60 of 100, seed 5");
    assertThat(subset.provenance().summary()).isEqualTo("toy train (subset of 60 of 100, seed 5)");
  }

  @Test
  void putsImagesInTheMiddleOfACanvas() {
    float[] images = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Dataset two =
        Dataset.of(Shape.image(2, 1, 3), images, new int[] {0, 1}, List.of("a", "b"), ORIGIN);

    Dataset drawn = two.onCanvas(4);

    assertThat(drawn.sample()).isEqualTo(Shape.image(2, 4, 4));
    assertThat(Arrays.copyOf(drawn.images(), 32))
        .containsExactly(
            0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
            0, 0, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(drawn.images()[32 + 4]).isEqualTo(7);
    assertThat(drawn.labels()).containsExactly(0, 1);
    assertThat(drawn.provenance().steps()).containsExactly("canvas 4");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> two.onCanvas(2))
        .withMessageContaining("do not fit on a canvas of 2 × 2");
  }

  @Test
  void keepsWhatWasDoneToASample() {
    Dataset corrupted = new Corruption.Label(0.5, 1).apply(toy(20)).shuffledSubset(20, 2);
    int[] indices = indices(corrupted);
    for (int i = 0; i < 20; i++) {
      assertThat(corrupted.originalLabel(i)).isEqualTo(indices[i] % 3);
      assertThat(corrupted.corruption(i) == Corruption.Kind.LABEL)
          .isEqualTo(corrupted.label(i) != corrupted.originalLabel(i));
    }
    assertThat(corrupted.take(3).corruption(2)).isEqualTo(corrupted.corruption(2));
    assertThat(corrupted.take(3).originalLabel(2)).isEqualTo(corrupted.originalLabel(2));
  }

  @Test
  void copiesOneSample() {
    float[] target = new float[4];
    toy(10).copy(9, target, 1);
    assertThat(target).containsExactly(0, 9, -9, 0);
  }

  @Test
  void measuresItsValues() {
    Dataset four = toy(4);
    assertThat(four.mean()).isEqualTo(0);
    assertThat(four.standardDeviation()).isCloseTo(Math.sqrt(28 / 8.0), within(1e-12));
  }

  @Test
  void refusesPartsThatItDoesNotHave() {
    for (int count : new int[] {0, -1, 11}) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> toy(10).take(count))
          .withMessageContaining(
              "cannot take " + count + " samples, expected a number from 1 to 10");
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> toy(10).shuffledSubset(count, 1));
    }
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> toy(10).select())
        .withMessageContaining("at least one sample");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> toy(10).select(10));
  }

  @Test
  void refusesArraysThatDoNotMatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Dataset.of(Shape.vector(2), new float[3], new int[2], List.of("a"), ORIGIN));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(
            () -> Dataset.of(Shape.vector(1), new float[1], new int[] {1}, List.of("a"), ORIGIN));
  }

  @Test
  void saysWhenItWouldNotFit() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Dataset.requireRoom("here", 1L << 31, 1))
        .withMessage("here: 2147483648 samples of 1 values; at most 2147483639 fit");
    long heap = Runtime.getRuntime().maxMemory();
    if (heap / 5 < Dataset.MAX_VALUES) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> Dataset.requireRoom("here", Dataset.MAX_VALUES, 1))
          .withMessageContaining("raise -Xmx");
    }
  }

  private static int[] indices(Dataset toy) {
    int[] indices = new int[toy.count()];
    Arrays.setAll(indices, i -> (int) toy.images()[2 * i]);
    return indices;
  }
}
