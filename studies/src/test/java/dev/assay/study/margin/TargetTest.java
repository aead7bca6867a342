package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.assay.random.Streams;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Status;
import dev.assay.subspace.Directions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Distances to the boundary of one class, whichever class wins there. */
final class TargetTest {
  private static final int N = 4;
  private static final int K = 5;

  static Stream<MarginSolver> solvers() {
    return Stream.of(
        MarginSolver.FirstOrder.standard(),
        MarginSolver.DeepFool.standard(),
        MarginSolver.Nearest.standard());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void linearClassifiersHaveAClosedFormForEachClass(MarginSolver solver) {
    double[][] weights = new double[K][N];
    double[] bias = new double[K];
    for (int k = 0; k < K; k++) {
      bias[k] = 0.5 * Streams.normal(31, k);
      for (int i = 0; i < N; i++) {
        weights[k][i] = Streams.normal(32, k * N + i);
      }
    }
    ToyNetwork network = ToyNetwork.linear(weights, bias);
    Samples samples = Toys.samples(3, 20, N);
    int behind = 0;
    for (int j = 0; j < K; j++) {
      List<Margin> margins = towards(network, j).measure(samples, solver, done -> {});
      for (int s = 0; s < samples.count(); s++) {
        Margin margin = margins.get(s);
        int i = margin.predicted();
        if (i == j) {
          continue;
        }
        double[] x = new double[N];
        for (int d = 0; d < N; d++) {
          x[d] = samples.points()[s * N + d];
        }
        double[] z = network.logits(x);
        double squares = 0;
        for (int d = 0; d < N; d++) {
          squares += Math.pow(weights[i][d] - weights[j][d], 2);
        }
        double expected = (z[i] - z[j]) / Math.sqrt(squares);
        assertThat(margin.status()).isEqualTo(Status.OK);
        assertThat(margin.reached()).isEqualTo(j);
        assertThat(margin.distance()).isCloseTo(expected, withinPercentage(0.3));
        assertThat(margin.relativeResidual()).isLessThan(1e-3);
        behind += anotherClassWins(network, x, weights[i], weights[j], expected, i, j) ? 1 : 0;
      }
    }
    // where the boundary lies within a third class, too
    assertThat(behind).isGreaterThan(5);
  }

  private static boolean anotherClassWins(
      ToyNetwork network, double[] x, double[] wi, double[] wj, double distance, int i, int j) {
    double norm = 0;
    for (int d = 0; d < N; d++) {
      norm += Math.pow(wi[d] - wj[d], 2);
    }
    double[] there = x.clone();
    for (int d = 0; d < N; d++) {
      there[d] -= distance * (wi[d] - wj[d]) / Math.sqrt(norm);
    }
    double[] z = network.logits(there);
    for (int k = 0; k < K; k++) {
      if (k != i && k != j && z[k] > z[j] + 1e-6) {
        return true;
      }
    }
    return false;
  }

  @Test
  void withinARangeTheWayToAClassGoesAlongItsSides() {
    // f_0 − f_1 = 1.5 − x − y / 2: freely (1.2, 0.6), within the square (1, 1); f_0 − f_2 = 0.3 − x
    ToyNetwork network =
        ToyNetwork.linear(new double[][] {{-1, -0.5}, {0, 0}, {0, -0.5}}, 1.5, 0, 1.2);
    Clip square = Clip.of(new float[] {-1, 1, 1, -1}, 2, 2);
    MarginMeter meter =
        new MarginMeter(network, Directions.all(2), Reference.PREDICTION).clippedTo(square);
    Samples origin = Toys.samples(new float[2], 2);
    for (MarginSolver solver :
        List.of(MarginSolver.DeepFool.standard(), MarginSolver.Nearest.standard())) {
      assertThat(meter.measure(origin, solver, done -> {}).get(0).distance())
          .isCloseTo(0.3, within(1e-3));
      assertThat(meter.towards(1).measure(origin, solver, done -> {}).get(0).distance())
          .isCloseTo(Math.sqrt(2), within(1e-3));
      assertThat(meter.towards(2).measure(origin, solver, done -> {}).get(0).distance())
          .isCloseTo(0.3, within(1e-3));
    }
  }

  private static MarginMeter towards(ToyNetwork network, int target) {
    return new MarginMeter(network, Directions.all(N), Reference.PREDICTION).towards(target);
  }
}
