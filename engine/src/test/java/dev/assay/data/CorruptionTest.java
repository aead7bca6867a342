package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptionTest {
  private static final int SIZE = 50;

  /** Values of mean 0.3 and standard deviation 0.1, labels i mod 4. */
  private static Dataset clean(int count) {
    float[] images = new float[count * SIZE];
    int[] labels = new int[count];
    for (int i = 0; i < images.length; i++) {
      images[i] = i % 2 == 0 ? .2f : .4f;
    }
    Arrays.setAll(labels, i -> i % 4);
    return Dataset.of(
        Shape.image(1, 5, 10),
        images,
        labels,
        List.of("a", "b", "c", "d"),
        new Provenance("toy", "train", Map.of()));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.2, 20", "0.126, 13", "0.12, 12", "1, 101"})
  void hitsExactlyTheRoundedFraction(double fraction, int expected) {
    for (Corruption corruption :
        List.of(
            new Corruption.Label(fraction, 1),
            new Corruption.GaussianInput(fraction, 1),
            new Corruption.AdditiveGaussian(fraction, 0.5, 1))) {
      Dataset dirty = corruption.apply(clean(101));
      assertThat(victims(dirty, corruption.kind())).hasSize(expected);
      assertThat(victims(dirty, Corruption.Kind.NONE)).hasSize(101 - expected);
    }
  }

  @Test
  void labelNoiseReachesAllOtherClassesEquallyAndLeavesTheImages() {
    Dataset clean = clean(8000);
    Dataset dirty = new Corruption.Label(0.75, 3).apply(clean);
    int[] steps = new int[4];
    for (int i : victims(dirty, Corruption.Kind.LABEL)) {
      assertThat(dirty.originalLabel(i)).isEqualTo(clean.label(i));
      steps[(dirty.label(i) - clean.label(i) + 4) % 4]++;
    }
    assertThat(steps[0]).isZero();
    // 2000 expected, standard deviation 37
    assertThat(steps[1]).isBetween(1850, 2150);
    assertThat(steps[2]).isBetween(1850, 2150);
    for (int i : victims(dirty, Corruption.Kind.NONE)) {
      assertThat(dirty.label(i)).isEqualTo(clean.label(i));
    }
    assertThat(dirty.images()).isEqualTo(clean.images());
    assertThat(clean.labels()).isEqualTo(clean(8000).labels());
  }

  @Test
  void gaussianInputHasTheMomentsOfTheDataAndKeepsLabels() {
    Dataset clean = clean(1000);
    Dataset dirty = new Corruption.GaussianInput(0.4, 3).apply(clean);
    Dataset noise = dirty.select(victims(dirty, Corruption.Kind.GAUSSIAN_INPUT));
    assertThat(noise.count()).isEqualTo(400);
    assertThat(noise.mean()).isCloseTo(0.3, within(0.003));
    assertThat(noise.standardDeviation()).isCloseTo(0.1, within(0.002));
    float[] values = noise.images().clone();
    Arrays.sort(values);
    assertThat(values[0]).as("not clipped").isNegative();
    assertThat(IntStream.range(1, values.length).filter(i -> values[i] == values[i - 1]).count())
        .as("equal values of 20000")
        .isLessThan(100);
    assertThat(dirty.labels()).isEqualTo(clean.labels());
    untouchedStay(clean, dirty);
  }

  @Test
  void additiveGaussianAddsNoiseOfTheGivenDeviation() {
    Dataset clean = clean(1000);
    Dataset dirty = new Corruption.AdditiveGaussian(0.4, 0.5, 3).apply(clean);
    double sum = 0;
    double squares = 0;
    int[] victims = victims(dirty, Corruption.Kind.ADDITIVE_GAUSSIAN);
    for (int i : victims) {
      for (int p = i * SIZE; p < (i + 1) * SIZE; p++) {
        double noise = dirty.images()[p] - clean.images()[p];
        sum += noise;
        squares += noise * noise;
      }
    }
    int values = victims.length * SIZE;
    assertThat(sum / values).isCloseTo(0, within(0.015));
    assertThat(Math.sqrt(squares / values)).isCloseTo(0.5, within(0.01));
    assertThat(dirty.labels()).isEqualTo(clean.labels());
    untouchedStay(clean, dirty);
  }

  @Test
  void theSeedDeterminesEverything() {
    for (String text : List.of("label:0.3", "gaussian-input:0.3", "additive-gaussian:0.3:1")) {
      Dataset once = Corruption.parse(text, 9).apply(clean(200));
      Dataset again = Corruption.parse(text, 9).apply(clean(200));
      Dataset other = Corruption.parse(text, 10).apply(clean(200));
      assertThat(again.images()).isEqualTo(once.images());
      assertThat(again.labels()).isEqualTo(once.labels());
      assertThat(again.provenance()).isEqualTo(once.provenance());
      Corruption.Kind kind = Corruption.parse(text, 9).kind();
      assertThat(victims(other, kind)).isNotEqualTo(victims(once, kind));
      assertThat(other.provenance()).isNotEqualTo(once.provenance());
    }
  }

  @Test
  void severalCorruptionsHitDifferentSamples() {
    Dataset dirty = new Corruption.Label(0.5, 1).apply(clean(100));
    dirty = new Corruption.GaussianInput(0.5, 1).apply(dirty);
    assertThat(victims(dirty, Corruption.Kind.LABEL)).hasSize(50);
    assertThat(victims(dirty, Corruption.Kind.GAUSSIAN_INPUT)).hasSize(50);
    assertThat(dirty.provenance().steps())
        .containsExactly("corruption label:0.5, seed 1", "corruption gaussian-input:0.5, seed 1");
    Dataset full = dirty;
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> new Corruption.Label(0.01, 2).apply(full))
        .withMessageContaining("needs 1 samples, only 0 of 100 are not corrupted yet");
  }

  @Test
  void parsesWhatItPrints() {
    for (Corruption corruption :
        List.of(
            new Corruption.Label(0.2, 7),
            new Corruption.GaussianInput(1, 7),
            new Corruption.AdditiveGaussian(0.1, 0.5, 7))) {
      assertThat(Corruption.parse(corruption.text(), 7)).isEqualTo(corruption);
    }
    assertThat(new Corruption.AdditiveGaussian(0.1, 0.5, 7).text())
        .isEqualTo("additive-gaussian:0.1:0.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "label",
        "label:",
        "label:x",
        "label:0.1:0.2",
        "noise:0.1",
        "gaussian-input:1.1",
        "label:-0.1",
        "label:NaN",
        "additive-gaussian:0.1",
        "additive-gaussian:0.1:0",
        "additive-gaussian:0.1:-1",
        "additive-gaussian:0.1:Infinity",
        "additive-gaussian:0.1:NaN"
      })
  void refusesTextThatItDoesNotUnderstand(String text) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Corruption.parse(text, 1))
        .withMessageContaining("expected");
  }

  @Test
  void labelNoiseNeedsTwoClasses() {
    Dataset one =
        Dataset.of(
            Shape.vector(1),
            new float[1],
            new int[1],
            List.of("only"),
            new Provenance("toy", "train", Map.of()));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> new Corruption.Label(1, 1).apply(one))
        .withMessageContaining("two classes");
  }

  private static void untouchedStay(Dataset clean, Dataset dirty) {
    int[] untouched = victims(dirty, Corruption.Kind.NONE);
    assertThat(dirty.select(untouched).images()).isEqualTo(clean.select(untouched).images());
  }

  private static int[] victims(Dataset dataset, Corruption.Kind kind) {
    return IntStream.range(0, dataset.count()).filter(i -> dataset.corruption(i) == kind).toArray();
  }
}
