package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.subspace.Subspace;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lower bound alone. A search for upper bounds that sees the boundary hides what is wrong with
 * it, as the lower bound stops there; so these tests let it look at a network without one.
 */
final class BranchAndBoundTest {
  private static final int M = 3;
  private static final double[] AXIS = {1.5, 0, 0};

  /** f_0 − f_1 = 2 − β_0, so the margin is 2. */
  private final PiecewiseLinear plane = linear(new float[] {0, 0, 0, 1, 0, 0}, 2, 0);

  private final PiecewiseLinear constant = linear(new float[2 * M], 1, 0);

  @Test
  void withoutAnUpperBoundTheLowerOneComesAsNearAsBallsGrow() {
    for (int budget : new int[] {12, 13, 14, 20, 100}) {
      BranchAndBound bounding = blind(plane, 0, budget);
      double lower = bounding.lower();
      assertThat(lower).isLessThanOrEqualTo(2).isGreaterThan(budget < 14 ? 1.7 : 2 / 1.1);
      assertThat(bounding.cells()).isEqualTo(budget);
    }
  }

  @Test
  void noBudgetIsTooSmallToEnd() {
    for (int budget : new int[] {1, 5, 11, 12}) {
      BranchAndBound bounding = blind(plane, 0, budget);
      assertThat(bounding.lower()).isBetween(0.0, 2.0);
      assertThat(bounding.cells()).isEqualTo(budget);
    }
  }

  @Test
  void withAnUpperBoundItStopsWhereTheBracketIsNarrowEnough() {
    for (double tolerance : new double[] {0.5, 0.1, 1e-6}) {
      BoundarySearch search = new BoundarySearch(plane, 0, Effort.unlimited());
      search.tryPoint(AXIS, MarginBracket.Source.START);
      assertThat(search.distance()).isCloseTo(2, within(1e-12));
      BranchAndBound bounding =
          new BranchAndBound(plane, search, 0, 1000, tolerance, Effort.unlimited());
      assertThat(bounding.lower()).isCloseTo(2 * (1 - tolerance), within(1e-9));
      assertThat(bounding.cells()).isLessThan(20);
    }
  }

  @Test
  void whereNothingEverChangesItStopsAtTheFarthest() {
    BranchAndBound bounding = blind(constant, 0, 1000);
    assertThat(bounding.lower()).isEqualTo(BranchAndBound.FARTHEST);
    assertThat(bounding.cells()).isLessThan(30);
  }

  @Test
  void itShowsTheSearchWhereTheBoundaryMayBe() {
    BoundarySearch search = new BoundarySearch(plane, 0, Effort.unlimited());
    new BranchAndBound(plane, search, 0, 1000, 1e-6, Effort.unlimited()).lower();
    assertThat(search.distance()).isCloseTo(2, within(1e-9));
    assertThat(search.source()).isEqualTo(MarginBracket.Source.BOUNDS);
    assertThat(search.best()).containsExactly(new double[] {2, 0, 0}, within(1e-9));
  }

  /** At whatever cell the budget ends, what it returns is below the margin by brute force. */
  @ParameterizedTest
  @ValueSource(longs = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31})
  void atEveryBudgetTheLowerBoundIsOne(long seed) {
    Architecture architecture = Nets.mlp(M, 5, 4, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, seed);
    PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
    float[] point = Nets.points(seed, M);
    double exact = new PatternOracle(parameters, M, 5, 4, 3).margin(point);
    PiecewiseLinear around = around(network, point);
    int winner = Nets.argmax(around.logits(new double[M], 1), 0, 3);
    double best = 0;
    for (int budget = 13; budget < 20_000; budget = budget * 5 / 4) {
      double lower = blind(around, winner, budget).lower();
      assertThat(lower).isLessThanOrEqualTo(exact * (1 + 1e-9)).isGreaterThanOrEqualTo(best);
      best = lower;
    }
    // without an upper bound the first ball is sought between 1/4 and as far as it looks
    if (exact > 0.3) {
      assertThat(best).isGreaterThan(Math.min(exact, BranchAndBound.FARTHEST) / 1.15);
    }
  }

  /**
   * A class that wins only within a small octahedron, which cells that are cut off must not lose.
   */
  @Test
  void islandsAreNotMissed() {
    PiecewiseLinear island = Nets.island(3, 2, 0);
    double exact = Math.hypot(2.5, 2);
    for (int budget = 13; budget < 20_000; budget = budget * 5 / 4) {
      assertThat(blind(island, 0, budget).lower()).isLessThanOrEqualTo(exact);
    }
    assertThat(blind(island, 0, 20_000).lower()).isGreaterThan(exact / 1.15);
  }

  /** Cutting where bounds lose most, and growing in steps that are neither short nor long. */
  @Test
  void itNeedsFewCells() {
    int cells = 0;
    for (int seed = 0; seed < 12; seed++) {
      PiecewiseLinear network = Nets.network(Nets.mlp(M, 24, 24, 4), 50 + seed);
      PiecewiseLinear around = around(network, Nets.points(seed, M));
      int winner = Nets.argmax(around.logits(new double[M], 1), 0, 4);
      BoundarySearch search = new BoundarySearch(around, winner, Effort.unlimited());
      search.tryLinear();
      BranchAndBound bounding =
          new BranchAndBound(around, search, winner, 20_000, 1e-2, Effort.unlimited());
      assertThat(bounding.lower()).isGreaterThan(0.98 * Math.min(search.distance(), 1000));
      cells += bounding.cells();
    }
    assertThat(cells).isLessThan(450);
  }

  private BranchAndBound blind(PiecewiseLinear network, int winner, int budget) {
    return new BranchAndBound(
        network,
        new BoundarySearch(constant, 0, Effort.unlimited()),
        winner,
        budget,
        1e-6,
        Effort.unlimited());
  }

  private static PiecewiseLinear around(PiecewiseLinear network, float[] x) {
    double[] point = new double[M];
    Arrays.setAll(point, i -> x[i]);
    double[] identity = new double[M * M];
    for (int k = 0; k < M; k++) {
      identity[k * M + k] = 1;
    }
    return new Slice(network, Subspace.spannedBy(identity, M)).at(point);
  }

  private static PiecewiseLinear linear(float[] weight, float... bias) {
    return PiecewiseLinear.of(
        Architecture.of(Shape.vector(M), Layers.dense(2)),
        Map.of("layers.0.weight", weight, "layers.0.bias", bias),
        0);
  }
}
