package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.nn.Architecture;
import dev.assay.random.Streams;
import dev.assay.subspace.Subspace;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The search alone, against brute force. A search for upper bounds that sees the boundary hides
 * what is wrong with the lower one, so the tests let it look at a network without one.
 */
final class PolygonSearchTest {
  private static final int MANY = 1_000_000;

  /** Of values over the disc in which a search without an upper bound looks. */
  private static final double ROUNDING = 1e-8;

  @ParameterizedTest
  @ValueSource(longs = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31})
  void tinyNetworksAgreeWithEveryActivationPattern(long seed) {
    Architecture architecture = Nets.mlp(2, 6, 5, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, seed);
    float[] point = Nets.points(seed, 2);
    double exact = new PatternOracle(parameters, 2, 6, 5, 3).margin(point);
    PiecewiseLinear around = around(PiecewiseLinear.of(architecture, parameters, 0), point);
    PolygonSearch search = blind(around, MANY);
    double lower = search.lower();
    if (exact < BranchAndBound.FARTHEST) {
      assertThat(lower).isCloseTo(exact, within(ROUNDING));
    } else {
      assertThat(lower).isEqualTo(BranchAndBound.FARTHEST);
    }
  }

  /** Wherever the budget ends, no change is nearer than what it returns. */
  @Test
  void atEveryBudgetTheLowerBoundIsOne() {
    double best = 0;
    for (int budget = 1; budget < 2000; budget = budget * 5 / 4 + 1) {
      double lower = blind(Nets.island(3, 2), budget).lower();
      assertThat(lower).isLessThanOrEqualTo(Math.hypot(2.5, 2)).isGreaterThan(best - 1e-9);
      best = lower;
    }
    assertThat(best).isCloseTo(Math.hypot(2.5, 2), within(ROUNDING));
  }

  /** Every kind of layer, in slices of image networks: no ray of many finds a nearer change. */
  @ParameterizedTest
  @MethodSource("dev.assay.geometry.Nets#indices")
  void noRayFindsANearerChangeAndTheWalkToTheFoundOneEndsThere(int index) {
    PiecewiseLinear network = Nets.network(Nets.all().get(index), 3);
    int n = network.length();
    float[] drawn = Nets.points(4, 3 * n);
    int found = 0;
    for (int s = 0; s < 3; s++) {
      double[] point = new double[n];
      int from = s * n;
      Arrays.setAll(point, i -> drawn[from + i]);
      PiecewiseLinear around = new Slice(network, SubspaceMarginsTest.subspace(n, 2, 5)).at(point);
      int winner = winner(around);
      BoundarySearch seeing = new BoundarySearch(around, winner, Effort.unlimited());
      PolygonSearch search = new PolygonSearch(around, seeing, winner, MANY, Effort.unlimited());
      double lower = search.lower();
      if (seeing.distance() < 20) {
        assertThat(lower).isCloseTo(seeing.distance(), within(1e-9 * lower));
        found++;
      }
      double reach = Math.min(lower, 20) * (1 - 1e-9);
      for (int d = 0; d < 720; d++) {
        double angle = 2 * Math.PI * (d + Streams.uniform(9, d)) / 720;
        assertThat(
                seeing.firstChange(new double[] {reach * Math.cos(angle), reach * Math.sin(angle)}))
            .isEmpty();
      }
    }
    assertThat(found).isPositive();
  }

  /**
   * Units that are always zero, that are the same unit twice, or whose breakpoints meet in the
   * sample.
   */
  @Test
  void degenerateUnitsAreNothingSpecial() {
    // f_0 − f_1 = 2 − relu(x) − relu(x) − relu(0) + relu(−x) − relu(y) + relu(−y): 2x + y = 2
    PiecewiseLinear network =
        hidden(
            new float[] {1, 0, 1, 0, 0, 0, -1, 0, 0, 1, 0, -1},
            new float[6],
            new float[] {-1, -1, -1, 1, -1, 1},
            2);
    assertThat(blind(network, MANY).lower()).isCloseTo(2 / Math.sqrt(5), within(ROUNDING));
  }

  @Test
  void pathsThatLeadNowhereAreLeft() {
    // 1 − x until 0.9, then never lower: the next polygons along x are dead ends; 3 − y elsewhere
    PiecewiseLinear network =
        hidden(
            new float[] {1, 0, 1, 0, 0, 1},
            new float[] {10, -0.9f, 0},
            new float[] {-1, 2, -1},
            11);
    // 1 − x − y for y > 0 and x < 0.9: the nearest is (1/2, 1/2)
    assertThat(blind(network, MANY).lower()).isCloseTo(Math.sqrt(0.5), within(ROUNDING));
    PiecewiseLinear steep =
        hidden(
            new float[] {1, 0, 1, 0, 0, 1},
            new float[] {10, -0.9f, -2.5f},
            new float[] {-1, 2, -1},
            11);
    // now y counts from 2.5 only: 0.1 is left at x = 0.9, so y = 2.6
    double float09 = 0.9f;
    assertThat(blind(steep, MANY).lower())
        .isCloseTo(Math.hypot(float09, 2.5 + 1 - float09), within(ROUNDING));
  }

  @Test
  void classesThatTieOnAPolygonAreABoundary() {
    // f_0 − f_1 = relu(1 − x): equal from x = 1 on
    PiecewiseLinear network = hidden(new float[] {-1, 0}, new float[] {1}, new float[] {1}, 0);
    assertThat(blind(network, MANY).lower()).isCloseTo(1, within(ROUNDING));
  }

  @Test
  void whereNothingChangesItLooksAsFarAsItGoes() {
    PiecewiseLinear network = hidden(new float[] {1, 0}, new float[] {0}, new float[] {1}, 1);
    PolygonSearch search = blind(network, MANY);
    assertThat(search.lower()).isEqualTo(BranchAndBound.FARTHEST);
    assertThat(search.visited()).isLessThan(10);
  }

  /**
   * Most polygons are left out as wholes: without bounds these networks take thousands of visits.
   */
  @Test
  void itVisitsFewPolygons() {
    int visited = 0;
    for (int seed = 0; seed < 6; seed++) {
      PiecewiseLinear around =
          around(Nets.network(Nets.mlp(2, 48, 48, 4), 50 + seed), Nets.points(seed, 2));
      BoundarySearch seeing = new BoundarySearch(around, winner(around), Effort.unlimited());
      seeing.tryLinear();
      PolygonSearch search =
          new PolygonSearch(around, seeing, winner(around), MANY, Effort.unlimited());
      search.lower();
      visited += search.visited();
    }
    assertThat(visited).isLessThan(300);
  }

  /** {@code f_0 − f_1 = bias + top · relu(W x + b)} of two inputs. */
  private static PiecewiseLinear hidden(float[] w, float[] b, float[] top, float bias) {
    return PiecewiseLinear.of(
        Nets.mlp(2, b.length, 2),
        Map.of(
            "layers.0.weight",
            w,
            "layers.0.bias",
            b,
            "layers.2.weight",
            Arrays.copyOf(top, 2 * top.length),
            "layers.2.bias",
            new float[] {bias, 0}),
        0);
  }

  private static PolygonSearch blind(PiecewiseLinear network, int budget) {
    PiecewiseLinear constant = hidden(new float[] {0, 0}, new float[] {0}, new float[] {0}, 1);
    return new PolygonSearch(
        network,
        new BoundarySearch(constant, 0, Effort.unlimited()),
        winner(network),
        budget,
        Effort.unlimited());
  }

  private static int winner(PiecewiseLinear network) {
    return Nets.argmax(network.logits(new double[2], 1), 0, network.classes());
  }

  private static PiecewiseLinear around(PiecewiseLinear network, float[] x) {
    double[] identity = {1, 0, 0, 1};
    return new Slice(network, Subspace.spannedBy(identity, 2)).at(new double[] {x[0], x[1]});
  }
}
