package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.geometry.CellBounds.Lines;
import dev.assay.geometry.CellBounds.Range;
import dev.assay.nn.Architecture;
import dev.assay.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds that are too tight are wrong, bounds that are too loose are useless; both must fail. */
final class CellBoundsTest {
  private static final int M = 3;
  private static final int POINTS = 400;

  @ParameterizedTest
  @MethodSource("dev.assay.geometry.Nets#indices")
  void everyStageStaysWithinItsRangeAndEveryDifferenceAboveItsLine(int architecture) {
    PiecewiseLinear network = slice(architecture);
    int winner = winner(network);
    int[] rivals = rivals(network, winner);
    CellBounds bounds = new CellBounds(network, winner);
    for (Cell cell : cells()) {
      Range[] ranges = bounds.ranges(cell);
      Lines lines = bounds.bound(cell, rivals).lines();
      double[] seen = new double[rivals.length];
      Arrays.fill(seen, Double.POSITIVE_INFINITY);
      for (int p = 0; p < POINTS; p++) {
        double[] point = inside(cell, p);
        double[] values = point;
        for (int s = 0; s <= network.stages().size(); s++) {
          assertThat(outside(ranges[s], values)).isEmpty();
          values = s == network.stages().size() ? values : apply(network.stages().get(s), values);
        }
        for (int r = 0; r < rivals.length; r++) {
          double difference = values[winner] - values[rivals[r]];
          double line = lines.constant()[r] + JavaAlgebra.dot(M, lines.slopes(), r * M, point, 0);
          assertThat(difference).isGreaterThanOrEqualTo(line - 1e-12 * (1 + Math.abs(line)));
          assertThat(line).isGreaterThanOrEqualTo(lines.lowest()[r] - 1e-9);
          seen[r] = Math.min(seen[r], difference - line);
        }
      }
      for (int r = 0; r < rivals.length; r++) {
        // the line is not far below everything that was seen: it touches, or nearly
        double spread = ranges[network.stages().size()].high()[winner];
        spread -= ranges[network.stages().size()].low()[rivals[r]];
        assertThat(seen[r]).isLessThan(0.35 * Math.abs(spread) + 1e-9);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.assay.geometry.Nets#indices")
  void inCellsWithoutKinksBoundsAreExact(int architecture) {
    PiecewiseLinear network = slice(architecture);
    int winner = winner(network);
    int[] rivals = rivals(network, winner);
    Cell tiny = Cell.ball(M, 1e-7);
    Lines lines = new CellBounds(network, winner).bound(tiny, rivals).lines();
    double[] z = network.logits(new double[M], 1);
    double[] gradients = new Linearized(network, new double[M]).gradients(rows(network, winner), 3);
    for (int r = 0; r < Math.min(3, rivals.length); r++) {
      assertThat(lines.constant()[r]).isCloseTo(z[winner] - z[rivals[r]], within(1e-9));
      for (int k = 0; k < M; k++) {
        double expected = gradients[r * M + k];
        assertThat(lines.slopes()[r * M + k])
            .isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected))));
      }
      double norm = BoundarySearch.norm(Arrays.copyOfRange(gradients, r * M, r * M + M));
      assertThat(lines.lowest()[r])
          .isCloseTo(lines.constant()[r] - 1e-7 * norm, within(1e-14 + 1e-6 * 1e-7 * norm));
    }
  }

  @Test
  void aReluIsBetweenItsChordAndALineThroughTheKink() {
    // f_0 − f_1 = c ± relu(β + 1) over |β| ≤ 2: l = −1, u = 3
    for (int sign = -1; sign <= 1; sign += 2) {
      Architecture architecture = Nets.mlp(1, 1, 2);
      Map<String, float[]> parameters = Nets.parameters(architecture, 1);
      parameters.put("layers.0.weight", new float[] {1});
      parameters.put("layers.0.bias", new float[] {1});
      parameters.put("layers.2.weight", new float[] {sign, 0});
      parameters.put("layers.2.bias", new float[] {10, 0});
      PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
      Lines lines = new CellBounds(network, 0).bound(Cell.ball(1, 2), new int[] {1}).lines();
      double slope = lines.slopes()[0];
      if (sign < 0) {
        assertThat(slope).isCloseTo(-0.75, within(1e-12));
        assertThat(lines.constant()[0]).isCloseTo(10 - 1.5, within(1e-12));
        assertThat(lines.lowest()[0]).isCloseTo(7, within(1e-12));
      } else {
        assertThat(slope).isBetween(0.0, 1.0);
        assertThat(lines.constant()[0]).isCloseTo(10 + slope, within(1e-12));
      }
    }
  }

  @Test
  void linearFunctionsAreLowestOnTheBoxTheBallOrWhereTheyMeet() {
    for (int t = 0; t < 200; t++) {
      Cell cell = cells()[t % cells().length];
      double[] slope = new double[M];
      long key = Streams.key(3, t);
      Arrays.setAll(slope, k -> Streams.normal(key, k));
      double lowest = cell.lowest(-1e9, slope, 0, 1, new double[M]) + 1e9;
      double seen = Double.POSITIVE_INFINITY;
      for (int p = 0; p < 4000; p++) {
        seen = Math.min(seen, JavaAlgebra.dot(M, slope, 0, inside(cell, p), 0));
      }
      assertThat(seen).isGreaterThanOrEqualTo(lowest - 1e-6);
      assertThat(seen).isLessThan(lowest + 0.12 * BoundarySearch.norm(slope) * cell.radius());
    }
  }

  @Test
  void aBoxFittedToABallKeepsWhatLiesInBoth() {
    Cell corner = Cell.ball(M, 2).half(0, 0.9, true).half(1, 0.9, true);
    int kept = 0;
    for (int p = 0; p < POINTS; p++) {
      double[] point = inside(corner, p);
      if (BoundarySearch.norm(point) <= 1.5) {
        assertThat(corner.within(1.5).contains(point)).isTrue();
        kept++;
      }
    }
    assertThat(kept).isPositive();
    // fitted: √(1.5² − 0.9²) = 1.2 in the plane, √(1.5² − 2 · 0.9²) above it
    assertThat(corner.within(1.5).high()[0]).isCloseTo(1.2, within(1e-9));
    assertThat(corner.within(1.5).high()[2]).isCloseTo(Math.sqrt(0.63), within(1e-9));
    assertThat(corner.within(1.27)).isNull();
  }

  private static PiecewiseLinear slice(int architecture) {
    PiecewiseLinear network = Nets.network(Nets.all().get(architecture), 11);
    int n = network.length();
    double[] point = new double[n];
    float[] drawn = Nets.points(12, n);
    Arrays.setAll(point, i -> drawn[i]);
    return new Slice(network, SubspaceMarginsTest.subspace(n, M, 13)).at(point);
  }

  /** Balls of several sizes and boxes of them: inside, at the rim and at a corner. */
  private static Cell[] cells() {
    Cell ball = Cell.ball(M, 2);
    return new Cell[] {
      ball,
      Cell.ball(M, 0.3),
      ball.half(0, 0.5, true),
      ball.half(0, 0.5, true).half(1, -0.2, false),
      ball.half(2, 1.6, true).within(2),
      ball.half(0, 0.9, true).half(1, 0.9, true).within(2),
      ball.half(0, -0.4, true).half(0, 0.4, false).half(1, 1, true).half(2, -0.1, false).within(1.9)
    };
  }

  /** A random point of a cell; every third on its rim. */
  private static double[] inside(Cell cell, int p) {
    double[] point = new double[M];
    for (int attempt = 0; ; attempt++) {
      long key = Streams.key(Streams.key(7, p), attempt);
      for (int k = 0; k < M; k++) {
        double share = Streams.uniform(key, k);
        share = p % 3 == 0 && Streams.uniform(key, 10 + k) < 0.5 ? Math.round(share) : share;
        point[k] = cell.low()[k] + share * cell.width(k);
      }
      double norm = BoundarySearch.norm(point);
      if (norm > cell.radius() && p % 3 == 1) {
        // onto the sphere, if that stays in the box
        double factor = cell.radius() / norm;
        Arrays.setAll(point, k -> point[k] * factor);
      }
      if (BoundarySearch.norm(point) <= cell.radius() * (1 + 1e-15) && cell.contains(point)) {
        return point;
      }
    }
  }

  /** The values that are not in their range. */
  private static List<Double> outside(Range range, double[] values) {
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double rounding = 1e-12 * (1 + Math.abs(values[i]));
      if (!(values[i] >= range.low()[i] - rounding && values[i] <= range.high()[i] + rounding)) {
        found.add(values[i]);
      }
    }
    return found;
  }

  private static double[] apply(Stage stage, double[] values) {
    double[] next = new double[stage.out().size()];
    stage.apply(values, 1, next);
    return next;
  }

  private static int winner(PiecewiseLinear network) {
    return Nets.argmax(network.logits(new double[M], 1), 0, network.classes());
  }

  private static int[] rivals(PiecewiseLinear network, int winner) {
    return IntStream.range(0, network.classes()).filter(k -> k != winner).toArray();
  }

  /** The differences to the first rivals, padded to three. */
  private static double[] rows(PiecewiseLinear network, int winner) {
    int[] rivals = rivals(network, winner);
    double[] rows = new double[3 * network.classes()];
    for (int r = 0; r < Math.min(3, rivals.length); r++) {
      rows[r * network.classes() + winner] = 1;
      rows[r * network.classes() + rivals[r]] = -1;
    }
    return rows;
  }
}
