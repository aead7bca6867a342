package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.assay.random.Streams;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Status;
import dev.assay.subspace.Directions;
import dev.assay.subspace.PrincipalComponents;
import dev.assay.subspace.Subspace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For linear classifiers every margin has a closed form, and every solver must find it. */
final class LinearClassifierTest {
  private static final int N = 6;
  private static final int K = 5;

  private final double[][] weights = new double[K][N];
  private final double[] bias = new double[K];
  private final ToyNetwork network = ToyNetwork.linear(weights, bias);
  private final Samples samples = Toys.samples(3, 40, N);

  LinearClassifierTest() {
    for (int k = 0; k < K; k++) {
      bias[k] = 0.5 * Streams.normal(21, k);
      for (int i = 0; i < N; i++) {
        weights[k][i] = Streams.normal(22, k * N + i);
      }
    }
  }

  @Test
  void bothSolversFindTheDistanceInInputSpace() {
    check(Directions.all(N), identity(N));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void bothSolversFindTheDistanceWithinComponents(int m) {
    PrincipalComponents pca = Toys.components(samples);
    Subspace space = pca.leading(m);
    check(space, space.basis());
  }

  @Test
  void twoClassesAndAnAxisAreTheTextbookCase() {
    ToyNetwork plane = ToyNetwork.linear(new double[][] {{3, 4}, {0, 0}}, -5, 0);
    Samples point = Toys.samples(new float[] {3, 4}, 2);
    for (MarginSolver solver : List.of(firstOrder(), deepFool())) {
      Margin margin = Toys.measure(plane, point, solver).get(0);
      // (3·3 + 4·4 − 5) / 5
      assertThat(margin.distance()).isCloseTo(4, withinPercentage(2e-3));
      assertThat(margin.predicted()).isZero();
      assertThat(margin.reached()).isOne();
      assertThat(margin.status()).isEqualTo(Status.OK);
    }
  }

  private void check(Directions directions, double[] basis) {
    List<Margin> first = Toys.measure(network, samples, directions, firstOrder());
    List<Margin> iterative = Toys.measure(network, samples, directions, deepFool());
    for (int r = 0; r < samples.count(); r++) {
      double[] exact = exact(r, basis);
      assertThat(first.get(r).distance()).isCloseTo(exact[0], withinPercentage(1e-3));
      assertThat(iterative.get(r).distance()).isCloseTo(exact[0], withinPercentage(3e-3));
      // on the far side: an upper bound, but for the rounding of the point to float32
      assertThat(iterative.get(r).distance()).isGreaterThan(exact[0] - 6e-7);
      for (Margin margin : List.of(first.get(r), iterative.get(r))) {
        assertThat(margin.reached()).isEqualTo((int) exact[1]);
        assertThat(margin.predicted()).isEqualTo((int) exact[2]);
        assertThat(margin.converged()).as("%s", margin).isTrue();
        assertThat(margin.status()).isEqualTo(Status.OK);
        assertThat(margin.relativeResidual()).isBetween(0.0, 1e-4);
      }
      assertThat(first.get(r).iterations()).isOne();
      // the step shrinks by 3/4 each time, from 1/4 of the distance to 1/1000
      assertThat(iterative.get(r).iterations()).isEqualTo(21);
    }
  }

  /** The distance, the class reached and the class predicted. */
  private double[] exact(int r, double[] basis) {
    double[] x = new double[N];
    for (int i = 0; i < N; i++) {
      x[i] = samples.points()[r * N + i];
    }
    double[] z = network.logits(x);
    int predicted = 0;
    for (int k = 1; k < K; k++) {
      predicted = z[k] > z[predicted] ? k : predicted;
    }
    double[] best = {Double.POSITIVE_INFINITY, -1, predicted};
    for (int j = 0; j < K; j++) {
      double squares = 0;
      for (int c = 0; c < basis.length; c += N) {
        double w = 0;
        for (int i = 0; i < N; i++) {
          w += basis[c + i] * (weights[predicted][i] - weights[j][i]);
        }
        squares += w * w;
      }
      double distance = (z[predicted] - z[j]) / Math.sqrt(squares);
      if (j != predicted && distance < best[0]) {
        best[0] = distance;
        best[1] = j;
      }
    }
    return best;
  }

  private static double[] identity(int n) {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    return identity;
  }

  private static MarginSolver firstOrder() {
    return MarginSolver.FirstOrder.standard();
  }

  private static MarginSolver deepFool() {
    return MarginSolver.DeepFool.standard();
  }
}
