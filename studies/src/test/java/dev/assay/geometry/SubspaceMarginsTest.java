package dev.assay.geometry;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.backend.Workers;
import dev.assay.geometry.MarginBracket.Source;
import dev.assay.geometry.MarginBracket.Status;
import dev.assay.nn.Architecture;
import dev.assay.random.Streams;
import dev.assay.subspace.Subspace;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubspaceMarginsTest {
  private static final int SAMPLES = 6;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void linearNetworksHaveAClosedForm(int m) {
    Architecture architecture = Architecture.of(Shape.vector(5), dense(4));
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    Subspace subspace = subspace(5, m, 1);
    float[] points = Nets.points(2, SAMPLES * 5);
    List<MarginBracket> brackets =
        brackets(PiecewiseLinear.of(architecture, parameters, 0), subspace, points, 100, 1e-9);
    for (int s = 0; s < SAMPLES; s++) {
      double[] nearest =
          closedForm(parameters, subspace, Arrays.copyOfRange(points, 5 * s, 5 * s + 5));
      double expected = nearest[0];
      assertThat(brackets.get(s).reached()).isEqualTo((int) nearest[1]);
      assertThat(brackets.get(s).upper()).isCloseTo(expected, within(1e-9 * expected));
      assertThat(brackets.get(s).lower()).isCloseTo(expected, within(1e-8 * expected));
      assertThat(brackets.get(s).lower()).isLessThanOrEqualTo(brackets.get(s).upper());
    }
  }

  /** On either side, near and far, where one reach ends and the next begins, and nowhere. */
  @Test
  void aLineIsLookedAlongFromTheSampleOn() {
    Architecture architecture = Architecture.of(Shape.vector(1), dense(2));
    Subspace subspace = subspace(1, 1, 1);
    for (double distance : new double[] {0.01, 0.3, 0.5, 0.7, 1, 1.5, 2, 5, 1000, 1e9}) {
      for (int side : new int[] {-1, 1}) {
        Map<String, float[]> parameters = Nets.parameters(architecture, 1);
        parameters.put("layers.0.weight", new float[] {0, side});
        parameters.put("layers.0.bias", new float[] {(float) distance, 0});
        PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
        MarginBracket bracket = brackets(network, subspace, new float[1], 1, 1e-9).get(0);
        if (distance < 1e9) {
          assertThat(bracket.upper()).isEqualTo((float) distance, within(1e-12 * distance));
          assertThat(bracket.lower()).isEqualTo(bracket.upper());
          assertThat(bracket.reached()).isEqualTo(1);
        } else {
          assertThat(bracket.status()).isEqualTo(Status.NOT_FOUND);
          assertThat(bracket.lower()).isBetween(1e6, 1e8);
        }
      }
    }
  }

  /** The margin and the class on the other side. */
  private static double[] closedForm(
      Map<String, float[]> parameters, Subspace subspace, float[] x) {
    float[] weight = parameters.get("layers.0.weight");
    float[] bias = parameters.get("layers.0.bias");
    double[] z = new double[4];
    for (int k = 0; k < 4; k++) {
      z[k] = bias[k];
      for (int i = 0; i < 5; i++) {
        z[k] += (double) weight[5 * k + i] * x[i];
      }
    }
    int winner = Nets.argmax(z, 0, 4);
    double[] nearest = {Double.POSITIVE_INFINITY, -1};
    for (int k = 0; k < 4; k++) {
      double squares = 0;
      for (int c = 0; k != winner && c < subspace.size(); c++) {
        double product = 0;
        for (int i = 0; i < 5; i++) {
          product +=
              ((double) weight[5 * winner + i] - weight[5 * k + i]) * subspace.basis()[5 * c + i];
        }
        squares += product * product;
      }
      double distance = k == winner ? 1e300 : (z[winner] - z[k]) / Math.sqrt(squares);
      nearest = distance < nearest[0] ? new double[] {distance, k} : nearest;
    }
    return nearest;
  }

  @ParameterizedTest
  @MethodSource("dev.assay.geometry.Nets#indices")
  void inOneAndTwoDimensionsMarginsAreExact(int architecture) {
    for (int m = 1; m <= 2; m++) {
      PiecewiseLinear network = Nets.network(Nets.all().get(architecture), 3);
      int n = network.length();
      Subspace subspace = subspace(n, m, 2);
      float[] points = Nets.points(4, SAMPLES * n);
      List<MarginBracket> brackets = brackets(network, subspace, points, 4000, 1e-7);
      for (int s = 0; s < SAMPLES; s++) {
        MarginBracket bracket = brackets.get(s);
        if (bracket.status() != Status.OK || bracket.upper() > 20) {
          continue;
        }
        PiecewiseLinear around = around(network, subspace, points, s);
        double dense = nearestChange(around, m, bracket.upper() * 1.01);
        assertThat(bracket.width()).isLessThanOrEqualTo(1e-9);
        // looking everywhere never finds a nearer change, and finds one as near
        assertThat(dense).isGreaterThanOrEqualTo(bracket.lower() * (1 - 1e-9));
        assertThat(dense).isLessThanOrEqualTo(bracket.upper() * (1 + 1e-6));
      }
    }
  }

  /** The smallest distance of a class change over all angles, looked at ever more closely. */
  private static double nearestChange(PiecewiseLinear around, int m, double limit) {
    if (m == 1) {
      return Math.min(along(around, limit, limit), along(around, limit, -limit));
    }
    double centre = 0;
    double window = Math.PI;
    double nearest = Double.POSITIVE_INFINITY;
    for (int zoom = 0; zoom < 6; zoom++) {
      int directions = zoom == 0 ? 1500 : 60;
      double best = centre;
      for (int d = 0; d < directions; d++) {
        double angle = centre + window * (2.0 * d / directions - 1);
        double distance = along(around, limit, limit * Math.cos(angle), limit * Math.sin(angle));
        if (distance < nearest) {
          nearest = distance;
          best = angle;
        }
      }
      centre = best;
      window *= 4.0 / directions;
    }
    return nearest;
  }

  /** By a visit of every piece. */
  private static double along(PiecewiseLinear around, double limit, double... to) {
    SegmentWalk walk = new SegmentWalk(around, new double[to.length], to, SegmentWalk.BUDGET);
    walk.walk(0, 1);
    return walk.result().first().orElse(Double.POSITIVE_INFINITY) * limit;
  }

  @ParameterizedTest
  @MethodSource("dev.assay.geometry.Nets#indices")
  void noChangeLiesBelowTheLowerBoundAndOneLiesAtTheUpper(int architecture) {
    PiecewiseLinear network = Nets.network(Nets.all().get(architecture), 5);
    int n = network.length();
    int m = 4;
    Subspace subspace = subspace(n, m, 3);
    float[] points = Nets.points(6, SAMPLES * n);
    List<MarginBracket> brackets = brackets(network, subspace, points, 60, 1e-6);
    for (int s = 0; s < SAMPLES; s++) {
      MarginBracket bracket = brackets.get(s);
      assertThat(bracket.lower()).isPositive().isLessThanOrEqualTo(bracket.upper());
      PiecewiseLinear around = around(network, subspace, points, s);
      BoundarySearch search = new BoundarySearch(around, bracket.predicted(), Effort.unlimited());
      for (int d = 0; d < 300; d++) {
        double[] to = new double[m];
        long key = Streams.key(s, d);
        Arrays.setAll(to, k -> Streams.normal(key, k));
        double norm = BoundarySearch.norm(to);
        Arrays.setAll(to, k -> to[k] / norm * bracket.lower());
        assertThat(search.firstChange(to)).isEmpty();
      }
      if (bracket.status() == Status.OK) {
        assertThat(bracket.reached()).isNotEqualTo(bracket.predicted()).isNotNegative();
        assertThat(bracket.source()).isNotNull().isNotEqualTo(Source.LINE);
      }
    }
  }

  /** The least norm over every activation pattern and every set of its sides that can be active. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void tinyNetworksAgreeWithEveryActivationPattern(int m) {
    for (int seed = 0; seed < 8; seed++) {
      Architecture architecture = Nets.mlp(m, 5, 4, 3);
      Map<String, float[]> parameters = Nets.parameters(architecture, 20 + seed);
      float[] point = Nets.points(seed, m);
      double[] identity = new double[m * m];
      for (int k = 0; k < m; k++) {
        identity[k * m + k] = 1;
      }
      MarginBracket bracket =
          brackets(
                  PiecewiseLinear.of(architecture, parameters, 0),
                  Subspace.spannedBy(identity, m),
                  point,
                  20_000,
                  1e-4)
              .get(0);
      double exact = new PatternOracle(parameters, m, 5, 4, 3).margin(point);
      if (exact < 100) {
        assertThat(bracket.lower()).isLessThanOrEqualTo(exact * (1 + 1e-9));
        assertThat(bracket.upper()).isCloseTo(exact, within(1.1e-4 * exact));
        assertThat(bracket.upper()).isGreaterThanOrEqualTo(exact * (1 - 1e-9));
        assertThat(bracket.lower()).isCloseTo(exact, within(1.1e-4 * exact));
      }
    }
  }

  /**
   * Class 1 wins within {@code Σ |β_k − c_k| < 1/2} only, c = (4, 3, 0); the linearisation at the
   * origin sees it elsewhere.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aStartIsWhereTheSearchBegins(int m) {
    PiecewiseLinear island = Nets.island(4, 3, 0);
    double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    Subspace subspace = Subspace.spannedBy(Arrays.copyOf(identity, 3 * m), 3);
    double[] start = Arrays.copyOf(new double[] {4, 3, 0}, m);
    double[] lost = new double[m];
    try (Workers workers = new Workers(1)) {
      SubspaceMargins margins = new SubspaceMargins(island, subspace, 1, 1e-6);
      MarginBracket without = margins.brackets(new float[3], 1, lost, workers, d -> {}).get(0);
      assertThat(without.upper()).isInfinite();
      MarginBracket with = margins.brackets(new float[3], 1, start, workers, d -> {}).get(0);
      // where the way to c enters: 7 t = 6.5; the foot on that side, (3.25, 3.25), is not part of
      // it
      assertThat(with.upper()).isCloseTo(5 * 6.5 / 7, within(1e-9));
      assertThat(with.source()).isEqualTo(Source.START);
      assertThat(with.reached()).isOne();
    }
  }

  /** From a point far along one side, polishing goes to the foot on that side. */
  @Test
  void aStartIsPolished() {
    Architecture architecture = Nets.mlp(3, 2, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    // f_0 − f_1 = 2 − relu(β_0 + β_1 / 2) − relu(β_2 − 9): the linearisation at 0 sees nothing
    parameters.put("layers.0.weight", new float[] {1, 0.5f, 0, 0, 0, 1});
    parameters.put("layers.0.bias", new float[] {-0.5f, -9});
    parameters.put("layers.2.weight", new float[] {-1, -1, 0, 0});
    parameters.put("layers.2.bias", new float[] {1.5f, 0});
    double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    try (Workers workers = new Workers(1)) {
      MarginBracket bracket =
          new SubspaceMargins(
                  PiecewiseLinear.of(architecture, parameters, 0),
                  Subspace.spannedBy(identity, 3),
                  1,
                  1e-6)
              .brackets(new float[3], 1, new double[] {3, -1, 3}, workers, done -> {})
              .get(0);
      assertThat(bracket.upper()).isCloseTo(2 / Math.sqrt(1.25), within(1e-9));
      assertThat(bracket.source()).isEqualTo(Source.START);
    }
  }

  /** The axes along which cells are cut are chosen; along those of the subspace it takes more. */
  @Test
  void bracketsNeedFewCells() {
    int cells = 0;
    PiecewiseLinear network = Nets.network(Nets.mlp(8, 16, 16, 4), 70);
    float[] points = Nets.points(1, 8 * SAMPLES);
    for (MarginBracket bracket : brackets(network, subspace(8, 4, 9), points, 1000, 0.1)) {
      cells += bracket.cells();
    }
    assertThat(cells).isLessThan(260);
  }

  @Test
  void aNetworkThatNeverChangesItsMindHasNoUpperBound() {
    Architecture architecture = Nets.mlp(3, 4, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    parameters.put("layers.2.weight", new float[8]);
    parameters.put("layers.2.bias", new float[] {1, 0});
    PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
    for (int m = 1; m <= 2; m++) {
      MarginBracket bracket =
          brackets(network, subspace(3, m, 1), new float[3 * SAMPLES], 50, 1e-6).get(0);
      assertThat(bracket.status()).isEqualTo(Status.NOT_FOUND);
      assertThat(bracket.upper()).isInfinite();
      assertThat(bracket.lower()).isGreaterThan(100);
      assertThat(bracket.reached()).isEqualTo(-1);
    }
  }

  /** Whatever is known when the work is ended brackets the distance still. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void endedWorkLeavesABracket(int m) {
    for (Architecture architecture :
        List.of(
            Nets.mlp(6, 16, 16, 4),
            Architecture.of(
                Shape.image(1, 5, 5), conv(3, kernel(3)), relu(), flatten(), dense(3)))) {
      PiecewiseLinear network = Nets.network(architecture, 3);
      int n = network.length();
      Subspace subspace = subspace(n, m, 1);
      float[] points = Nets.points(2, SAMPLES * n);
      List<MarginBracket> whole = brackets(network, subspace, points, 500, 0.01);
      int ended = 0;
      for (double seconds : new double[] {1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e3}) {
        List<MarginBracket> some = bounded(network, subspace, points, seconds, 2);
        assertThat(bounded(network, subspace, points, seconds, 3)).isEqualTo(some);
        for (int s = 0; s < SAMPLES; s++) {
          MarginBracket bracket = some.get(s);
          assertThat(bracket.lower()).isLessThanOrEqualTo(whole.get(s).upper() * (1 + 1e-9));
          assertThat(bracket.upper()).isGreaterThanOrEqualTo(whole.get(s).lower() * (1 - 1e-9));
          assertThat(bracket.lower()).isLessThanOrEqualTo(bracket.upper());
          ended += bracket.ended() ? 1 : 0;
        }
        if (seconds > 1) {
          assertThat(some).isEqualTo(whole);
        }
      }
      assertThat(ended).isPositive();
    }
  }

  private static List<MarginBracket> bounded(
      PiecewiseLinear network, Subspace subspace, float[] points, double seconds, int threads) {
    try (Workers workers = new Workers(threads)) {
      return new SubspaceMargins(network, subspace, 500, 0.01, seconds)
          .brackets(points, SAMPLES, new double[SAMPLES * subspace.size()], workers, done -> {});
    }
  }

  @Test
  void pointsThatAreNotFiniteHaveAStatus() {
    PiecewiseLinear network = Nets.network(Nets.mlp(3, 4, 2), 1);
    float[] points = new float[3 * SAMPLES];
    points[1] = Float.NaN;
    assertThat(brackets(network, subspace(3, 2, 1), points, 50, 1e-6).get(0).status())
        .isEqualTo(Status.NON_FINITE);
  }

  private static List<MarginBracket> brackets(
      PiecewiseLinear network, Subspace subspace, float[] points, int budget, double tolerance) {
    int count = points.length / network.length();
    try (Workers workers = new Workers(2)) {
      return new SubspaceMargins(network, subspace, budget, tolerance)
          .brackets(points, count, new double[count * subspace.size()], workers, done -> {});
    }
  }

  private static PiecewiseLinear around(
      PiecewiseLinear network, Subspace subspace, float[] points, int sample) {
    int n = network.length();
    double[] point = new double[n];
    Arrays.setAll(point, i -> points[sample * n + i]);
    return new Slice(network, subspace).at(point);
  }

  /** Gram–Schmidt on random vectors. */
  static Subspace subspace(int n, int m, long seed) {
    double[] basis = new double[m * n];
    for (int c = 0; c < m; c++) {
      for (int i = 0; i < n; i++) {
        basis[c * n + i] = Streams.normal(Streams.key(seed, "basis"), (long) c * n + i);
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < c; b++) {
          JavaAlgebra.axpy(
              n, -JavaAlgebra.dot(n, basis, b * n, basis, c * n), basis, b * n, basis, c * n);
        }
      }
      double norm = Math.sqrt(JavaAlgebra.dot(n, basis, c * n, basis, c * n));
      for (int i = 0; i < n; i++) {
        basis[c * n + i] /= norm;
      }
    }
    return Subspace.spannedBy(basis, n);
  }
}
