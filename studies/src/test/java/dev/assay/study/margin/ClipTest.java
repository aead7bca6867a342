package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.nn.Classifier;
import dev.assay.study.Samples;
import dev.assay.subspace.Directions;
import dev.assay.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClipTest {
  private static final Clip UNIT = Clip.of(new float[] {-1, 1, 1, -1}, 2, 2);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPixelAtItsLimitLeavesTheRestToTheOthers(boolean nearest) {
    // f_0 − f_1 = 1.5 − x_0 − x_1 / 2: freely (1.2, 0.6), within the square (1, 1)
    ToyNetwork network = ToyNetwork.linear(new double[][] {{-1, -0.5}, {0, 0}}, 1.5, 0);
    MarginSolver solver =
        nearest ? MarginSolver.Nearest.standard() : MarginSolver.DeepFool.standard();
    MarginMeter meter = new MarginMeter(network, Directions.all(2), Reference.PREDICTION);
    Samples origin = Toys.samples(new float[2], 2);
    assertThat(meter.measure(origin, solver, done -> {}).get(0).distance())
        .isCloseTo(1.5 / Math.sqrt(1.25), within(1e-4));
    assertThat(meter.clippedTo(UNIT).measure(origin, solver, done -> {}).get(0).distance())
        .isCloseTo(Math.sqrt(2), within(1e-4));
  }

  @Test
  void aSampleOutsideTheRangeIsNotMovedIntoIt() {
    // f_0 − f_1 = 0.5 − x
    ToyNetwork network = ToyNetwork.linear(new double[][] {{-1, 0}, {0, 0}}, 0.5, 0);
    Samples far = Toys.samples(new float[] {0, 5, 0, -5}, 2);
    MarginMeter meter =
        new MarginMeter(network, Directions.all(2), Reference.PREDICTION).clippedTo(UNIT);
    for (MarginSolver solver :
        List.of(MarginSolver.DeepFool.standard(), MarginSolver.Nearest.standard())) {
      assertThat(Toys.distances(meter.measure(far, solver, done -> {})))
          .containsExactly(new double[] {0.5, 0.5}, within(1e-3));
    }
  }

  @Test
  void noPointLeavesTheRangeButTheSample() {
    float[] samples = {0.3f, -0.2f, 0.9f, 5};
    Classifier watching =
        new Classifier() {
          private final ToyNetwork network = ToyNetwork.random(3, 2, 8, 3);

          @Override
          public Shape input() {
            return network.input();
          }

          @Override
          public int classes() {
            return 3;
          }

          @Override
          public void logits(float[] inputs, int count, float[] logits) {
            watch(inputs, count);
            network.logits(inputs, count, logits);
          }

          @Override
          public void gradients(
              float[] inputs, int count, float[] c, int k, float[] logits, float[] gradients) {
            watch(inputs, count);
            network.gradients(inputs, count, c, k, logits, gradients);
          }

          private static void watch(float[] inputs, int count) {
            for (int n = 0; n < count; n++) {
              assertThat(inputs[2 * n]).isBetween(-1f, 1f);
              assertThat(inputs[2 * n + 1]).isBetween(-1f, 5f);
            }
          }
        };
    new MarginMeter(watching, Directions.all(2), Reference.PREDICTION)
        .clippedTo(UNIT)
        .measure(Toys.samples(samples, 2), MarginSolver.Nearest.standard(), done -> {});
  }
}
