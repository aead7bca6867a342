package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.assay.io.BadInputException;
import dev.assay.nn.Classifier;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Status;
import dev.assay.subspace.Directions;
import dev.assay.subspace.Subspace;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A margin that cannot be found is a row with a status. */
final class DegenerateMarginsTest {
  private static final MarginSolver DEEP_FOOL = MarginSolver.DeepFool.standard();

  static Stream<MarginSolver> solvers() {
    return Stream.of(
        MarginSolver.FirstOrder.standard(), DEEP_FOOL, MarginSolver.Nearest.standard());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void constantLogitsHaveNoGradient(MarginSolver solver) {
    ToyNetwork constant = ToyNetwork.linear(new double[3][2], 1, 5, 2);
    Margin margin = one(constant, solver, 1, 1);
    assertThat(margin.status()).isEqualTo(Status.ZERO_GRADIENT);
    assertThat(margin.distance()).isInfinite();
    assertThat(margin.predicted()).isOne();
    assertThat(margin.reached()).isNegative();
    assertThat(margin.converged()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void aRivalWithoutAGradientIsNoObstacle(MarginSolver solver) {
    // class 1 differs from class 0 by a constant; class 2 can be reached
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {1, 0}, {0, 0}}, 0, -0.5, 0);
    Margin margin = one(network, solver, 3, 7);
    assertThat(margin.status()).isEqualTo(Status.OK);
    assertThat(margin.distance()).isCloseTo(3, withinPercentage(1e-2));
    assertThat(margin.reached()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void directionsAcrossTheGradientLeadNowhere(MarginSolver solver) {
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {0, 0}}, 0, 0);
    Subspace across = Subspace.spannedBy(new double[] {0, 1}, 2);
    Samples point = Toys.samples(new float[] {1, 1}, 2);
    Margin margin = Toys.measure(network, point, across, solver).get(0);
    assertThat(margin.status()).isEqualTo(Status.ZERO_GRADIENT);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void tiesLieOnTheBoundary(MarginSolver solver) {
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {0, 1}, {0, 0}}, 0, 0, 0);
    Margin margin = one(network, solver, 2, 2);
    assertThat(margin.status()).isEqualTo(Status.OK);
    assertThat(margin.distance()).isZero();
    assertThat(margin.residual()).isZero();
    assertThat(margin.relativeResidual()).isZero();
    assertThat(margin.converged()).isTrue();
    assertThat(margin.predicted()).isZero();
    assertThat(margin.reached()).isOne();
    Margin dead = one(ToyNetwork.linear(new double[3][2], 0, 0, 0), solver, 2, 2);
    assertThat(dead.distance()).isZero();
    assertThat(dead.relativeResidual()).isZero();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void logitsThatAreNotFiniteAreNamed(MarginSolver solver) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {0, 1}}, 0, bad);
      Margin margin = one(network, solver, 2, 1);
      assertThat(margin.status()).isEqualTo(Status.NON_FINITE);
      assertThat(margin.distance()).isNaN();
      assertThat(margin.predicted()).isNegative();
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void gradientsThatAreNotFiniteAreNamed(MarginSolver solver) {
    Classifier network = new Step(Float.NaN, 100);
    assertThat(one(network, solver, 1).status()).isEqualTo(Status.NON_FINITE);
  }

  @Test
  void logitsThatTurnBadOnTheWayAreNamed() {
    // believes that the boundary is at x = −1, and is NaN below 0
    Classifier network = new Step(1, 0);
    solvers()
        .forEach(
            solver -> {
              Margin margin = one(network, solver, 1);
              assertThat(margin.status()).isEqualTo(Status.NON_FINITE);
              assertThat(margin.distance()).isNaN();
              assertThat(margin.converged()).isFalse();
            });
  }

  @Test
  void logitsThatOverflowAreNamedEvenWhereACrossingWasSeen() {
    // f_0 − f_1 falls from 1 at 0 to −1e30 at 2, and is beyond float32 further on
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{1}, {1}}, {{-1, -3e38}, {0, 0}}},
            new double[][] {{0, -1.5}, {1, 0}});
    solvers()
        .forEach(
            solver -> {
              Margin margin = one(network, solver, 1e9f);
              assertThat(margin.status()).isEqualTo(Status.NON_FINITE);
              assertThat(margin.distance()).isNaN();
            });
  }

  @Test
  void aGradientThatDiesOnTheWayIsNamed() {
    // f_0 − f_1 = 1 + relu(x): from x = 1 the boundary seems to be at −1, but it is nowhere
    ToyNetwork network =
        new ToyNetwork(new double[][][] {{{1}}, {{1}, {0}}}, new double[][] {{0}, {1, 0}});
    Margin margin = one(network, DEEP_FOOL, 1);
    assertThat(margin.status()).isEqualTo(Status.ZERO_GRADIENT);
    assertThat(margin.distance()).isInfinite();
  }

  @Test
  void aBoundaryThatIsNowhereIsNotFound() {
    // f_0 − f_1 = 1 + |x|
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{1}, {-1}}, {{1, 1}, {0, 0}}}, new double[][] {{0, 0}, {1, 0}});
    Margin margin = one(network, DEEP_FOOL, 0.7f);
    assertThat(margin.status()).isEqualTo(Status.NOT_FOUND);
    assertThat(margin.distance()).isInfinite();
    assertThat(margin.iterations()).isEqualTo(100);
  }

  @Test
  void aBoundSeenOnTheWayIsKept() {
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1}, {0}}, 0, 0);
    Margin margin = one(network, new MarginSolver.DeepFool(0.25, 1e-3, 3, 1e-5), 2);
    assertThat(margin.status()).isEqualTo(Status.OK);
    assertThat(margin.distance()).isCloseTo(2, withinPercentage(1e-2));
    assertThat(margin.iterations()).isEqualTo(3);
    assertThat(margin.converged()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void theReferenceClassIsTheOneAskedFor(MarginSolver solver) {
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {0, 0}}, 0, 0);
    Samples wrong = Toys.labelled(Toys.samples(new float[] {2, 0, -3, 0}, 2), 1, 1);
    List<Margin> byLabel =
        new MarginMeter(network, Directions.all(2), Reference.LABEL)
            .measure(wrong, solver, done -> {});
    assertThat(byLabel.get(0).status()).isEqualTo(Status.MISCLASSIFIED);
    assertThat(byLabel.get(0).distance()).isNaN();
    assertThat(byLabel.get(0).correct()).isFalse();
    assertThat(byLabel.get(1).status()).isEqualTo(Status.OK);
    assertThat(byLabel.get(1).correct()).isTrue();
    Margin byPrediction = Toys.measure(network, wrong, solver).get(0);
    assertThat(byPrediction.status()).isEqualTo(Status.OK);
    assertThat(byPrediction.distance()).isCloseTo(2, withinPercentage(1e-2));
    assertThat(byPrediction.correct()).isFalse();
  }

  @Test
  void badInputIsRefused() {
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {0, 0}}, 0, 0);
    Samples two = Toys.labelled(Toys.samples(new float[] {2, 0, -3, 0}, 2), 1, 2);
    assertThatThrownBy(() -> Toys.measure(network, two, DEEP_FOOL))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("sample 1 has the label 2")
        .hasMessageContaining("2 classes");
    ToyNetwork single = ToyNetwork.linear(new double[][] {{1, 0}}, 0);
    assertThatThrownBy(() -> one(single, DEEP_FOOL, 1, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1 class");
    assertThatThrownBy(() -> new MarginSolver.DeepFool(1.5, 1e-3, 100, 1e-5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("damping");
    assertThatThrownBy(() -> new MarginSolver.DeepFool(0.25, Double.NaN, 100, 1e-5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("stop");
  }

  @Test
  void noSamplesNoMargins() {
    ToyNetwork network = ToyNetwork.linear(new double[][] {{1, 0}, {0, 0}}, 0, 0);
    assertThat(Toys.measure(network, Toys.samples(new float[0], 2), DEEP_FOOL)).isEmpty();
  }

  private static Margin one(Classifier network, MarginSolver solver, float... point) {
    return Toys.measure(network, Toys.samples(point, point.length), solver).get(0);
  }

  /** One input, logits x + 1 and 0 at or above a floor, NaN below; a gradient that may lie. */
  private record Step(float slope, float floor) implements Classifier {
    @Override
    public Shape input() {
      return Shape.vector(1);
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public void logits(float[] inputs, int count, float[] logits) {
      for (int n = 0; n < count; n++) {
        logits[2 * n] = Float.isNaN(slope) || inputs[n] >= floor ? inputs[n] + 1 : Float.NaN;
        logits[2 * n + 1] = 0;
      }
    }

    @Override
    public void gradients(
        float[] inputs,
        int count,
        float[] cotangents,
        int perSample,
        float[] logits,
        float[] gradients) {
      logits(inputs, count, logits);
      for (int n = 0; n < count * perSample; n++) {
        gradients[n] = slope * cotangents[2 * n];
      }
    }
  }
}
