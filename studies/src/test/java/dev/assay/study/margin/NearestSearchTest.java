package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each part of the search on a network where the others fail, with the margin in closed form. */
final class NearestSearchTest {
  private static final MarginSolver NEAREST = MarginSolver.Nearest.standard();
  private static final MarginSolver DEEP_FOOL = MarginSolver.DeepFool.standard();

  @Test
  void polishingMovesAPointToTheFootOnItsPieceOfTheBoundary() {
    // f_0 − f_1 = 2 − x − 3 relu(x + y − 0.6): the boundary is 4x + 3y = 3.8, 0.76 away; DeepFool
    // walks along x to (0.875, 0) before it sees that piece
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{1, 0}, {1, 1}}, {{-1, -3}, {0, 0}}},
            new double[][] {{10, -0.6}, {12, 0}});
    Margin rough = one(network, DEEP_FOOL, 0, 0);
    assertThat(rough.distance()).isCloseTo(Math.hypot(0.923, 0.036), within(1e-3));
    Margin polished = one(network, NEAREST, 0, 0);
    assertThat(polished.distance()).isCloseTo(0.76, within(1e-4));
  }

  @Test
  void polishingGoesOnFromPieceToPiece() {
    // as above, and 6 relu(y − 0.3) more is taken off: 4x + 9y = 5.6 is 0.5686 away, but seen only
    // from the first foot, (0.608, 0.456)
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{1, 0}, {1, 1}, {0, 1}}, {{-1, -3, -6}, {0, 0, 0}}},
            new double[][] {{10, -0.6, -0.3}, {12, 0}});
    Margin polished = one(network, NEAREST, 0, 0);
    assertThat(polished.distance()).isCloseTo(5.6 / Math.sqrt(97), within(1e-4));
  }

  @Test
  void anEarlierCrossingOnTheWayIsTheMargin() {
    // another class between 30 / 10.5 and 29 / 9.5, over which the steps of DeepFool leap,
    // and from 8 on
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{1}, {1}, {1}, {1}}, {{-0.5, -10, 20, -10}, {0, 0, 0, 0}}},
            new double[][] {{50, -2.6, -2.95, -3.3}, {29, 0}});
    assertThat(one(network, DEEP_FOOL, 0).distance()).isCloseTo(8, within(1e-3));
    assertThat(one(network, NEAREST, 0).distance()).isCloseTo(30 / 10.5, within(1e-4));
  }

  @Test
  void whereTheGradientDiesAWalkGoesOn() {
    // 1 − x to 0.2, flat to 0.6, then steep: zero at 1
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{-1}, {1}, {1}}, {{1, 1, -2}, {0, 0, 0}}},
            new double[][] {{10, -0.2, -0.6}, {-9, 0}});
    assertThat(one(network, DEEP_FOOL, 0).status()).isEqualTo(Status.ZERO_GRADIENT);
    Margin found = one(network, NEAREST, 0);
    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(found.finder()).isEqualTo(Finder.AXIS);
    assertThat(found.distance()).isCloseTo(1, within(1e-4));
  }

  @Test
  void aTieOnTheWayIsABoundary() {
    // the same within a ReLU: beyond 1 the two classes tie, exactly
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{-1}, {1}, {1}}, {{1, 1, -2}}, {{1}, {0}}},
            new double[][] {{10, -0.2, -0.6}, {-9}, {0, 0}});
    Margin found = one(network, NEAREST, 0);
    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(found.finder()).isEqualTo(Finder.AXIS);
    assertThat(found.distance()).isCloseTo(1, within(1e-4));
  }

  @Test
  void whereDeepFoolNeverCrossesAnotherClassIsFound() {
    // class 1 seems near, and never is: f_0 − f_1 = 1 + |x|; f_0 − f_2 = 2.05 − y
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {
              {{1, 0}, {-1, 0}, {0, 1}}, {{1, 1, 0}, {0, 0, 0}, {1, 1, 1}},
            },
            new double[][] {{0, 0, 10}, {1, 0, -11.05}});
    assertThat(one(network, DEEP_FOOL, 0.7f, 0).status()).isEqualTo(Status.NOT_FOUND);
    Margin found = one(network, NEAREST, 0.7f, 0);
    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(found.reached()).isEqualTo(2);
    assertThat(found.distance()).isCloseTo(2.05, within(1e-4));
  }

  @Test
  void wholeStepsAreDoubledUntilTheyCross() {
    // the slope falls to a twentieth just before the boundary seems to be reached
    ToyNetwork network =
        new ToyNetwork(
            new double[][][] {{{1}, {1}}, {{-1, 0.95}, {0, 0}}},
            new double[][] {{10, -0.998}, {11, 0}});
    Margin found = one(network, DEEP_FOOL, 0);
    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(found.distance()).isCloseTo(0.998 + 0.002 / 0.05, within(1e-4));
  }

  /** Each strategy starts from what those before have found. */
  @Test
  void theNearestOfAllIsKept() {
    ToyNetwork network = ToyNetwork.random(5, 7, 24, 24, 4);
    Samples samples = Toys.samples(9, 150, 7);
    Margin[] deepFool = Toys.measure(network, samples, DEEP_FOOL).toArray(Margin[]::new);
    Margin[] nearest = Toys.measure(network, samples, NEAREST).toArray(Margin[]::new);
    int others = 0;
    for (int i = 0; i < nearest.length; i++) {
      assertThat(nearest[i].distance()).isLessThanOrEqualTo(deepFool[i].distance());
      others += nearest[i].finder() == Finder.DEEPFOOL ? 0 : 1;
    }
    double ratio =
        IntStream.range(0, nearest.length)
            .filter(i -> Double.isFinite(deepFool[i].distance()))
            .mapToDouble(i -> nearest[i].distance() / deepFool[i].distance())
            .average()
            .orElseThrow();
    assertThat(ratio).isLessThan(0.97);
    assertThat(others).isGreaterThan(100);
  }

  private static Margin one(ToyNetwork network, MarginSolver solver, float... point) {
    return Toys.measure(network, Toys.samples(point, point.length), solver).get(0);
  }
}
