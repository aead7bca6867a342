package dev.assay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoppingCriterionTest {

  @Test
  void patienceCountsEpochsSinceTheLowestLoss() {
    double[] losses = {1, 0.5, 0.6, 0.5, 0.4, 0.7, 0.41, 0.4};
    boolean[] reachedWithTwo = {false, false, false, true, false, false, true, true};
    History history = History.empty();
    for (int i = 0; i < losses.length; i++) {
      history = history.with(new History.Epoch(i + 1, 0.1f, 9, 0.5, losses[i], 0.5));
      assertThat(reached(history, 2)).as("epoch %d", i + 1).isEqualTo(reachedWithTwo[i]);
      assertThat(reached(history, 4)).isFalse();
    }
  }

  private static boolean reached(History history, int patience) {
    return StoppingCriterion.patience(patience)
        .isReached(
            history,
            () -> {
              throw new AssertionError("training samples are not asked");
            });
  }

  @Test
  void someoneWithoutPatienceIsRefused() {
    assertThatThrownBy(() -> StoppingCriterion.patience(0)).hasMessageContaining("at least 1");
  }
}
