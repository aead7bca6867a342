package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import dev.assay.study.margin.Search.Probe;
import org.junit.jupiter.api.Test;

final class BisectionTest {
  private static final int POINTS = 2000;

  /** Whether or not the foot of the perpendicular from the sample lies on the segment. */
  @Test
  void noPointOfTheSegmentIsNearerThanItSays() {
    int ends = 0;
    for (int n = 0; n < 50; n++) {
      double[] inside = random(2 * n);
      double[] outside = random(2 * n + 1);
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= POINTS; i++) {
        double share = (double) i / POINTS;
        double[] point = new double[inside.length];
        for (int k = 0; k < point.length; k++) {
          point[k] = (1 - share) * inside[k] + share * outside[k];
        }
        nearest = Math.min(nearest, Vectors.norm(point));
      }
      double least = new Bisection(probe(inside, 1), probe(outside, -1), 1e-5).least();
      assertThat(least).isLessThanOrEqualTo(nearest).isCloseTo(nearest, within(1e-4));
      ends += Math.min(Vectors.norm(inside), Vectors.norm(outside)) - nearest < 1e-12 ? 1 : 0;
    }
    assertThat(ends).isBetween(5, 45);
  }

  @Test
  void endsAtTheBoundary() {
    // it is at 0.3 of the way from (1, 2) to (2, 2)
    Bisection bisection =
        new Bisection(probe(new double[] {1, 2}, 0.3), probe(new double[] {2, 2}, -0.7), 1e-6);
    int looks = 0;
    while (!bisection.done()) {
      double[] middle = bisection.middle().coordinates();
      bisection.tell(probe(middle, 1.3 - middle[0]));
      looks++;
    }
    assertThat(looks).isBetween(15, 25);
    assertThat(bisection.outside().coordinates()[0]).isBetween(1.3, 1.3 + 1e-5);
    assertThat(bisection.outside().coordinates()[1]).isEqualTo(2);
  }

  private static double[] random(long seed) {
    double[] point = new double[3];
    for (int k = 0; k < point.length; k++) {
      point[k] = Streams.normal(Streams.key(seed, "ends"), k);
    }
    return point;
  }

  private static Probe probe(double[] coordinates, double gap) {
    return new Probe(Spot.at(coordinates), Vectors.norm(coordinates), gap, 1);
  }
}
