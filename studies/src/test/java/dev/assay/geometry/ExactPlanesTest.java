package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Workers;
import dev.assay.geometry.ExactPlanes.Effort;
import dev.assay.geometry.PlaneRegions.Status;
import dev.assay.nn.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExactPlanesTest {
  private static final int GRID = 50;

  private static PlaneRegions regions(
      Architecture architecture, Map<String, float[]> parameters, double[][] plane, int grid) {
    return regions(PiecewiseLinear.of(architecture, parameters, 0), plane, grid, 2);
  }

  private static PlaneRegions regions(
      PiecewiseLinear network, double[][] plane, int grid, int threads) {
    try (Workers workers = new Workers(threads)) {
      return new ExactPlanes(network, workers).regions(plane[0], plane[1], plane[2], grid);
    }
  }

  private static double[][] plane(int n, long seed) {
    double[][] plane = new double[3][n];
    for (int k = 0; k < 3; k++) {
      float[] drawn = Nets.points(3 * seed + k, n);
      Arrays.setAll(plane[k], i -> drawn[i]);
    }
    return plane;
  }

  /** A network of two inputs on the unit square against all patterns. */
  @ParameterizedTest
  @CsvSource({"9, 0, 2", "9, 0, 4", "5, 5, 2", "5, 5, 3", "6, 4, 5"})
  void agreesWithBruteForce(int first, int second, int classes) {
    int[] widths =
        second == 0 ? new int[] {2, first, classes} : new int[] {2, first, second, classes};
    Architecture architecture = Nets.mlp(widths);
    long all = 0;
    for (int seed = 0; seed < 25; seed++) {
      Map<String, float[]> parameters = Nets.parameters(architecture, 100 + seed);
      // hinges in the square, not only around it
      float[] weight = parameters.get("layers.0.weight");
      float[] bias = parameters.get("layers.0.bias");
      for (int u = 0; u < first; u++) {
        bias[u] -= (weight[2 * u] + weight[2 * u + 1]) / 2;
      }
      float[] last = parameters.get("layers.%d.bias".formatted(second == 0 ? 2 : 4));
      double[] points = {0.1, 0.3, 0.8, 0.2, 0.7, 0.9, 0.3, 0.6};
      double[] logits = PiecewiseLinear.of(architecture, parameters, 0).logits(points, 4);
      for (int i = 0; i < logits.length; i++) {
        last[i % classes] -= (float) (logits[i] / 4);
      }
      int expected = new PlaneOracle(parameters, widths).regions();
      PlaneRegions found =
          regions(architecture, parameters, new double[][] {{0, 0}, {1, 0}, {0, 1}}, GRID);
      assertThat(found.status()).isEqualTo(Status.EXACT);
      assertThat(found.least()).as("seed %d", seed).isEqualTo(expected);
      assertThat(found.most()).isEqualTo(expected);
      assertThat(found.known()).isBetween(1 - 1e-9, 1.0);
      all += expected;
    }
    assertThat(all).isGreaterThan(50);
  }

  static List<Architecture> architectures() {
    return Nets.all();
  }

  /** Every kind of layer, where two grids and both kinds of neighbours agree. */
  @ParameterizedTest
  @MethodSource("architectures")
  void agreesWithGridsThatResolveAll(Architecture architecture) {
    int resolved = 0;
    int several = 0;
    for (int seed = 0; seed < 12; seed++) {
      PiecewiseLinear network = Nets.network(architecture, 40 + seed);
      double[][] plane = plane(network.length(), seed);
      int coarse = new GridOracle(network, plane, 100).regions(true);
      GridOracle grid = new GridOracle(network, plane, 200);
      int expected = grid.regions(true);
      PlaneRegions found = regions(network, plane, 200, 2);
      assertThat(found.status()).isEqualTo(Status.EXACT);
      assertThat(found.least() - found.unseen()).isLessThanOrEqualTo(grid.regions(false));
      if (coarse == expected && grid.regions(false) == expected && found.unseen() == 0) {
        assertThat(found.least()).isEqualTo(expected);
        resolved++;
        several += expected > 1 ? 1 : 0;
      }
    }
    assertThat(resolved).isGreaterThan(2);
    assertThat(several).isGreaterThan(2);
  }

  /**
   * Two logits whose difference is f of saws: {@code σ(x)} is positive in the middle of each of
   * {@code 1, 2, …} unit intervals. First both saws, then what f makes of them, then the logits.
   */
  private static PlaneRegions saws(int columns, int rows, float[][] f, float[] sum, int grid) {
    int hinges = 2 * columns + 2 * rows;
    Architecture architecture = Nets.mlp(2, hinges, f.length, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    float[] first = new float[2 * hinges];
    float[] shift = new float[hinges];
    float[] second = new float[f.length * hinges];
    float[] constant = new float[f.length];
    for (int h = 0; h < hinges; h++) {
      int axis = h < 2 * columns ? 0 : 1;
      int k = axis == 0 ? h : h - 2 * columns;
      first[2 * h + axis] = 1;
      shift[h] = -k / 2f;
      // slopes 2, −2, 2, … of −1/2 + |…|
      float bend = k == 0 ? 2 : k % 2 == 0 ? 4 : -4;
      for (int u = 0; u < f.length; u++) {
        second[u * hinges + h] = bend * f[u][axis];
      }
    }
    for (int u = 0; u < f.length; u++) {
      constant[u] = -0.5f * (f[u][0] + f[u][1]);
    }
    float[] last = new float[2 * f.length];
    System.arraycopy(sum, 0, last, f.length, f.length);
    parameters.put("layers.0.weight", first);
    parameters.put("layers.0.bias", shift);
    parameters.put("layers.2.weight", second);
    parameters.put("layers.2.bias", constant);
    parameters.put("layers.4.weight", last);
    parameters.put("layers.4.bias", new float[] {0, 0});
    double[][] plane = {{0, 0}, {columns, 0}, {0, Math.max(rows, 1)}};
    return regions(architecture, parameters, plane, grid);
  }

  /** {@code σ(x)} alone. */
  private static PlaneRegions stripes(int columns, int grid) {
    return saws(columns, 0, new float[][] {{1, 0}, {-1, 0}}, new float[] {1, -1}, grid);
  }

  /** {@code min(σ(x), σ(y)) = σ(x) − max(σ(x) − σ(y), 0)}: squares that do not touch. */
  private static PlaneRegions lattice(int columns, int rows, int grid) {
    float[][] f = {{1, 0}, {-1, 0}, {1, -1}};
    return saws(columns, rows, f, new float[] {1, -1, -1}, grid);
  }

  /** {@code |σ(x) + σ(y)| − |σ(x) − σ(y)|} has the sign of the product. */
  private static PlaneRegions checkerboard(int columns, int rows, int grid) {
    float[][] f = {{1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
    return saws(columns, rows, f, new float[] {1, 1, -1, -1}, grid);
  }

  private static void isExactly(long expected, PlaneRegions found) {
    assertThat(found.status()).isEqualTo(Status.EXACT);
    assertThat(found.least()).isEqualTo(expected);
    assertThat(found.most()).isEqualTo(expected);
    assertThat(found.known()).isBetween(1 - 1e-9, 1.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 8, 19})
  void stripesAreCounted(int columns) {
    isExactly(2 * columns + 1, stripes(columns, GRID));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "4, 4", "7, 5"})
  void squaresAndWhatSurroundsThemAreCounted(int columns, int rows) {
    isExactly(columns * rows + 1, lattice(columns, rows, GRID));
  }

  /** Squares of one colour touch in corners only; those at the border are cut in halves. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 5", "4, 4", "8, 3"})
  void fieldsOfACheckerboardAreDistinct(int columns, int rows) {
    isExactly((2L * columns + 1) * (2 * rows + 1), checkerboard(columns, rows, GRID));
  }

  /** {@code |‖p‖₁ − 1| − 0.3} on a square of half-width 2. */
  @Test
  void aRingAndBothSidesOfItAreCounted() {
    Architecture architecture = Nets.mlp(2, 4, 2, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    parameters.put("layers.0.weight", new float[] {1, 0, -1, 0, 0, 1, 0, -1});
    parameters.put("layers.0.bias", new float[4]);
    parameters.put("layers.2.weight", new float[] {1, 1, 1, 1, -1, -1, -1, -1});
    parameters.put("layers.2.bias", new float[] {-1, 1});
    parameters.put("layers.4.weight", new float[] {0, 0, -1, -1});
    parameters.put("layers.4.bias", new float[] {0, 0.3f});
    double[][] plane = {{-2, -2}, {4, 0}, {0, 4}};
    isExactly(3, regions(architecture, parameters, plane, GRID));
    double[][] turned = {{-2, 0}, {2, 2}, {2, -2}};
    isExactly(3, regions(architecture, parameters, turned, GRID));
    double[][] smaller = {{-1.1, -1.1}, {2.2, 0}, {0, 2.2}};
    isExactly(6, regions(architecture, parameters, smaller, GRID));
  }

  @Test
  void regionsWithoutAGridPointAreUnseen() {
    assertThat(lattice(4, 3, 2).unseen()).isEqualTo(12);
    // points at 0, 1/2, 1, 3/2, … of each unit interval: one in the middle of each square
    assertThat(lattice(4, 4, 9).unseen()).isZero();
    assertThat(stripes(8, 9).unseen()).as("one in the middle of each gap").isEqualTo(8);
    assertThat(stripes(8, 17).unseen()).isZero();
  }

  /** Where two logits are equal the first class wins, as the largest logit says. */
  @Test
  void tiesGoToTheFirstClass() {
    Architecture architecture = Nets.mlp(3, 8, 3);
    Map<String, float[]> parameters = Nets.parameters(architecture, 2);
    float[] weights = parameters.get("layers.2.weight");
    System.arraycopy(weights, 0, weights, 8, 8);
    Arrays.fill(parameters.get("layers.2.bias"), 9);
    parameters.get("layers.2.bias")[2] = -100;
    isExactly(1, regions(architecture, parameters, plane(3, 1), GRID));

    // equal below zero, where all units are off; the second class leads beyond
    Architecture steps = Nets.mlp(2, 1, 2);
    Map<String, float[]> half = Nets.parameters(steps, 1);
    half.put("layers.0.weight", new float[] {1, 0});
    half.put("layers.0.bias", new float[] {0});
    half.put("layers.2.weight", new float[] {0, 1});
    half.put("layers.2.bias", new float[2]);
    double[][] plane = {{-1.3, 0}, {2, 0.1}, {0.1, 1}};
    isExactly(2, regions(steps, half, plane, GRID));
  }

  /** Units that bend along the same line, and lines along the borders of squares. */
  @Test
  void linesThatLieOnOneAnotherAreOneLine() {
    Architecture architecture = Nets.mlp(2, 6, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 1);
    parameters.put("layers.0.weight", new float[] {1, 0, 3, 0, -1, 0, -2, 0, 0, 1, 0, -7});
    parameters.put("layers.0.bias", new float[] {-0.5f, -1.5f, 0.5f, 1, -0.5f, 3.5f});
    parameters.put("layers.2.weight", new float[] {1, 1, -1, -1, 0, 0, 0, 0, 0, 0, 1, -1});
    parameters.put("layers.2.bias", new float[2]);
    double[][] plane = {{0, 0}, {1, 0}, {0, 1}};
    isExactly(2, regions(architecture, parameters, plane, GRID));
  }

  @Test
  void aRectangleWithoutExtentIsOneRegion() {
    Architecture architecture = Nets.mlp(3, 8, 3);
    double[][] plane = {{1, 2, -1}, new double[3], new double[3]};
    isExactly(1, regions(architecture, Nets.parameters(architecture, 5), plane, GRID));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void dependsNeitherOnThreadsNorOnTheOrderOfCorners(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 5);
    double[][] p = plane(network.length(), 9);
    PlaneRegions one = regions(network, p, GRID, 1);
    assertThat(regions(network, p, GRID, 3)).isEqualTo(one);
    double[][] swapped = {p[0], p[2], p[1]};
    double[][] mirrored = {sum(p[0], p[1]), negative(p[1]), p[2]};
    double[][] turned = {sum(sum(p[0], p[1]), p[2]), negative(p[1]), negative(p[2])};
    for (double[][] other : List.of(swapped, mirrored, turned)) {
      PlaneRegions found = regions(network, other, GRID, 2);
      assertThat(found.least()).isEqualTo(one.least());
      assertThat(found.most()).isEqualTo(one.most());
    }
  }

  private static double[] sum(double[] a, double[] b) {
    double[] result = new double[a.length];
    Arrays.setAll(result, i -> a[i] + b[i]);
    return result;
  }

  private static double[] negative(double[] a) {
    return Arrays.stream(a).map(x -> -x).toArray();
  }

  /** Powers of two change no bit of any decision. */
  @Test
  void weightsOfOtherNormsGiveTheSame() {
    Architecture architecture = Nets.mlp(4, 30, 20, 4);
    Map<String, float[]> parameters = Nets.parameters(architecture, 8);
    PlaneRegions before = regions(architecture, parameters, plane(4, 2), GRID);
    String[] names = {"0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"};
    double[] scale = {8, 8, 0.25 / 8, 0.25, 32 / 0.25, 32};
    for (int i = 0; i < names.length; i++) {
      float[] values = parameters.get("layers." + names[i]);
      for (int k = 0; k < values.length; k++) {
        values[k] *= (float) scale[i];
      }
    }
    PlaneRegions after = regions(architecture, parameters, plane(4, 2), GRID);
    assertThat(after.least()).isEqualTo(before.least());
    assertThat(after.most()).isEqualTo(before.most());
    assertThat(before.least()).isGreaterThan(4);
  }

  private static PlaneRegions regions(PiecewiseLinear network, double[][] plane, Effort effort) {
    try (Workers workers = new Workers(2)) {
      return new ExactPlanes(network, workers, effort).regions(plane[0], plane[1], plane[2], GRID);
    }
  }

  /** Pieces of a few large squares or of many small ones. */
  @ParameterizedTest
  @MethodSource("architectures")
  void doesNotDependOnWhereSquaresEnd(Architecture architecture) {
    int several = 0;
    for (int seed = 0; seed < 4; seed++) {
      PiecewiseLinear network = Nets.network(architecture, 60 + seed);
      double[][] plane = plane(network.length(), 20 + seed);
      PlaneRegions coarse = regions(network, plane, new Effort(1000, 5000, Long.MAX_VALUE));
      // overlapping windows bend along the same lines, so there may be several hinges anywhere,
      // and those that go around overlap those of the other side, too; where a maximum changes its
      // winner, both are clipped
      String text = architecture.toString();
      boolean many = text.contains("circular") || text.contains("clip");
      PlaneRegions fine = regions(network, plane, new Effort(many ? 8 : 2, 24, Long.MAX_VALUE));
      assertThat(fine.status()).isEqualTo(Status.EXACT);
      assertThat(coarse.status()).isEqualTo(Status.EXACT);
      assertThat(fine.least()).isEqualTo(coarse.least());
      assertThat(fine.unseen()).isEqualTo(coarse.unseen());
      assertThat(fine.known()).isBetween(1 - 1e-9, 1.0);
      several += coarse.least() > 1 && fine.passes() > coarse.passes() ? 1 : 0;
    }
    assertThat(several).isPositive();
  }

  /** Never more than there are, and no upper limit. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 5000, 10_000, 20_000})
  void isALowerBoundWhereItTakesTooMuch(int passes) {
    PiecewiseLinear network = Nets.network(Nets.mlp(4, 200, 200, 4), 5);
    double[][] plane = plane(4, 2);
    PlaneRegions exact = regions(network, plane, GRID, 2);
    PlaneRegions found =
        regions(network, plane, new Effort(10, 1000, passes * network.operations()));
    assertThat(exact.status()).isEqualTo(Status.EXACT);
    assertThat(exact.least()).isEqualTo(7);
    assertThat(found.status()).isEqualTo(Status.LIMIT);
    assertThat(found.least()).isBetween(1L, exact.least());
    assertThat(found.most()).isEqualTo(-1);
    assertThat(found.known()).isLessThan(1);
  }

  @Test
  void valuesThatSinglePrecisionCannotHoldAreNotFollowed() {
    Architecture architecture = Nets.mlp(2, 4, 2);
    Map<String, float[]> parameters = Nets.parameters(architecture, 5);
    Arrays.fill(parameters.get("layers.2.weight"), 3e38f);
    PlaneRegions found =
        regions(architecture, parameters, new double[][] {{9, 9}, {9, 0}, {0, 9}}, GRID);
    assertThat(found.status()).isEqualTo(Status.LIMIT);
    assertThat(found.tiles()).isZero();
  }
}
