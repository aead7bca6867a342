package dev.assay.study.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TuplesTest {
  private static final int[] LABELS = {0, 1, 0, 1, 2, 0, 1, 0};
  private static final int[] ALL = IntStream.range(0, 8).toArray();

  @Test
  void samplesOfATupleDifferAndShareTheirLabelIfAskedTo() {
    for (int[] tuple : Tuples.draw(LABELS, ALL, true, 3, 200, 1).tuples()) {
      assertThat(tuple).doesNotHaveDuplicates().hasSize(3);
      assertThat(Arrays.stream(tuple).map(i -> LABELS[i]).distinct()).hasSize(1);
    }
  }

  @Test
  void everyPairOfAnyClassComesUpAboutEquallyOften() {
    int[] counts = new int[64];
    int drawn = 28_000;
    for (int[] pair : Tuples.draw(LABELS, ALL, false, 2, drawn, 2).tuples()) {
      counts[Math.min(pair[0], pair[1]) * 8 + Math.max(pair[0], pair[1])]++;
    }
    int[] seen = Arrays.stream(counts).filter(c -> c > 0).toArray();
    assertThat(seen).hasSize(28);
    // 1000 expected, standard deviation 31
    assertThat(Arrays.stream(seen).allMatch(c -> c > 850 && c < 1150)).isTrue();
  }

  @Test
  void onlyEligibleSamplesAreDrawn() {
    assertThat(
            Arrays.stream(Tuples.draw(LABELS, new int[] {0, 2, 4, 5}, true, 2, 50, 3).tuples())
                .flatMapToInt(Arrays::stream)
                .distinct())
        .containsExactlyInAnyOrder(0, 2, 5);
  }

  @Test
  void moreTuplesOfTheSameSeedBeginWithTheSameOnes() {
    int[][] few = Tuples.draw(LABELS, ALL, true, 2, 5, 4).tuples();
    int[][] many = Tuples.draw(LABELS, ALL, true, 2, 50, 4).tuples();

    assertThat(Arrays.copyOf(many, 5)).isDeepEqualTo(few);
    assertThat(Arrays.deepEquals(Tuples.draw(LABELS, ALL, true, 2, 50, 5).tuples(), many))
        .isFalse();
  }

  @Test
  void pairsThatCannotBeDrawnAreOneClearError() {
    assertThatThrownBy(() -> Tuples.draw(LABELS, new int[] {0, 1, 4}, true, 2, 5, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no class has 2");
    assertThatThrownBy(() -> Tuples.draw(LABELS, new int[] {3}, false, 2, 5, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no pair can be drawn from 1 samples");
    assertThatThrownBy(() -> Tuples.draw(LABELS, ALL, true, 2, 0, 0))
        .isInstanceOf(BadInputException.class);
  }
}
