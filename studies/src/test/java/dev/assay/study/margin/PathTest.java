package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.subspace.Directions;
import org.junit.jupiter.api.Test;

/** Paths on boundaries whose nearest point is known. */
final class PathTest {
  /** The lead ‖(x − c) / a‖ − 1: positive outside an ellipse around c. */
  @Test
  void aPathEndsAtTheNearestPointOfACurvedBoundary() {
    double[] centre = {3, 0};
    double[] axes = {1, 2};
    Path path = new Path(1, Spot.at(new double[] {2, 1}).onRay(), 60, 0.5);
    Slope slope = new Slope(Directions.all(2));
    for (int step = 0; step < 400 && path.done() < 1; step++) {
      double[] x = path.at().coordinates();
      double u = (x[0] - centre[0]) / axes[0];
      double v = (x[1] - centre[1]) / axes[1];
      double radius = Math.hypot(u, v);
      double lead = radius - 1;
      float[] gradient = {(float) (u / axes[0] / radius), (float) (v / axes[1] / radius)};
      slope.at(lead, gradient, 0);
      path.turn(slope, 0.3 * (1 - path.done()) + 0.01, 0, Double.POSITIVE_INFINITY);
    }
    assertThat(path.done()).isEqualTo(1);
    assertThat(path.nearest()).isCloseTo(2, within(0.01));
    assertThat(path.place().coordinates()[1]).isCloseTo(0, within(0.1));
  }

  /**
   * From within an ellipse that is nearly a circle, where a ray and the normal differ by little on
   * the whole way to the nearest point.
   */
  @Test
  void inertiaLeadsAlongABoundaryThatIsNearlyRound() {
    assertThat(withinARing(0)).isGreaterThan(1.01);
    assertThat(withinARing(0.65)).isCloseTo(1, within(1e-3));
  }

  private static double withinARing(double inertia) {
    double[] axes = {1, 1.05};
    Path path = new Path(1, Spot.at(new double[] {0.4, 1}).onRay(), 30, inertia);
    Slope slope = new Slope(Directions.all(2));
    for (int step = 0; step < 30; step++) {
      double[] x = path.at().coordinates();
      double u = x[0] / axes[0];
      double v = x[1] / axes[1];
      double radius = Math.hypot(u, v);
      float[] gradient = {(float) (-u / axes[0] / radius), (float) (-v / axes[1] / radius)};
      slope.at(1 - radius, gradient, 0);
      double turn = 20 * Math.pow(5e-4, step / 30.0);
      path.turn(slope, turn, 0, Double.POSITIVE_INFINITY);
    }
    return path.nearest();
  }
}
