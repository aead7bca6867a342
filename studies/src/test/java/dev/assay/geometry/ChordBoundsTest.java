package dev.assay.geometry;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.geometry.ChordBounds.Verdict;
import dev.assay.geometry.ChordBounds.Vertex;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.MaxPool;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ChordBoundsTest {
  private static final int STEPS = 40;

  static List<Architecture> architectures() {
    return Nets.all();
  }

  /** Points near each other, in all directions from one that lies anywhere. */
  private static double[][] corners(int n, int count, long trial) {
    return corners(n, count, trial, Math.pow(10, -3 * Streams.uniform(7, trial)));
  }

  private static double[][] corners(int n, int count, long trial, double size) {
    double[][] corners = new double[count][n];
    for (int v = 0; v < count; v++) {
      for (int i = 0; i < n; i++) {
        double middle = 3 * Streams.normal(Streams.key(trial, "middle"), i);
        corners[v][i] = middle + size * Streams.normal(Streams.key(trial, "corner" + v), i);
      }
    }
    return corners;
  }

  private static double[] flat(double[][] points) {
    int n = points[0].length;
    double[] flat = new double[points.length * n];
    for (int p = 0; p < points.length; p++) {
      System.arraycopy(points[p], 0, flat, p * n, n);
    }
    return flat;
  }

  /** Points all over an edge or a triangle, its corners among them. */
  private static double[][] inside(double[][] corners) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      for (int j = 0; j <= (corners.length == 2 ? 0 : STEPS - i); j++) {
        double s = (double) i / STEPS;
        double r = (double) j / STEPS;
        double[] point = new double[corners[0].length];
        for (int k = 0; k < point.length; k++) {
          point[k] =
              (1 - s - r) * corners[0][k]
                  + s * corners[1][k]
                  + (corners.length == 2 ? 0 : r * corners[2][k]);
        }
        points.add(point);
      }
    }
    return points.toArray(double[][]::new);
  }

  private static void holds(PiecewiseLinear network, double[][] corners, int winner) {
    double[][] points = inside(corners);
    double[] z = network.logits(flat(points), points.length);
    for (int p = 0; p < points.length; p++) {
      assertThat(Nets.argmax(z, p * network.classes(), network.classes())).isEqualTo(winner);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void whatIsCalledCertainHasOneClass(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 2);
    ChordBounds bounds = new ChordBounds(network);
    for (int count = 2; count <= 3; count++) {
      int certain = 0;
      for (int trial = 0; trial < 150; trial++) {
        double[][] corners = corners(network.length(), count, trial);
        List<Vertex> vertices = bounds.vertices(flat(corners), count);
        Verdict verdict = bounds.between(1e-12, vertices.toArray(Vertex[]::new));
        if (verdict.winner() >= 0) {
          certain++;
          holds(network, corners, verdict.winner());
        }
      }
      assertThat(certain).isBetween(15, 150);
    }
  }

  /**
   * At both ends of [−1, 1] the second layer sees the same values, in the middle each by 1 less.
   * Its three units add up to a tent over that way, while their derivatives cancel: all that tells
   * of the tent is that each unit may switch by itself.
   */
  @Test
  void unitsThatCancelMaySwitchOneByOne() {
    double[][] ends = {{-1}, {1}};

    assertThat(tent(0.2f).logits(new double[] {0.45}, 1)[0]).isCloseTo(-0.3, within(1e-6));
    assertThat(between(tent(0.2f), ends).winner()).isEqualTo(-1);
    assertThat(between(tent(0.49f), ends).winner()).isEqualTo(-1);
    assertThat(between(tent(9), ends).winner()).isZero();
  }

  /** A maximum is the same at both ends, and another, larger input's in between. */
  @Test
  void aMaximumMayBeWonByAnotherInputInBetween() {
    double[][] ends = {{-0.5, -1, -3, -3}, {-0.5, 1, -3, -3}};
    double[] middle = {-0.5, 0, -3, -3};

    assertThat(hill(2.7f).logits(middle, 1)[0]).isCloseTo(-0.3, within(1e-6));
    assertThat(between(hill(2.7f), ends).winner()).isEqualTo(-1);
    assertThat(between(hill(2.99f), ends).winner()).isEqualTo(-1);
    assertThat(between(hill(9), ends).winner()).isZero();
  }

  /** A lead that is the constant less the largest of {@code x + 3 − 2 max(x, 0)}, x > −3. */
  private static PiecewiseLinear hill(float constant) {
    return bent(
        pooled(2, maxPool(2)),
        new float[] {1, -2},
        new float[] {0},
        new float[] {-1, 0},
        new float[] {constant, 0});
  }

  /** In the middle of a row, which windows on both sides share. */
  @Test
  void anInputCountsForEveryWindowThatItIsIn() {
    double[][] ends = {{-1, -1, -1, -1, -1, -1}, {-1, 1, -1, -1, -1, -1}};
    double[] middle = {-1, 0, -1, -1, -1, -1};

    assertThat(shared(1.7f).logits(middle, 1)[0]).isCloseTo(-0.3, within(1e-6));
    assertThat(between(shared(1.7f), ends).winner()).isEqualTo(-1);
    assertThat(between(shared(1.99f), ends).winner()).isEqualTo(-1);
    assertThat(between(shared(9), ends).winner()).isZero();
  }

  /** A lead that falls by what both windows rise by, 1 each. */
  private static PiecewiseLinear shared(float lead) {
    return bent(
        pooled(3, new MaxPool(kernel(2), AntiAlias.NONE)),
        new float[] {1, -2},
        new float[] {0},
        new float[] {-1, -1, 0, 0},
        new float[] {lead + 4, 0});
  }

  @Test
  void aUnitThatIsOffAtBothEndsMayBeOnInBetween() {
    double[][] ends = {{-1}, {1}};

    assertThat(hidden(0.3f).logits(new double[1], 1)[0]).isCloseTo(-0.2, within(1e-6));
    assertThat(between(hidden(0.3f), ends).winner()).isEqualTo(-1);
    assertThat(between(hidden(0.49f), ends).winner()).isEqualTo(-1);
    assertThat(between(hidden(9), ends).winner()).isZero();
  }

  /** A lead that falls by 0.5 where the input is 0, by a unit that is off elsewhere. */
  private static PiecewiseLinear hidden(float lead) {
    return bent(
        Nets.mlp(1, 2, 1, 2),
        new float[] {1, -2},
        new float[] {-2.5f},
        new float[] {-1, 0},
        new float[] {lead, 0});
  }

  /** One unit bends, and nothing else is lost on the way: bounds by norms are hardly too wide. */
  @Test
  void whatOneUnitTakesAwayIsNotTakenForLess() {
    double[][] ends = {{-1}, {1}};

    assertThat(dip(0.7f).logits(new double[1], 1)[0]).isCloseTo(-0.3, within(1e-6));
    assertThat(between(dip(0.7f), ends).winner()).isEqualTo(-1);
    assertThat(between(dip(0.99f), ends).winner()).isEqualTo(-1);
    assertThat(between(dip(1.2f), ends).winner()).isZero();
  }

  /** A lead that falls by 1 where the input is 0. */
  private static PiecewiseLinear dip(float lead) {
    return bent(
        Nets.mlp(1, 2, 1, 2),
        new float[] {-1, 2},
        new float[] {6},
        new float[] {1, 0},
        new float[] {lead - 4, 0});
  }

  /**
   * A network whose first layer makes {@code x + 3} and {@code max(x, 0)} of each input x > −3.
   *
   * @param rest weights and bias of the second product, and of the third
   */
  private static PiecewiseLinear bent(Architecture architecture, float[]... rest) {
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    int last = architecture.depth() - 1;
    parameters.put("layers.0.weight", new float[] {1, 1});
    parameters.put("layers.0.bias", new float[] {3, 0});
    parameters.put("layers.2.weight", rest[0]);
    parameters.put("layers.2.bias", rest[1]);
    parameters.put("layers." + last + ".weight", rest[2]);
    parameters.put("layers." + last + ".bias", rest[3]);
    return PiecewiseLinear.of(architecture, parameters, 0);
  }

  /** Of images of two rows. */
  private static Architecture pooled(int width, Layer pool) {
    return Architecture.of(
        Shape.image(1, 2, width),
        conv(2, kernel(1)),
        relu(),
        conv(1, kernel(1)),
        pool,
        flatten(),
        dense(2));
  }

  private static Verdict between(PiecewiseLinear network, double[][] ends) {
    ChordBounds bounds = new ChordBounds(network);
    return bounds.between(0, bounds.vertices(flat(ends), 2).toArray(Vertex[]::new));
  }

  /** A lead of the first class that falls by 0.5 where the input is ±0.45. */
  private static PiecewiseLinear tent(float lead) {
    return bent(
        Nets.mlp(1, 2, 3, 2),
        new float[] {-1, 2, -1, 2, -1, 2},
        new float[] {3.05f, 2.55f, 2.05f},
        new float[] {-1, 2, -1, 0, 0, 0},
        new float[] {lead, 0});
  }

  /** Halving again and again, down to where single precision is all that there is. */
  @ParameterizedTest
  @MethodSource("architectures")
  void pointsHalfWayAreAsGoodAsTheyClaim(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 3);
    ChordBounds bounds = new ChordBounds(network);
    int n = network.length();
    int certain = 0;
    for (int trial = 0; trial < 30; trial++) {
      double[][] corners = corners(n, 2, trial);
      List<Vertex> ends = bounds.vertices(flat(corners), 2);
      for (int halving = 0; halving < 12; halving++) {
        Vertex middle = bounds.middles(ends.subList(0, 1), ends.subList(1, 2)).get(0);
        double[] centre = new double[n];
        for (int i = 0; i < n; i++) {
          centre[i] = (corners[0][i] + corners[1][i]) / 2;
        }
        double[] exact = network.logits(centre, 1);
        for (int k = 0; k < exact.length; k++) {
          assertThat(middle.logit(k)).isCloseTo(exact[k], within(1e-5 * (1 + Math.abs(exact[k]))));
        }
        boolean first = Streams.uniform(trial, halving) < 0.5;
        corners = first ? new double[][] {corners[0], centre} : new double[][] {centre, corners[1]};
        ends = first ? List.of(ends.get(0), middle) : List.of(middle, ends.get(1));
        Verdict verdict = bounds.between(1e-12, ends.get(0), ends.get(1));
        if (verdict.winner() >= 0) {
          certain++;
          holds(network, corners, verdict.winner());
        }
      }
    }
    assertThat(certain).isGreaterThan(100);
  }

  /** Both ends in one class and another one in between. */
  @ParameterizedTest
  @MethodSource("architectures")
  void aClassThatAChordHidesIsNotPassedOver(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 4);
    ChordBounds bounds = new ChordBounds(network);
    int k = network.classes();
    int hidden = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[][] corners = corners(network.length(), 2, trial, 4);
      double[][] points = inside(corners);
      double[] z = network.logits(flat(points), points.length);
      int first = Nets.argmax(z, 0, k);
      boolean other = false;
      for (int p = 0; p < points.length; p++) {
        other |= Nets.argmax(z, p * k, k) != first;
      }
      if (other && Nets.argmax(z, (points.length - 1) * k, k) == first) {
        hidden++;
        List<Vertex> ends = bounds.vertices(flat(corners), 2);
        assertThat(bounds.between(1e-12, ends.get(0), ends.get(1)).winner()).isEqualTo(-1);
      }
    }
    assertThat(hidden).isGreaterThan(0);
  }

  /** Of all values that enter a ReLU, a maximum or the outside, at points all over a simplex. */
  @ParameterizedTest
  @MethodSource("architectures")
  void valuesAreAsNearToInterpolatedOnesAsClaimed(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 5);
    ChordBounds bounds = new ChordBounds(network);
    int switched = 0;
    for (int trial = 0; trial < 40; trial++) {
      double[][] corners = corners(network.length(), 2 + trial % 2, trial, 0.1 + 0.05 * trial);
      Vertex[] ends = bounds.vertices(flat(corners), corners.length).toArray(Vertex[]::new);
      InterpolationError simplex = new InterpolationError(bounds, 1e-12, ends);
      double[][] points = inside(corners);
      List<Vertex> inner = bounds.vertices(flat(points), points.length);
      for (int s = 0; s <= bounds.depth(); s++) {
        if (s < bounds.depth() && bounds.stage(s) instanceof AffineMap) {
          continue;
        }
        switched += s < bounds.depth() ? simplex.switching(s).length : 0;
        double[] limits = s < bounds.depth() ? simplex.limits(s) : null;
        int p = 0;
        for (int i = 0; i <= STEPS; i++) {
          for (int j = 0; j <= (corners.length == 2 ? 0 : STEPS - i); j++, p++) {
            double[] shares = {
              1 - (double) (i + j) / STEPS, (double) i / STEPS, (double) j / STEPS
            };
            double squares = 0;
            for (int u = 0; u < ends[0].values(s).length; u++) {
              double off = inner.get(p).values(s)[u];
              for (int v = 0; v < ends.length; v++) {
                off -= shares[v] * ends[v].values(s)[u];
              }
              squares += off * off;
              if (limits != null) {
                assertThat(Math.abs(off)).isLessThanOrEqualTo(limits[u] + 1e-12);
              }
            }
            assertThat(Math.sqrt(squares)).isLessThanOrEqualTo(simplex.error(s) + 1e-12);
          }
        }
      }
    }
    assertThat(switched).isGreaterThan(50);
  }

  /** A lead is never smaller than the share of it that is said to be left. */
  @ParameterizedTest
  @MethodSource("architectures")
  void leadsLoseNoMoreThanClaimed(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 6);
    ChordBounds bounds = new ChordBounds(network);
    int k = network.classes();
    for (int trial = 0; trial < 120; trial++) {
      double[][] corners = corners(network.length(), 2, trial, 0.02 * (1 + trial));
      Vertex[] ends = bounds.vertices(flat(corners), 2).toArray(Vertex[]::new);
      InterpolationError simplex = new InterpolationError(bounds, 1e-12, ends);
      List<Difference> differences = simplex.all();
      bounds.pullBack(differences);
      double[][] points = inside(corners);
      double[] z = network.logits(flat(points), points.length);
      for (Difference difference : differences) {
        int winner = simplex.candidate();
        int rival = difference.rival();
        double from = ends[0].logit(winner) - ends[0].logit(rival);
        double to = ends[1].logit(winner) - ends[1].logit(rival);
        for (int p = 0; p < points.length; p++) {
          double chord = from + (to - from) * p / STEPS;
          assertThat(z[p * k + winner] - z[p * k + rival])
              .isGreaterThanOrEqualTo((1 - difference.excess()) * chord - 1e-9);
        }
      }
    }
  }
}
