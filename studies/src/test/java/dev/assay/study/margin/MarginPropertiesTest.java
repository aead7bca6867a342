package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Status;
import dev.assay.subspace.PrincipalComponents;
import dev.assay.subspace.Subspace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for any network, on random ReLU networks. */
final class MarginPropertiesTest {
  private static final int N = 7;
  private static final MarginSolver FIRST_ORDER = MarginSolver.FirstOrder.standard();

  private final ToyNetwork network = ToyNetwork.random(5, N, 24, 24, 4);
  private final Samples samples = Toys.samples(9, 60, N);
  private final PrincipalComponents pca = Toys.components(samples);

  static Stream<MarginSolver> solvers() {
    return Stream.of(FIRST_ORDER, MarginSolver.DeepFool.standard());
  }

  @Test
  void firstOrderMarginsShrinkAsTheSubspaceGrowsTowardsTheUnconstrainedOne() {
    double[] whole = Toys.distances(Toys.measure(network, samples, FIRST_ORDER));
    double[] larger = whole;
    for (int m = N; m >= 1; m--) {
      double[] constrained =
          Toys.distances(Toys.measure(network, samples, pca.leading(m), FIRST_ORDER));
      for (int r = 0; r < whole.length; r++) {
        assertThat(constrained[r]).isGreaterThanOrEqualTo(larger[r] * (1 - 1e-9));
      }
      if (m == N) {
        assertThat(constrained).containsExactly(whole, within(1e-9));
      }
      larger = constrained;
    }
    assertThat(mean(larger)).isGreaterThan(2 * mean(whole));
  }

  @Test
  void allComponentsTogetherAreInputSpaceForTheIterativeSolverToo() {
    MarginSolver solver = MarginSolver.DeepFool.standard();
    assertClose(
        Toys.measure(network, samples, pca.leading(N), solver),
        Toys.measure(network, samples, solver));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void rotatingTheBasisInsideItsSpanChangesNothing(MarginSolver solver) {
    double[] basis = pca.leading(2).basis();
    double[] rotated = new double[basis.length];
    double c = Math.cos(0.7);
    double s = Math.sin(0.7);
    for (int i = 0; i < N; i++) {
      rotated[i] = c * basis[i] + s * basis[N + i];
      rotated[N + i] = c * basis[N + i] - s * basis[i];
    }
    assertClose(
        Toys.measure(network, samples, Subspace.spannedBy(rotated, N), solver),
        Toys.measure(network, samples, pca.leading(2), solver));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void scalingTheInputsScalesTheMargins(MarginSolver solver) {
    float[] larger = samples.points().clone();
    for (int i = 0; i < larger.length; i++) {
      larger[i] *= 8;
    }
    List<Margin> plain = Toys.measure(network, samples, solver);
    List<Margin> scaled =
        Toys.measure(network.rescaled(0.125, 1, 0), Toys.samples(larger, N), solver);
    // a power of two: not a bit may differ
    assertThat(Toys.distances(scaled))
        .containsExactly(Arrays.stream(Toys.distances(plain)).map(d -> 8 * d).toArray());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void scaleAndShiftOfTheLogitsDoNotMatter(MarginSolver solver) {
    List<Margin> plain = Toys.measure(network, samples, pca.leading(3), solver);
    assertThat(
            Toys.distances(
                Toys.measure(network.rescaled(1, 64, 0), samples, pca.leading(3), solver)))
        .containsExactly(Toys.distances(plain));
    assertClose(
        Toys.measure(network.rescaled(1, 37.3, 2.5), samples, pca.leading(3), solver), plain);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void rescalingHiddenLayersDoesNotMatter(MarginSolver solver) {
    List<Margin> plain = Toys.measure(network, samples, pca.leading(3), solver);
    ToyNetwork moved = network.withHiddenScale(0, 11.7).withHiddenScale(1, 0.043);
    assertClose(Toys.measure(moved, samples, pca.leading(3), solver), plain);
  }

  @Test
  void theIterativeSolverEndsOnTheBoundary() {
    List<Margin> found =
        Toys.measure(network, samples, MarginSolver.DeepFool.standard()).stream()
            .filter(margin -> margin.status() == Status.OK)
            .toList();
    for (Margin margin : found) {
      assertThat(margin.relativeResidual()).isLessThan(1e-4);
      assertThat(margin.reached()).isNotEqualTo(margin.predicted()).isNotNegative();
    }
    assertThat(found).hasSizeGreaterThanOrEqualTo(58);
    assertThat(found.stream().filter(Margin::converged).count()).isGreaterThanOrEqualTo(56);
  }

  /** The tests above compare to a tolerance; margins that are all alike would pass them. */
  @Test
  void marginsOfTheseSamplesDiffer() {
    double[] distances = Toys.distances(Toys.measure(network, samples, FIRST_ORDER));
    assertThat(Arrays.stream(distances).distinct().count()).isEqualTo(samples.count());
  }

  private static void assertClose(List<Margin> actual, List<Margin> expected) {
    for (int r = 0; r < expected.size(); r++) {
      assertThat(actual.get(r).distance())
          .isCloseTo(expected.get(r).distance(), withinPercentage(1e-2));
      assertThat(actual.get(r).reached()).isEqualTo(expected.get(r).reached());
      assertThat(actual.get(r).relativeResidual())
          .isCloseTo(expected.get(r).relativeResidual(), within(1e-4));
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
