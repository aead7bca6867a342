package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.nn.Classifier;
import dev.assay.study.Samples;
import dev.assay.subspace.Directions;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarginMeterTest {
  private static final MarginSolver SOLVER = MarginSolver.DeepFool.standard();

  private static final int BATCH = 8;

  private final ToyNetwork network = ToyNetwork.random(5, 7, 24, 24, 4);
  private final Samples samples = Toys.samples(9, 50, 7);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 17, 50, 64})
  void theBatchDoesNotChangeABit(int batch) {
    List<Margin> whole = Toys.measure(network, samples, SOLVER);
    MarginMeter meter = new MarginMeter(network, Directions.all(7), Reference.PREDICTION, batch);
    assertThat(meter.measure(samples, SOLVER, done -> {})).isEqualTo(whole);
  }

  @Test
  void aSampleDoesNotDependOnTheOthers() {
    List<Margin> whole = Toys.measure(network, samples, SOLVER);
    List<Margin> odd = Toys.measure(network, samples.pick(new int[] {1, 33, 7}), SOLVER);
    assertThat(odd).containsExactly(whole.get(1), whole.get(33), whole.get(7));
  }

  @Test
  void batchesStayFullWhileSamplesAreLeft() {
    int longest = 0;
    for (int r = 0; r < samples.count(); r++) {
      longest = Math.max(longest, rounds(new Counting(network), samples.pick(new int[] {r})));
    }
    Counting counting = new Counting(network);
    int rounds = rounds(counting, samples);
    assertThat(counting.largest).isEqualTo(BATCH);
    // Graham's bound for work that never waits while there is some
    assertThat(rounds).isLessThanOrEqualTo(counting.evaluations / BATCH + longest);
  }

  @Test
  void asksForNoGradientTwice() {
    Counting counting = new Counting(network);
    List<Margin> margins =
        new MarginMeter(counting, Directions.all(7), Reference.PREDICTION, BATCH)
            .measure(samples, SOLVER, done -> {});
    assertThat(counting.gradients).isEqualTo(margins.stream().mapToInt(Margin::iterations).sum());
  }

  /** Progress is told once a round. */
  private int rounds(Classifier classifier, Samples some) {
    List<Integer> told = new ArrayList<>();
    new MarginMeter(classifier, Directions.all(7), Reference.PREDICTION, BATCH)
        .measure(some, SOLVER, told::add);
    return told.size();
  }

  @Test
  void tellsItsProgress() {
    List<Integer> seen = new ArrayList<>();
    new MarginMeter(network, Directions.all(7), Reference.PREDICTION, BATCH)
        .measure(samples, SOLVER, seen::add);
    assertThat(seen).isSorted().last().isEqualTo(50);
  }

  private static final class Counting implements Classifier {
    private final Classifier inner;
    private int evaluations;
    private int gradients;
    private int largest;

    Counting(Classifier inner) {
      this.inner = inner;
    }

    @Override
    public Shape input() {
      return inner.input();
    }

    @Override
    public int classes() {
      return inner.classes();
    }

    @Override
    public void logits(float[] inputs, int count, float[] logits) {
      note(count);
      inner.logits(inputs, count, logits);
    }

    @Override
    public void gradients(
        float[] inputs, int count, float[] cotangents, int perSample, float[] logits, float[] g) {
      gradients += count;
      note(count);
      inner.gradients(inputs, count, cotangents, perSample, logits, g);
    }

    private void note(int count) {
      evaluations += count;
      largest = Math.max(largest, count);
    }
  }
}
