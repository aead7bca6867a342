package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks against the whole matrix, column by column. */
class BlockMapTest {
  private static final LinearAlgebra JAVA = LinearAlgebra.java();
  private static final Grid IMAGE = new Grid(2, 4, 3);

  static List<BlockMap> maps() {
    ConvMap same = conv(IMAGE, 3, Window.kernel(3).padding(1));
    ConvMap half = conv(IMAGE, 2, Window.kernel(3).stride(2).padding(1));
    ScaleMap identity = ScaleMap.identity(IMAGE);
    return List.of(
        // the beginning of branches: images above each other, and in a row
        map(IMAGE, new Grid(5, 4, 3), block(0, 0, same), block(0, 36, identity)),
        map(IMAGE, new Grid(1, 1, 32), block(0, 0, identity), block(0, 24, half)),
        // in between
        map(new Grid(4, 4, 3), new Grid(5, 4, 3), block(0, 0, same), block(24, 36, identity)),
        map(new Grid(1, 1, 48), new Grid(1, 1, 16), block(0, 8, half), block(24, 0, half)),
        // sums
        map(new Grid(4, 4, 3), IMAGE, block(0, 0, identity), block(24, 0, identity)),
        map(new Grid(4, 4, 3), new Grid(2, 2, 2), block(0, 0, half), block(24, 0, half)));
  }

  private static BlockMap map(Grid in, Grid out, BlockMap.Block... blocks) {
    return new BlockMap(in, out, List.of(blocks));
  }

  private static BlockMap.Block block(int from, int to, AffineMap map) {
    return new BlockMap.Block(from, to, map);
  }

  private static ConvMap conv(Grid in, int outputs, Window window) {
    double[] weights = normals(2, outputs * in.channels() * window.area());
    return new ConvMap(in, window, weights, normals(3, outputs), JAVA);
  }

  private static double[] normals(int seed, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> Streams.normal(Streams.key(seed, "blocks"), i))
        .toArray();
  }

  /** Column i: what the operator makes of unit vector i. */
  private static double[][] columns(BlockMap map) {
    int n = map.in().size();
    double[][] columns = new double[n][map.out().size()];
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      map.multiply(unit, 1, columns[i]);
    }
    return columns;
  }

  @ParameterizedTest
  @MethodSource("maps")
  void rowsComeBack(BlockMap map) {
    double[][] columns = columns(map);
    for (int o = 0; o < map.out().size(); o++) {
      double[] unit = new double[map.out().size()];
      unit[o] = 1;
      double[] row = new double[columns.length];
      map.multiplyTransposed(unit, 1, row);
      int output = o;
      assertThat(row)
          .containsExactly(
              Arrays.stream(columns).mapToDouble(column -> column[output]).toArray(),
              within(1e-12));
    }
  }

  /** Changes in a box that reaches over several parts. */
  @ParameterizedTest
  @MethodSource("maps")
  void changesOfSlopeAreThoseOfTheMatrix(BlockMap map) {
    double[][] columns = columns(map);
    Grid in = map.in();
    for (int last = 0; last < in.size(); last++) {
      Breakpoints breakpoints = new Breakpoints(1, 0);
      int[] box = in.box(last / 2, last + 1);
      int at = breakpoints.add(0.25, box[0], box[1], box[2], box[3], box[4], box[5]);
      double[] changes = normals(last, breakpoints.volume(0));
      System.arraycopy(changes, 0, breakpoints.values(), at, changes.length);
      double[] dense = new double[2 * in.size()];
      breakpoints.addTo(dense, in, 0, 0, 1);
      double[] expected = new double[map.out().size()];
      for (int i = 0; i < in.size(); i++) {
        for (int o = 0; o < expected.length; o++) {
          expected[o] += dense[in.size() + i] * columns[i][o];
        }
      }
      Breakpoints result = map.multiply(breakpoints, new int[] {0});
      double[] found = new double[2 * expected.length];
      for (int k = 0; k < result.count(); k++) {
        assertThat(result.at(k)).isEqualTo(0.25);
        result.addTo(found, map.out(), k, 0, 1);
      }
      assertThat(result.count()).isLessThanOrEqualTo(1);
      assertThat(Arrays.copyOfRange(found, expected.length, found.length))
          .containsExactly(expected, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("maps")
  void theNormIsNotTooSmallAndNotFarTooLarge(BlockMap map) {
    double[][] columns = columns(map);
    int n = columns.length;
    double[] gram = new double[n * n];
    Arrays.setAll(
        gram,
        i ->
            IntStream.range(0, map.out().size())
                .mapToDouble(o -> columns[i / n][o] * columns[i % n][o])
                .sum());
    double[] values = JAVA.symmetricEigen(gram, n).values();
    double exact = Math.sqrt(values[n - 1]);
    assertThat(map.norm()).isBetween(exact * (1 - 1e-12), 1.8 * exact);
    assertThat(map.absoluteNorm()).isGreaterThanOrEqualTo(map.norm());
  }

  /** Of vectors that are zero but for two units. */
  @ParameterizedTest
  @MethodSource("maps")
  void lengthsAreNotTooSmall(BlockMap map) {
    double[][] columns = columns(map);
    int n = columns.length;
    int[] units = {1, n - 2};
    double[] longest = map.lengths(units, new double[][] {{0.5, 2}});
    double[] result = new double[map.out().size()];
    Arrays.setAll(result, o -> 0.5 * columns[1][o] + 2 * columns[n - 2][o]);
    assertThat(longest[0])
        .isGreaterThanOrEqualTo(Math.sqrt(Arrays.stream(result).map(r -> r * r).sum()));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void termsAndRowsAreCounted(BlockMap map) {
    double[][] columns = columns(map);
    double[] norms = map.rowNorms();
    for (int o = 0; o < norms.length; o++) {
      int output = o;
      double[] row = Arrays.stream(columns).mapToDouble(column -> column[output]).toArray();
      assertThat(norms[o])
          .isGreaterThanOrEqualTo(
              Math.sqrt(Arrays.stream(row).map(w -> w * w).sum()) * (1 - 1e-12));
      assertThat(map.terms())
          .isGreaterThanOrEqualTo((int) Arrays.stream(row).filter(w -> w != 0).count());
    }
    for (double[] column : columns) {
      assertThat(map.transposedTerms())
          .isGreaterThanOrEqualTo((int) Arrays.stream(column).filter(w -> w != 0).count());
    }
  }
}
