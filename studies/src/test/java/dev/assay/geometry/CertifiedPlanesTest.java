package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Workers;
import dev.assay.nn.Architecture;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CertifiedPlanesTest {
  private static final int POINTS = 100_000;

  private static ClassMap map(
      Architecture architecture, Map<String, float[]> parameters, double[][] plane, int levels) {
    try (Workers workers = new Workers(2)) {
      PiecewiseLinear network = PiecewiseLinear.of(architecture, parameters, 0);
      return new CertifiedPlanes(network, workers).classes(plane[0], plane[1], plane[2], levels);
    }
  }

  /** A perceptron in the plainest of loops. */
  private static double[] logits(Map<String, float[]> parameters, double[] x) {
    double[] values = x;
    for (int layer = 0; parameters.containsKey("layers.%d.weight".formatted(layer)); layer += 2) {
      float[] weight = parameters.get("layers.%d.weight".formatted(layer));
      float[] bias = parameters.get("layers.%d.bias".formatted(layer));
      double[] next = new double[bias.length];
      for (int o = 0; o < next.length; o++) {
        next[o] = bias[o];
        for (int i = 0; i < values.length; i++) {
          next[o] +=
              weight[o * values.length + i] * (layer == 0 ? values[i] : Math.max(0, values[i]));
        }
      }
      values = next;
    }
    return values;
  }

  private static double[] point(double[][] plane, double s, double t) {
    double[] point = new double[plane[0].length];
    Arrays.setAll(point, i -> plane[0][i] + s * plane[1][i] + t * plane[2][i]);
    return point;
  }

  private static double[][] plane(int n, long seed) {
    double[][] plane = new double[3][n];
    for (int k = 0; k < 3; k++) {
      float[] drawn = Nets.points(3 * seed + k, n);
      Arrays.setAll(plane[k], i -> drawn[i]);
    }
    return plane;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noPointContradictsTheMap(long seed) {
    Architecture architecture = seed % 2 == 0 ? Nets.mlp(5, 16, 4) : Nets.mlp(6, 10, 10, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, seed);
    double[][] plane = plane(architecture.input().intSize(), seed);
    ClassMap map = map(architecture, parameters, plane, 7);
    for (int p = 0; p < POINTS; p++) {
      double s = Streams.uniform(seed, 2 * p);
      double t = Streams.uniform(seed, 2 * p + 1);
      double[] z = logits(parameters, point(plane, s, t));
      int cell = (int) (t * map.side()) * map.side() + (int) (s * map.side());
      int c = Nets.argmax(z, 0, z.length);
      assertThat(map.possible(cell, c)).isTrue();
      assertThat(map.winner(cell)).isIn(-1, c);
    }
    assertThat(map.certified()).isBetween(0.7, 0.9999);
    assertThat(map.passes()).isLessThan(5L * map.side() * map.side());
  }

  /**
   * Class 1 wins where {@code min(σ(x), σ(y)) > 0} of a saw {@code σ} that is positive in the
   * middle of each of {@code 1, 2, …} unit intervals: in a lattice of squares, or, without y, in
   * stripes.
   */
  private static ClassMap lattice(int columns, int rows, int levels) {
    int hinges = 2 * columns + 2 * rows;
    Architecture architecture = Nets.mlp(2, hinges, 3, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    float[] first = new float[2 * hinges];
    float[] shift = new float[hinges];
    float[] second = new float[3 * hinges];
    for (int h = 0; h < hinges; h++) {
      boolean across = h < 2 * columns;
      int k = across ? h : h - 2 * columns;
      first[2 * h + (across ? 0 : 1)] = 1;
      shift[h] = -k / 2f;
      // slopes 2, −2, 2, … of −1/2 + |…|
      float bend = k == 0 ? 2 : k % 2 == 0 ? 4 : -4;
      second[h] = across ? bend : 0;
      second[hinges + h] = -second[h];
      second[2 * hinges + h] = across ? bend : -bend;
    }
    parameters.put("layers.0.weight", first);
    parameters.put("layers.0.bias", shift);
    parameters.put("layers.2.weight", second);
    parameters.put("layers.2.bias", new float[] {-0.5f, 0.5f, 0});
    // σ(x) − max(σ(x) − σ(y), 0), or σ(x) alone
    float less = rows == 0 ? 0 : -1;
    parameters.put("layers.4.weight", new float[] {0, 0, 0, 1, -1, less});
    parameters.put("layers.4.bias", new float[] {0, 0});
    double[][] plane = {{0, 0}, {columns, 0}, {0, Math.max(rows, 1)}};
    return map(architecture, parameters, plane, levels);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "5, 0", "1, 1", "2, 3", "4, 3"})
  void knownRegionsAreCounted(int columns, int rows) {
    int background = rows == 0 ? columns + 1 : 1;
    int inside = columns * Math.max(rows, 1);
    ClassMap map = lattice(columns, rows, 8);
    assertThat(map.regions()).isEqualTo(background + inside);
    double expected = rows == 0 ? 0.5 : 0.25;
    double[] share = new double[2];
    for (int cell = 0; cell < map.side() * map.side(); cell++) {
      if (map.winner(cell) >= 0) {
        share[map.winner(cell)] += 1.0 / map.side() / map.side();
      }
    }
    assertThat(share[1]).isBetween(expected - 0.15, expected);
    assertThat(share[0]).isBetween(1 - expected - 0.15, 1 - expected);
  }

  /** With few levels regions are not told apart, but never are there more than there are. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void isALowerBoundAtAnyDepth(int levels) {
    assertThat(lattice(3, 2, levels).regions()).isBetween(1, 7);
    assertThat(lattice(3, 0, levels).regions()).isBetween(1, 7);
  }

  @Test
  void regionsWithoutAGridPointAreMissed() {
    ClassMap map = lattice(4, 3, 8);
    int[] corners = new int[4];
    assertThat(map.missedBy(corners, 2)).isEqualTo(12);
    // points at 0, 1/2, 1, 3/2, … of each unit interval: one in the middle of each square
    int[] grid = new int[9 * 9];
    for (int i = 0; i < grid.length; i++) {
      double x = i % 9 / 8.0 * 4;
      double y = i / 9 / 8.0 * 3;
      double lead = Math.min(0.5 - 2 * Math.abs(x % 1 - 0.5), 0.5 - 2 * Math.abs(y % 1 - 0.5));
      grid[i] = lead > 0 ? 1 : 0;
    }
    assertThat(map.missedBy(grid, 9)).isZero();
    grid[9 + 1] = 0;
    grid[9 + 1 + 9] = 0;
    assertThat(map.missedBy(grid, 9)).isEqualTo(1);
  }

  /**
   * Two classes that are always equal: neither is certain where they lead, no third one is there.
   */
  @Test
  void tiesAreUndecided() {
    Architecture architecture = Nets.mlp(3, 8, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, 2);
    float[] weights = parameters.get("layers.2.weight");
    System.arraycopy(weights, 0, weights, 8, 8);
    Arrays.fill(parameters.get("layers.2.bias"), 9);
    parameters.get("layers.2.bias")[2] = -100;
    ClassMap map = map(architecture, parameters, plane(3, 1), 5);
    assertThat(map.certified()).isZero();
    assertThat(map.regions()).isEqualTo(1);
    for (int cell = 0; cell < map.side() * map.side(); cell++) {
      assertThat(map.possible(cell, 0)).isTrue();
      assertThat(map.possible(cell, 2)).isFalse();
    }
  }

  /** A rectangle without extent is one point. */
  @Test
  void aPointHasTheClassOfThePoint() {
    Architecture architecture = Nets.mlp(3, 8, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, 5);
    double[][] plane = {{1, 2, -1}, new double[3], new double[3]};
    ClassMap map = map(architecture, parameters, plane, 4);
    double[] z = logits(parameters, plane[0]);
    assertThat(map.certified()).isEqualTo(1);
    assertThat(map.regions()).isEqualTo(1);
    assertThat(map.winner(0)).isEqualTo(Nets.argmax(z, 0, 3));
  }
}
