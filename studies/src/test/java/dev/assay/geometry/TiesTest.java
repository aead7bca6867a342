package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Workers;
import dev.assay.geometry.MarginBracket.Source;
import dev.assay.geometry.MarginBracket.Status;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.subspace.Subspace;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where two logits are equal there is a boundary, whichever class comes first. */
final class TiesTest {
  private static final int N = 5;

  /** Two of the four classes have equal weights, and a bias that puts both on top. */
  @ParameterizedTest
  @CsvSource({"0,1", "1,3", "2,3"})
  void whereTwoTopLogitsAreEqualEverywhereEverySampleLiesOnTheBoundary(int one, int other) {
    Architecture architecture = Nets.mlp(N, 16, 16, 4);
    Map<String, float[]> parameters = Nets.parameters(architecture, 3);
    float[] weight = parameters.get("layers.4.weight");
    float[] bias = parameters.get("layers.4.bias");
    System.arraycopy(weight, 16 * one, weight, 16 * other, 16);
    bias[one] = 50;
    bias[other] = 50;
    PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
    for (int m = 1; m <= 4; m++) {
      for (int seed = 0; seed < 3; seed++) {
        MarginBracket bracket =
            bracket(network, SubspaceMarginsTest.subspace(N, m, seed), Nets.points(seed, N));
        assertThat(bracket.status()).isEqualTo(Status.OK);
        assertThat(bracket.upper()).isZero();
        assertThat(bracket.lower()).isZero();
        assertThat(bracket.source()).isEqualTo(Source.SAMPLE);
        assertThat(new int[] {bracket.predicted(), bracket.reached()})
            .containsExactlyInAnyOrder(one, other);
      }
    }
  }

  /** The same function by two units that differ in the order of their terms only. */
  @Test
  void whatOnlyRoundingKeepsApartIsEqual() {
    int n = 64;
    float[] w = Nets.points(1, n);
    float[] weight = new float[2 * n];
    float[] x = Nets.points(2, n);
    float[] point = new float[n];
    for (int i = 0; i < n; i++) {
      weight[i] = w[i];
      weight[n + i] = w[n - 1 - i];
      // the same whichever way round
      point[i] = x[Math.min(i, n - 1 - i)];
    }
    PiecewiseLinear network =
        PiecewiseLinear.of(
            Architecture.of(Shape.vector(n), Layers.dense(2)),
            Map.of("layers.0.weight", weight, "layers.0.bias", new float[2]),
            0);
    double[] at = new double[n];
    Arrays.setAll(at, i -> point[i]);
    Standing standing = network.standing(at);
    assertThat(standing.alone()).isFalse();
    assertThat(standing.rounding()).isBetween(1e-16, 1e-9);
    at[0] += 1e-6;
    assertThat(network.standing(at).alone()).isTrue();
  }

  /** {@code f_i − f_j = relu(1 − x)}: equal from x = 1 on, but j is never higher. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRegionOfEqualLogitsBeginsWithABoundary(boolean rivalComesFirst) {
    PiecewiseLinear network = wedge(rivalComesFirst, -1, 1);
    for (int m = 1; m <= 3; m++) {
      MarginBracket bracket = bracket(network, firstAxes(m), new float[3]);
      assertThat(bracket.upper()).isCloseTo(1, within(1e-9));
      assertThat(bracket.lower()).isBetween(m < 3 ? 1 - 1e-9 : 0.9, bracket.upper());
      assertThat(bracket.reached()).isEqualTo(rivalComesFirst ? 0 : 1);
    }
  }

  /** {@code f_i − f_j = |x − 2|}: they touch, and part again. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereLogitsTouchThereIsABoundary(boolean rivalComesFirst) {
    PiecewiseLinear network = wedge(rivalComesFirst, 1, -2, -1, 2);
    for (int m = 1; m <= 2; m++) {
      MarginBracket bracket = bracket(network, firstAxes(m), new float[3]);
      assertThat(bracket.upper()).isCloseTo(2, within(1e-9));
      assertThat(bracket.lower()).isCloseTo(2, within(1e-9));
    }
  }

  /** The logits of one class are the sum of {@code relu(w x_0 + b)}, the others' are 0. */
  private static PiecewiseLinear wedge(boolean last, float... sides) {
    int units = sides.length / 2;
    float[] first = new float[3 * units];
    float[] shift = new float[units];
    float[] sum = new float[2 * units];
    for (int u = 0; u < units; u++) {
      first[3 * u] = sides[2 * u];
      shift[u] = sides[2 * u + 1];
      sum[(last ? units : 0) + u] = 1;
    }
    return PiecewiseLinear.of(
        Nets.mlp(3, units, 2),
        Map.of(
            "layers.0.weight", first,
            "layers.0.bias", shift,
            "layers.2.weight", sum,
            "layers.2.bias", new float[2]),
        0);
  }

  private static Subspace firstAxes(int m) {
    double[] basis = new double[3 * m];
    for (int k = 0; k < m; k++) {
      basis[3 * k + k] = 1;
    }
    return Subspace.spannedBy(basis, 3);
  }

  private static MarginBracket bracket(PiecewiseLinear network, Subspace subspace, float[] point) {
    try (Workers workers = new Workers(1)) {
      return new SubspaceMargins(network, subspace, 2000, 0.05)
          .brackets(point, 1, new double[subspace.size()], workers, done -> {})
          .get(0);
    }
  }
}
