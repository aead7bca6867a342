package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.ChordBounds.Vertex;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Classes on a rectangle of a plane by quartering squares of coordinates until {@link ChordBounds}
 * say for both triangles of a square that one and the same class wins on it, or the square is one
 * cell of the map; of a cell that stays undecided they say which classes cannot win there.
 *
 * <p>The closed triangles cover the rectangle, and their corners are the places in the plane up to
 * rounding, which the bounds allow for. So what the map says of a cell holds for each of its
 * points, not only for computed ones.
 */
public final class CertifiedPlanes {
  /** Squares are quartered so often before bounds are asked. */
  private static final int FIRST_LEVELS = 3;

  private static final double UNIT = Math.ulp(1.0);

  private final ChordBounds bounds;
  private final int length;
  private final int classes;
  private final Workers workers;

  public CertifiedPlanes(PiecewiseLinear network, Workers workers) {
    this.bounds = new ChordBounds(network);
    this.length = network.length();
    this.classes = network.classes();
    this.workers = workers;
  }

  /**
   * The classes on {@code corner + s right + t up}, {@code 0 ≤ s, t ≤ 1}. The result does not
   * depend on the number of threads.
   *
   * @param corner a point of n values
   * @param right the side along which columns are counted
   * @param up the side along which rows are counted
   * @param levels of quartering, 0 to 13: the map has {@code 2^levels} cells in each direction
   */
  public ClassMap classes(double[] corner, double[] right, double[] up, int levels) {
    if (levels < 0 || levels > 13) {
      throw new IllegalArgumentException("levels: expected 0 to 13, got " + levels);
    }
    int roots = 1 << Math.min(FIRST_LEVELS, levels);
    Search search = new Search(corner, right, up, 1 << levels);
    long[] passes = new long[roots * roots];
    workers.run(
        passes.length,
        (index, worker) -> passes[index] = search.root(index % roots, index / roots, roots));
    return new ClassMap(search.side, classes, search.possible, Arrays.stream(passes).sum());
  }

  /**
   * Some cells of the map.
   *
   * @param column of its first cell
   * @param row of its first cell
   * @param size cells in each direction
   * @param a the corner at first column and first row
   * @param b at last column and first row
   * @param c at first column and last row
   * @param d at last column and last row
   */
  private record Square(int column, int row, int size, Vertex a, Vertex b, Vertex c, Vertex d) {}

  /** One rectangle. */
  private final class Search {
    private final double[] corner;
    private final double[] right;
    private final double[] up;
    private final int side;
    private final double rounding;
    private final BitSet[] possible;

    Search(double[] corner, double[] right, double[] up, int side) {
      this.corner = corner;
      this.right = right;
      this.up = up;
      this.side = side;
      possible = new BitSet[side * side];
      double squares = 0;
      for (int i = 0; i < length; i++) {
        double size = Math.abs(corner[i]) + Math.abs(right[i]) + Math.abs(up[i]);
        squares += size * size;
      }
      rounding = 4 * UNIT * Math.sqrt(squares);
    }

    /** Settles one of the first squares; returns how many points were computed. */
    long root(int column, int row, int roots) {
      double[] points = new double[4 * length];
      for (int k = 0; k < 4; k++) {
        double s = (double) (column + k % 2) / roots;
        double t = (double) (row + k / 2) / roots;
        for (int i = 0; i < length; i++) {
          points[k * length + i] = corner[i] + s * right[i] + t * up[i];
        }
      }
      List<Vertex> v = bounds.vertices(points, 4);
      int size = side / roots;
      return 4
          + settle(
              new Square(column * size, row * size, size, v.get(0), v.get(1), v.get(2), v.get(3)));
    }

    private long settle(Square square) {
      if (square.size == 1) {
        BitSet found = bounds.possible(rounding, square.a, square.b, square.d);
        found.or(bounds.possible(rounding, square.a, square.c, square.d));
        possible[square.row * side + square.column] = found;
        return 0;
      }
      int winner = bounds.between(rounding, square.a, square.b, square.d).winner();
      if (winner < 0 || winner != bounds.between(rounding, square.a, square.c, square.d).winner()) {
        return quarter(square);
      }
      BitSet alone = new BitSet();
      alone.set(winner);
      for (int row = square.row; row < square.row + square.size; row++) {
        int from = row * side + square.column;
        Arrays.fill(possible, from, from + square.size, alone);
      }
      return 0;
    }

    private long quarter(Square q) {
      List<Vertex> v =
          bounds.middles(List.of(q.a, q.a, q.a, q.b, q.c), List.of(q.b, q.c, q.d, q.d, q.d));
      Vertex low = v.get(0);
      Vertex left = v.get(1);
      Vertex centre = v.get(2);
      Vertex right = v.get(3);
      Vertex high = v.get(4);
      int half = q.size / 2;
      int x = q.column + half;
      int y = q.row + half;
      return 5
          + settle(new Square(q.column, q.row, half, q.a, low, left, centre))
          + settle(new Square(x, q.row, half, low, q.b, centre, right))
          + settle(new Square(q.column, y, half, left, centre, q.c, high))
          + settle(new Square(x, y, half, centre, right, high, q.d));
    }
  }
}
