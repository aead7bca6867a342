package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.ChordBounds.Verdict;
import dev.assay.geometry.ChordBounds.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The decision regions of a rectangle of a plane, counted exactly: squares are quartered until
 * {@link ChordBounds} say that one class wins on them, or only few units bend there; then the
 * pieces on which the network is affine are followed. Cells of one class that share a side are one
 * region; those that touch in a point are not.
 */
public final class ExactPlanes {
  /** Squares are quartered so often before bounds are asked. */
  private static final int FIRST_LEVELS = 3;

  private static final int MOST_LEVELS = 20;

  /** To follow the pieces of a square takes about as long as so many points. */
  private static final int TILE_PASSES = 12;

  /** Pixels along each side of the portrait. */
  private static final int PORTRAIT = 240;

  private static final double UNIT = Math.ulp(1.0);

  private final PiecewiseLinear network;
  private final ChordBounds bounds;
  private final Workers workers;
  private final Effort effort;

  /**
   * How much work there may be.
   *
   * @param turns with so few units seen to bend on a square its pieces are followed
   * @param hinges if there turn out to be more than so many it is quartered all the same
   * @param operations multiplications for a rectangle, evenly shared out over all of it; where it
   *     would take more the number of regions is only bounded from below
   */
  record Effort(int turns, int hinges, long operations) {
    /** A quarter of a minute or so, as a processor core does some 10¹⁰ in a second. */
    static final Effort STANDARD = new Effort(300, 1000, 1L << 39);
  }

  public ExactPlanes(PiecewiseLinear network, Workers workers) {
    this(network, workers, Effort.STANDARD);
  }

  ExactPlanes(PiecewiseLinear network, Workers workers, Effort effort) {
    this.network = network;
    this.bounds = new ChordBounds(network);
    this.workers = workers;
    this.effort = effort;
  }

  /**
   * The regions of {@code corner + s right + t up}, {@code 0 ≤ s, t ≤ 1}. The result does not
   * depend on the number of threads.
   *
   * @param corner a point of n values
   * @param right one side
   * @param up the other
   * @param grid points in each direction, at least 2, of a grid with its outer points on the
   *     border: it is counted which regions hold none of them
   */
  public PlaneRegions regions(double[] corner, double[] right, double[] up, int grid) {
    return look(corner, right, up, grid).regions();
  }

  /** What {@link #regions} counts, and what it looks like. */
  public record Seen(PlaneRegions regions, Portrait portrait) {}

  /** As {@link #regions}, with a portrait. */
  public Seen look(double[] corner, double[] right, double[] up, int grid) {
    return new Search(corner, right, up, grid).run();
  }

  /**
   * A square.
   *
   * @param column in units of its size
   * @param row in units of its size
   * @param level its size is {@code 2^-level}
   */
  private record Square(long column, long row, int level, Vertex a, Vertex b, Vertex c, Vertex d) {
    double size() {
      return Math.scalb(1.0, -level);
    }

    double s() {
      return column * size();
    }

    double t() {
      return row * size();
    }
  }

  /** One rectangle. */
  private final class Search {
    private final double[] corner;
    private final double[] right;
    private final double[] up;
    private final int grid;
    private final double rounding;
    private final Portrait.Builder portrait = new Portrait.Builder(PORTRAIT);
    private final Localizer localizer;

    Search(double[] corner, double[] right, double[] up, int grid) {
      this.corner = corner;
      this.right = right;
      this.up = up;
      this.grid = grid;
      double squares = 0;
      for (int i = 0; i < corner.length; i++) {
        double size = Math.abs(corner[i]) + Math.abs(right[i]) + Math.abs(up[i]);
        squares += size * size;
      }
      rounding = 4 * UNIT * Math.sqrt(squares);
      localizer = new Localizer(network, corner, right, up);
    }

