package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.geometry.Path.Place;
import dev.assay.nn.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths that all the stages of a network but the last make of a segment. */
final class PathTest {
  private static final int POINTS = 400;

  static List<Architecture> architectures() {
    return Nets.all();
  }

  private static double[] point(PiecewiseLinear network, double t) {
    float[] start = Nets.points(1, network.length());
    float[] direction = Nets.points(2, network.length());
    double[] point = new double[start.length];
    Arrays.setAll(point, i -> start[i] + t * direction[i]);
    return point;
  }

  private static PiecewiseLinear front(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 3);
    return network.part(0, network.pooledFirst().size() - 1);
  }

  private static Path path(PiecewiseLinear front, double from, double to) {
    int n = front.length();
    double[] start = point(front, 0);
    double[] end = point(front, 1);
    Path segment =
        Path.straight(
            front.stages().get(0).in(),
            start,
            IntStream.range(0, n).mapToDouble(i -> end[i] - start[i]).toArray());
    Place first = segment.later(segment.first(), from);
    Curve curve = segment.between(first, segment.later(first, to));
    for (Stage stage : front.stages()) {
      curve =
          stage instanceof AffineMap map
              ? curve.through(map)
              : stage instanceof Rectifier rectifier
                  ? RectifierWalk.through(rectifier, curve, new Positions())
                  : MaximumWalk.through((Maximum) stage, curve, new Positions());
    }
    return new Path(curve);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void valuesAreThoseOfTheStagesAtAnyPlace(Architecture architecture) {
    PiecewiseLinear front = front(architecture);
    Path path = path(front, 0.2, 0.9);
    assertThat(path.start()).isEqualTo(0.2);
    assertThat(path.end()).isEqualTo(0.9);
    Place place = path.first();
    for (double t : new double[] {0.2, 0.2001, 0.33, 0.33, 0.5, 0.77, 0.9}) {
      place = path.later(place, t);
      double[] expected = front.logits(point(front, t), 1);
      assertThat(path.values(place)).containsExactly(expected, within(1e-10));
      // a path along a part of it goes on as it does
      Path part = new Path(path.between(place, path.later(place, 0.9)));
      double[] last = front.logits(point(front, 0.9), 1);
      assertThat(part.values(part.first())).containsExactly(expected, within(1e-10));
      assertThat(part.values(part.later(part.first(), 0.9))).containsExactly(last, within(1e-10));
      double away = 0;
      for (int i = 0; i < expected.length; i++) {
        away = Math.hypot(away, path.values(place)[i] - expected[i]);
      }
      assertThat(away).isLessThanOrEqualTo(path.rounding());
    }
  }

  /** No point of many is further from the chord, and some are almost as far. */
  @ParameterizedTest
  @MethodSource("architectures")
  void deviationIsTheLargestDistanceFromTheChord(Architecture architecture) {
    PiecewiseLinear front = front(architecture);
    Path path = path(front, 0, 1);
    int bent = 0;
    for (double from : new double[] {0, 0.1, 0.45}) {
      for (double length : new double[] {0.5, 0.1, 0.01}) {
        Place left = path.later(path.first(), from);
        Place right = path.later(left, from + length);
        double[] a = front.logits(point(front, from), 1);
        double[] b = front.logits(point(front, from + length), 1);
        double largest = 0;
        for (int p = 0; p <= POINTS; p++) {
          double share = (double) p / POINTS;
          double[] z = front.logits(point(front, from + share * length), 1);
          double squares = 0;
          for (int i = 0; i < z.length; i++) {
            double off = z[i] - (1 - share) * a[i] - share * b[i];
            squares += off * off;
          }
          largest = Math.max(largest, Math.sqrt(squares));
        }
        double deviation = path.deviation(left, right);
        assertThat(deviation).isBetween(largest - 1e-10, 1.05 * largest + 1e-10);
        bent += deviation > 1e-6 ? 1 : 0;
        Place middle = path.later(left, from + length / 2);
        double[] offset = path.offset(left, middle, right);
        double[] centre = front.logits(point(front, from + length / 2), 1);
        for (int i = 0; i < centre.length; i++) {
          double mean = (a[i] + b[i]) / 2 + (offset == null ? 0 : offset[i]);
          assertThat(mean).isEqualTo(centre[i], within(1e-10));
        }
      }
    }
    assertThat(bent).isGreaterThan(0);
  }
}
