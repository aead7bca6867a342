package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Workers;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.nn.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ExactSegmentsTest {
  private static final int SEGMENTS = 10;

  static List<Architecture> architectures() {
    return Nets.all();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void denseSamplingNeverSeesMoreAndSeesAllOnceItResolvesThePieces(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 1);
    int changes = 0;
    for (int s = 0; s < SEGMENTS; s++) {
      SegmentWalk walk = walk(network, s);
      SegmentClasses exact = walk.result();
      SegmentClasses sampled = sample(network, s, 20_000);
      assertThat(sampled.changes()).isLessThanOrEqualTo(exact.changes());
      if (shortest(exact) > 2.0 / 20_000) {
        assertThat(sampled.classes()).isEqualTo(exact.classes());
        for (int i = 0; i < exact.at().length; i++) {
          assertThat(sampled.at()[i]).isCloseTo(exact.at()[i], within(1.01 / 20_000));
        }
      }
      changes += exact.changes();
    }
    assertThat(changes).isGreaterThan(2);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void logitsAreLinearOnEveryPieceAndKinkBetweenThem(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 2);
    for (int s = 0; s < SEGMENTS; s++) {
      double[] breaks = walk(network, s).breaks().distinct();
      assertThat(breaks.length).isGreaterThan(1);
      double[] ends = new double[breaks.length + 2];
      System.arraycopy(breaks, 0, ends, 1, breaks.length);
      ends[ends.length - 1] = 1;
      for (int i = 0; i + 1 < ends.length; i++) {
        double[] z = logits(network, s, ends[i], (ends[i] + ends[i + 1]) / 2, ends[i + 1]);
        int classes = network.classes();
        for (int k = 0; k < classes; k++) {
          assertThat(z[classes + k])
              .isCloseTo((z[k] + z[2 * classes + k]) / 2, within(1e-10 * (1 + Math.abs(z[k]))));
        }
      }
    }
  }

  @Test
  void agreesWithEnumerationUnitByUnit() {
    for (long seed = 0; seed < 20; seed++) {
      Architecture architecture = Nets.mlp(4, 12, 12, 12, 5);
      Map<String, float[]> parameters = Nets.parameters(architecture, seed);
      float[] ends = Nets.points(seed, 8);
      LineOracle oracle = new LineOracle(parameters, 3, ends);
      SegmentWalk walk =
          SegmentWalk.between(
              PiecewiseLinear.of(architecture, parameters, 0),
              Arrays.copyOf(ends, 4),
              Arrays.copyOfRange(ends, 4, 8),
              0,
              Effort.unlimited());
      walk.walk(0, 1);
      assertThat(walk.breaks().distinct()).containsExactly(oracle.breaks(), within(1e-11));
      SegmentClasses exact = walk.result();
      assertThat(exact.classes()).isEqualTo(oracle.classes());
      assertThat(exact.at()).containsExactly(oracle.changes(), within(1e-11));
      assertThat(exact.pieces()).isEqualTo(oracle.breaks().length + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void resultsDoNotDependOnMemoryThreadsOrOtherSegments(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 3);
    int n = network.length();
    float[] a = new float[SEGMENTS * n];
    float[] b = new float[SEGMENTS * n];
    for (int s = 0; s < SEGMENTS; s++) {
      System.arraycopy(Nets.points(s, 2 * n), 0, a, s * n, n);
      System.arraycopy(Nets.points(s, 2 * n), n, b, s * n, n);
    }
    List<SegmentClasses> all;
    try (Workers workers = new Workers(3)) {
      all = SegmentMethod.exact(network, workers).classes(a, b, SEGMENTS);
    }
    for (int s = 0; s < SEGMENTS; s++) {
      SegmentClasses one = walk(network, s).result();
      assertThat(all.get(s).at()).isEqualTo(one.at());
      assertThat(all.get(s).classes()).isEqualTo(one.classes());
      SegmentWalk cut = uncut(network, s, 200);
      cut.walk(0, 1);
      assertThat(cut.result().classes()).isEqualTo(one.classes());
      assertThat(cut.result().at()).containsExactly(one.at(), within(1e-10));
      assertThat(cut.result().pieces()).isEqualTo(one.pieces());
      SegmentWalk halves = uncut(network, s, SegmentWalk.BUDGET);
      halves.walk(0, 0.318);
      halves.walk(0.318, 1);
      assertThat(halves.result().classes()).isEqualTo(one.classes());
      assertThat(halves.result().pieces()).isEqualTo(one.pieces());
    }
  }

  @Test
  void regionsDoNotChangeUnderRescaling() {
    Architecture architecture = Nets.mlp(5, 16, 16, 4);
    Map<String, float[]> parameters = Nets.parameters(architecture, 4);
    PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
    scale(parameters.get("layers.0.weight"), 8);
    scale(parameters.get("layers.0.bias"), 8);
    scale(parameters.get("layers.2.weight"), 0.25f);
    scale(parameters.get("layers.2.bias"), 2);
    scale(parameters.get("layers.4.weight"), 16);
    scale(parameters.get("layers.4.bias"), 32);
    PiecewiseLinear rescaled = PiecewiseLinear.of(architecture, parameters, 0);
    for (int s = 0; s < 20; s++) {
      SegmentClasses before = walk(network, s).result();
      SegmentClasses after = walk(rescaled, s).result();
      assertThat(after.classes()).isEqualTo(before.classes());
      assertThat(after.at()).containsExactly(before.at(), within(1e-12));
      assertThat(after.pieces()).isEqualTo(before.pieces());
    }
  }

  @Test
  void theLastLayerAloneHasConvexRegions() {
    Architecture architecture = Nets.mlp(5, 16, 6);
    PiecewiseLinear last = PiecewiseLinear.of(architecture, Nets.parameters(architecture, 5), 2);
    int same = 0;
    for (int s = 0; s < 200; s++) {
      SegmentClasses classes = walk(last, s).result();
      int[] visited = classes.classes();
      assertThat(classes.changes()).isLessThanOrEqualTo(5);
      if (visited[0] == visited[visited.length - 1]) {
        same++;
        assertThat(classes.changes()).isZero();
      }
    }
    assertThat(same).isGreaterThan(10);
  }

  @Test
  void degenerateSegmentsHaveAStatus() {
    Architecture architecture = Nets.mlp(2, 4, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, 6);
    scale(parameters.get("layers.2.weight"), 1e6f);
    PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
    float[] a = {1, 2, 0, 0, Float.NaN, 0, 1e38f, 0, 1e38f, -1e38f};
    float[] b = {1, 2, 1, 1, 0, 0, 0, Float.POSITIVE_INFINITY, -1e38f, 1e38f};
    try (Workers workers = new Workers(1)) {
      List<SegmentClasses> results = SegmentMethod.exact(network, workers).classes(a, b, 5);
      assertThat(results.stream().map(SegmentClasses::status))
          .containsExactly(
              Status.ZERO_LENGTH,
              Status.OK,
              Status.NON_FINITE,
              Status.NON_FINITE,
              Status.NON_FINITE);
    }
  }

  @Test
  void theFirstOfEqualClassesWinsOnWholeStretchesAndAtPoints() {
    // logits: 0, |x| − |x| and twice |x − 1|: equal to class 0 at one point
    SegmentClasses classes =
        line(new float[] {1, -1}, new float[] {-1, 1}, new float[] {0, 0, 0, 0, 1, 1}, 0, 3);
    assertThat(classes.classes()).containsExactly(2, 0, 2);
    assertThat(classes.at()).containsExactly(1 / 3.0, 1 / 3.0);
    // equal everywhere
    assertThat(line(new float[] {1, -1}, new float[] {-1, 1}, new float[6], 0, 3).classes())
        .containsExactly(0);
    // class 1 from the first point on, at which both are zero
    SegmentClasses start =
        line(new float[] {1, -1}, new float[] {0, 0}, new float[] {0, 0, 1, 0, 0.5f, 0}, 0, 1);
    assertThat(start.classes()).containsExactly(0, 1);
    assertThat(start.first()).hasValue(0);
    // a tie at the last point
    SegmentClasses end =
        line(new float[] {1, -1}, new float[] {1, 0}, new float[] {0, 0, 1, 0, 0, 0}, 0, -1);
    assertThat(end.classes()).containsExactly(1, 0);
    assertThat(end.first()).hasValue(1);
  }

  @Test
  void unitsThatAreZeroForAWhileAndDoubleKinksCountOnce() {
    // both units switch at x = 1; the second layer's unit is exactly zero for x ≥ 1
    Architecture architecture = Nets.mlp(1, 2, 1, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 0);
    parameters.put("layers.0.weight", new float[] {-1, -2});
    parameters.put("layers.0.bias", new float[] {1, 2});
    parameters.put("layers.2.weight", new float[] {1, 1});
    parameters.put("layers.2.bias", new float[] {0});
    parameters.put("layers.4.weight", new float[] {1, 0});
    parameters.put("layers.4.bias", new float[] {-1.5f, 0});
    PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
    SegmentWalk walk =
        SegmentWalk.between(network, new float[] {0}, new float[] {4}, 0, Effort.unlimited());
    walk.walk(0, 1);
    assertThat(walk.breaks().distinct()).containsExactly(0.25);
    assertThat(walk.result().classes()).containsExactly(0, 1);
    assertThat(walk.result().at()).containsExactly(0.125);
  }

  /** Logits of a net 1-2-3 along x from {@code from} to {@code to}. */
  private static SegmentClasses line(
      float[] weight, float[] bias, float[] last, float from, float to) {
    Architecture architecture = Nets.mlp(1, 2, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, 0);
    parameters.put("layers.0.weight", weight);
    parameters.put("layers.0.bias", bias);
    parameters.put("layers.2.weight", last);
    parameters.put("layers.2.bias", new float[3]);
    SegmentWalk walk =
        SegmentWalk.between(
            PiecewiseLinear.of(architecture, parameters, 0),
            new float[] {from},
            new float[] {to},
            0,
            Effort.unlimited());
    walk.walk(0, 1);
    return walk.result();
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static SegmentWalk uncut(PiecewiseLinear network, long seed, long budget) {
    int n = network.length();
    float[] ends = Nets.points(seed, 2 * n);
    double[] start = new double[n];
    double[] direction = new double[n];
    for (int i = 0; i < n; i++) {
      start[i] = ends[i];
      direction[i] = ends[n + i] - start[i];
    }
    return new SegmentWalk(network, start, direction, budget);
  }

  private static SegmentWalk walk(PiecewiseLinear network, long seed) {
    SegmentWalk walk = uncut(network, seed, SegmentWalk.BUDGET);
    walk.walk(0, 1);
    return walk;
  }

  private static double[] logits(PiecewiseLinear network, long seed, double... at) {
    int n = network.length();
    float[] ends = Nets.points(seed, 2 * n);
    double[] points = new double[at.length * n];
    for (int p = 0; p < at.length; p++) {
      for (int i = 0; i < n; i++) {
        points[p * n + i] = ends[i] + at[p] * ((double) ends[n + i] - ends[i]);
      }
    }
    return network.logits(points, at.length);
  }

  private static SegmentClasses sample(PiecewiseLinear network, long seed, int steps) {
    Stretches stretches = new Stretches();
    int chunk = 1000;
    for (int from = 0; from <= steps; from += chunk) {
      double[] at = new double[Math.min(chunk, steps + 1 - from)];
      int first = from;
      Arrays.setAll(at, i -> (double) (first + i) / steps);
      double[] z = logits(network, seed, at);
      for (int i = 0; i < at.length; i++) {
        stretches.add(at[i], Nets.argmax(z, i * network.classes(), network.classes()));
      }
    }
    return stretches.result(Status.OK, 1, -1, steps + 1, 0, 0, SegmentClasses.Method.SAMPLED);
  }

  private static double shortest(SegmentClasses classes) {
    List<Double> ends = new ArrayList<>(List.of(0.0));
    Arrays.stream(classes.at()).forEach(ends::add);
    ends.add(1.0);
    double shortest = 1;
    for (int i = 1; i < ends.size(); i++) {
      shortest = Math.min(shortest, ends.get(i) - ends.get(i - 1));
    }
    return shortest;
  }
}