    Seen run() {
      int side = 1 << FIRST_LEVELS;
      Root[] roots = new Root[side * side];
      Patch[] patches = new Patch[roots.length];
      workers.run(
          roots.length,
          (index, worker) -> {
            roots[index] = new Root(effort.operations / roots.length / network.operations());
            patches[index] = roots[index].settle(first(index % side, index / side));
          });
      PlaneRegions regions =
          joined(patches, side)
              .regions(
                  Arrays.stream(roots).allMatch(root -> root.complete),
                  Arrays.stream(roots).mapToLong(root -> root.tiles).sum(),
                  Arrays.stream(roots).mapToLong(root -> root.passes).sum());
      return new Seen(
          regions, portrait.build(Arrays.stream(roots).map(root -> root.borders).toList()));
    }

    private static Patch joined(Patch[] patches, int side) {
      if (side == 1) {
        return patches[0];
      }
      int half = side / 2;
      Patch[] larger = new Patch[half * half];
      for (int i = 0; i < larger.length; i++) {
        int at = 2 * (i / half) * side + 2 * (i % half);
        larger[i] =
            Patch.join(patches[at], patches[at + 1], patches[at + side], patches[at + side + 1]);
      }
      return joined(larger, half);
    }

    private Square first(int column, int row) {
      int n = corner.length;
      double[] points = new double[4 * n];
      for (int k = 0; k < 4; k++) {
        double s = Math.scalb((double) (column + k % 2), -FIRST_LEVELS);
        double t = Math.scalb((double) (row + k / 2), -FIRST_LEVELS);
        for (int i = 0; i < n; i++) {
          points[k * n + i] = corner[i] + s * right[i] + t * up[i];
        }
      }
      List<Vertex> v = bounds.vertices(points, 4);
      return new Square(column, row, FIRST_LEVELS, v.get(0), v.get(1), v.get(2), v.get(3));
    }

    /** What is done one after the other. */
    private final class Root {
      /** Passes. */
      private final long allowed;

      private final List<double[]> borders = new ArrayList<>();
      private long tiles;
      private long passes = 4;
      private boolean complete = true;

      Root(long allowed) {
        this.allowed = allowed;
      }

      Patch settle(Square q) {
        Verdict low = bounds.between(rounding, q.a, q.b, q.d);
        Verdict high = bounds.between(rounding, q.a, q.c, q.d);
        double size = q.size();
        if (low.winner() >= 0 && low.winner() == high.winner()) {
          boolean seen = Pieces.seen(q.s(), q.s() + size, q.t(), q.t() + size, grid);
          portrait.square(low.winner(), q.s(), q.t(), size);
          return Patch.whole(low.winner(), q.s(), q.t(), size, seen);
        }
        boolean open = passes + TILE_PASSES * tiles < allowed && finite(q);
        if (open && Math.max(low.turns(), high.turns()) <= effort.turns) {
          tiles++;
          LocalNetwork local = localizer.at(q.s(), q.t(), size, effort.hinges);
          if (local != null) {
            return new Pieces(local, q.s(), q.t(), size, grid, portrait, borders).patch();
          }
        }
        if (open && q.level < MOST_LEVELS) {
          return quarter(q);
        }
        complete = false;
        BitSet possible = bounds.possible(rounding, q.a, q.b, q.d);
        possible.or(bounds.possible(rounding, q.a, q.c, q.d));
        return Patch.unknown(possible.stream().boxed().toList(), q.s(), q.t(), size);
      }

      private boolean finite(Square q) {
        return q.a.finite() && q.b.finite() && q.c.finite() && q.d.finite();
      }

      private Patch quarter(Square q) {
        List<Vertex> v =
            bounds.middles(List.of(q.a, q.a, q.a, q.b, q.c), List.of(q.b, q.c, q.d, q.d, q.d));
        passes += 5;
        Vertex low = v.get(0);
        Vertex left = v.get(1);
        Vertex centre = v.get(2);
        Vertex right = v.get(3);
        Vertex high = v.get(4);
        long x = 2 * q.column;
        long y = 2 * q.row;
        int level = q.level + 1;
        return Patch.join(
            settle(new Square(x, y, level, q.a, low, left, centre)),
            settle(new Square(x + 1, y, level, low, q.b, centre, right)),
            settle(new Square(x, y + 1, level, left, centre, q.c, high)),
            settle(new Square(x + 1, y + 1, level, centre, right, high, q.d)));
      }
    }
  }
}
