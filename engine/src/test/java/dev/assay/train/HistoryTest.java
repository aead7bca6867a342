package dev.assay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final String BEGINNING =
      "epoch,rate,train_loss,train_accuracy,test_loss,test_accuracy,"
          + "validation_loss,validation_accuracy\n"
          + "1,0.1,0.9,0.5,0.1,0.75,0.5,0.25\n";

  /** Losses on the test set fall where those on held-out samples rise. */
  private static History validated() {
    History history = History.empty();
    double[] losses = {0.5, 0.25, 0.75, 0.25};
    for (int i = 0; i < losses.length; i++) {
      history =
          history.with(
              new History.Epoch(i + 1, 0.1f, 0.9, 0.5, 1 - losses[i], 0.75),
              Optional.of(new Evaluation(losses[i], 0.25)));
    }
    return history;
  }

  @Test
  void theBestEpochGoesByHeldOutSamplesWhereThereAreAny() {
    assertThat(validated().best().epoch()).isEqualTo(2);
    assertThat(new History(validated().epochs(), List.of()).best().epoch()).isEqualTo(3);
    StoppingCriterion two = StoppingCriterion.patience(2);
    assertThat(two.isReached(validated(), () -> null)).isTrue();
    assertThat(two.isReached(validated().first(3), () -> null)).isFalse();
  }

  @Test
  void validationComesBack() {
    assertThat(History.fromCsv(validated().toCsv(), "test")).isEqualTo(validated());
    assertThat(History.fromCsv(BEGINNING, "test").validation())
        .containsExactly(new Evaluation(0.5, 0.25));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2,0.1,0.9,0.5,0.1,0.75\n",
        "2,0.1,0.9,0.5,0.1,0.75,0.5\n",
        "2,0.1,0.9,0.5,0.1,0.75,0.5,0.25,1\n",
        "2,0.1,0.9,0.5,0.1,0.75,-0.5,0.25\n",
        "2,0.1,0.9,0.5,0.1,0.75,0.5,1.25\n",
        "2,0.1,0.9,0.5,0.1,0.75,NaN,0.25\n",
      })
  void aLineThatIsNoValidatedEpochIsRefused(String line) {
    assertThatThrownBy(() -> History.fromCsv(BEGINNING + line, "test"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not epoch 2")
        .hasMessageContaining("validation_accuracy");
  }

  @Test
  void everyEpochIsValidatedOrNone() {
    assertThatThrownBy(() -> validated().with(validated().last()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 of 5");
  }
}
