package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Says where one class certainly wins: on segments, or triangles, between points at which the
 * network was computed.
 *
 * <p>Let {@code ẑ} be the values of a stage at the vertices, interpolated linearly in between, and
 * {@code z} the true values. The bound follows {@code ε ≥ ‖z − ẑ‖} from stage to stage, in the
 * Euclidean norm:
 *
 * <ul>
 *   <li>An affine map commutes with interpolation, so ε grows by the factor of its spectral norm,
 *       and by what rounding may have done at the vertices.
 *   <li>ReLU moves no two values further apart, so ε remains; and the interpolated result lies
 *       above the result of interpolated values, by no more than a gap that is zero unless the
 *       signs at the vertices differ: on an edge from {@code −p} to {@code q} it is {@code p q / (p
 *       + q)}, at the place of zero, and a triangle attains its largest gap on an edge. The norm of
 *       all gaps is added to ε.
 *   <li>A maximum behaves likewise; its gap is zero where the same input wins at all vertices.
 * </ul>
 *
 * <p>At the end every difference of two logits is pulled back as a vector v through the stages, as
 * {@code |v · (z − ẑ)| ≤ ‖v‖ ε}, with v as it really is in place of its largest possible norm: see
 * {@link InterpolationError} for ε and {@link Difference} for v. Between its vertices a difference
 * of logits then is at least what interpolation says less the bound.
 *
 * <p>Bounds hold for the function in exact arithmetic: they are enlarged by more than they may have
 * been rounded.
 */
final class ChordBounds {
  static final double UNIT = Math.ulp(1.0) / 2;

  /** Far more than the relative rounding error of a sum of squares. */
  static final double ENLARGED = 1 + 1e-9;

  /** What a float32 engine can hold, with room for the values between vertices. */
  static final double LARGEST = Float.MAX_VALUE / 4;

  /** So many columns of a convolution cost less than all of them in single precision. */
  private static final int FEW_UNITS = 192;

  /** Far more than what single precision may take for zero. */
  static final double TINY = 1e-30;

  private static final double FLOAT_UNIT = Math.ulp(1f) / 2;

  private final PiecewiseLinear network;
  private final List<Stage> stages;
  private final int classes;
  private final long operations;
  private final double[] norm;
  private final double[] rounding;
  private final double[] constant;
  private final double[] rough;
  private final double[] roughTransposed;
  private final double[][] rowNorms;

  /** From here on a large matrix is read once for all points. */
  private final int matrices;

  ChordBounds(PiecewiseLinear network) {
    this.network = network;
    stages = network.pooledFirst();
    classes = network.classes();
    operations = network.operations();
    norm = new double[stages.size()];
    rounding = new double[stages.size()];
    constant = new double[stages.size()];
    rough = new double[stages.size()];
    roughTransposed = new double[stages.size()];
    rowNorms = new double[stages.size()][];
    for (int s = 0; s < norm.length; s++) {
      norm[s] = 1;
      if (stages.get(s) instanceof AffineMap map) {
        norm[s] = map.norm();
        double absolute = map.absoluteNorm();
        int terms = Math.max(map.terms(), map.transposedTerms());
        rounding[s] = 2 * (terms + 4) * UNIT * absolute;
        rough[s] = (map.terms() + 8) * FLOAT_UNIT * absolute;
        roughTransposed[s] = (map.transposedTerms() + 8) * FLOAT_UNIT * absolute;
        rowNorms[s] = map.rowNorms();
        double[] shift = new double[map.out().size()];
        map.addConstant(shift, 0);
        constant[s] = 2 * (map.terms() + 4) * UNIT * norm(shift, 0, shift.length);
      } else if (stages.get(s) instanceof Maximum pool) {
        norm[s] = Math.sqrt(pool.mostWindows());
      }
    }
    int first = 0;
    while (first < stages.size() && !(stages.get(first) instanceof AffineMap map && map.heavy())) {
      first++;
    }
    matrices = first;
  }

  /** The network at a point. */
  static final class Vertex {
    private final double[][] values;
    private final long[][] signs;
    private final int[][] winners;
    private final double[] norms;

    /** By how much what an affine stage was found to make of its input may be wrong. */
    private final double[] errors;

    private boolean finite = true;

    private Vertex(int depth) {
      values = new double[depth + 1][];
      signs = new long[depth][];
      winners = new int[depth][];
      norms = new double[depth + 1];
      errors = new double[depth];
    }

    /** Notes what enters a stage that is not affine, or leaves the last one. */
    private void note(int s, Stage stage, double[] x, int[] guess) {
      if (!(stage instanceof AffineMap)) {
        values[s] = x;
      }
      if (stage instanceof Rectifier rectifier) {
        signs[s] = signs(rectifier, x);
      } else if (stage instanceof Maximum pool) {
        winners[s] = pool.winners(x, guess);
      }
    }

    /** Of what passes as it is, none: it switches nowhere. */
    private static long[] signs(Rectifier stage, double[] x) {
      long[] signs = new long[(x.length + 63) / 64];
      for (int word = 0; word < signs.length; word++) {
        long bits = 0;
        int end = Math.min(x.length, 64 * (word + 1));
        for (int i = 64 * word; i < end; i++) {
          bits |= stage.passes(i) ? 0 : Double.doubleToRawLongBits(x[i]) >>> 63 << i;
        }
        signs[word] = bits;
      }
      return signs;
    }

    double[] values(int s) {
      return values[s];
    }

    long[] signs(int s) {
      return signs[s];
    }

    int[] winners(int s) {
      return winners[s];
    }

    /** By how much what an affine stage was found to make of its input may be wrong. */
    double error(int s) {
      return errors[s];
    }

    /** What a maximum makes of the values that enter it. */
    private double[] largest(int s) {
      return values[s + 1] == null ? gather(values[s], winners[s]) : values[s + 1];
    }

    double logit(int k) {
      return values[values.length - 1][k];
    }

    /** Whether a float32 engine could hold all of it. */
    boolean finite() {
      return finite;
    }
  }

  /**
   * What is known of a simplex.
   *
   * @param winner the class that certainly wins on all of it; −1 where there may be several
   * @param turns units and windows that are seen to switch on it
   * @param excess where none wins, what the closest difference of logits may deviate by, as a
   *     multiple of what it must not exceed
   */
  record Verdict(int winner, int turns, double excess) {}

  PiecewiseLinear network() {
    return network;
  }

  /** Multiplications for a point, at most. */
  long operations() {
    return operations;
  }

  /** The network at some points, count × n. */
  List<Vertex> vertices(double[] points, int count) {
    int n = points.length / count;
    List<double[]> each = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      each.add(Arrays.copyOfRange(points, i * n, (i + 1) * n));
    }
    return vertices(each);
  }

  /** The network at some points. */
  List<Vertex> vertices(List<double[]> points) {
    List<Vertex> vertices = new ArrayList<>(points.size());
    List<double[]> rows = new ArrayList<>(points.size());
    for (double[] point : points) {
      Vertex vertex = new Vertex(stages.size());
      rows.add(climb(vertex, 0, point));
      vertices.add(vertex);
    }
    finish(vertices, rows);
    return vertices;
  }

  /** The network half-way between pairs of vertices, as {@link #middles(List, List, List)}. */
  List<Vertex> middles(List<Vertex> left, List<Vertex> right) {
    return middles(left, right, Collections.nCopies(left.size(), null));
  }

  /**
   * The network between pairs of vertices. Values there are the mean of both ends and a deviation,
   * which is small; so single precision is enough for what affine maps make of it. An affine map
   * adds none of its own.
   *
   * @param deviations of each point itself from the mean of both ends; null for none. Overwritten
   */
  List<Vertex> middles(List<Vertex> left, List<Vertex> right, List<double[]> deviations) {
    List<Middle> middles = new ArrayList<>(left.size());
    double[][] scratch = new double[stages.size()][];
    for (int i = 0; i < left.size(); i++) {
      Middle middle = new Middle(left.get(i), right.get(i), deviations.get(i), scratch);
      for (int s = 0; s < matrices; s++) {
        middle.arrive(s);
        if (stages.get(s) instanceof AffineMap map && middle.deviation != null) {
          middle.deviation = middle.product(map);
        }
      }
      middles.add(middle);
    }
    for (int s = matrices; s <= stages.size(); s++) {
      for (Middle middle : middles) {
        middle.arrive(s);
      }
      if (s < stages.size() && stages.get(s) instanceof AffineMap map) {
        products(map, middles);
      }
    }
    return middles.stream().map(middle -> middle.vertex).toList();
  }

  private static void products(AffineMap map, List<Middle> middles) {
    List<Middle> some = middles.stream().filter(middle -> middle.deviation != null).toList();
    if (some.isEmpty()) {
      return;
    }
    int n = map.in().size();
    int m = map.out().size();
    double[] rows = new double[some.size() * n];
    for (int i = 0; i < some.size(); i++) {
      System.arraycopy(some.get(i).deviation, 0, rows, i * n, n);
    }
    double[] results = new double[some.size() * m];
    map.multiplyRoughly(rows, some.size(), results);
    for (int i = 0; i < some.size(); i++) {
      some.get(i).deviation = Arrays.copyOfRange(results, i * m, (i + 1) * m);
    }
  }

  /** A vertex that is made from the two next to it. */
  private final class Middle {
    private final Vertex left;
    private final Vertex right;
    private final Vertex vertex = new Vertex(stages.size());

    /** By stage, room for what the next one takes in at once. */
    private final double[][] scratch;

    /** From the mean of both, where the stage begins that comes next; null for none. */
    private double[] deviation;

    Middle(Vertex left, Vertex right, double[] deviation, double[][] scratch) {
      this.left = left;
      this.right = right;
      this.deviation = deviation;
      this.scratch = scratch;
    }

    /** Notes the values that enter a stage; if it is not affine, goes through it. */
    void arrive(int s) {
      Stage stage = s == stages.size() ? null : stages.get(s);
      if (stage instanceof AffineMap) {
        double length = deviation == null ? 0 : norm(deviation, 0, deviation.length);
        vertex.norms[s] = ENLARGED * (Math.max(left.norms[s], right.norms[s]) + length);
        vertex.errors[s] =
            ENLARGED
                * (Math.max(left.errors[s], right.errors[s])
                    + rounding(s, vertex.norms[s])
                    + rough[s] * (length + TINY));
        vertex.finite &= finite(s, vertex.norms[s]);
        return;
      }
      double[] values = deviation == null ? new double[left.values[s].length] : deviation;
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.5 * left.values[s][i] + 0.5 * right.values[s][i];
      }
      vertex.note(s, stage, values, stage == null ? null : left.winners[s]);
      if (stage instanceof Rectifier rectifier) {
        deviation = room(s, values.length);
        rectify(rectifier, values, left.values[s], right.values[s], deviation);
      } else if (stage instanceof Maximum) {
        deviation = gather(values, vertex.winners[s]);
        double[] from = left.largest(s);
        double[] to = right.largest(s);
        for (int i = 0; i < from.length; i++) {
          deviation[i] -= 0.5 * from[i] + 0.5 * to[i];
        }
      }
    }

    private double[] room(int s, int size) {
      if (s + 1 >= matrices || !(stages.get(s + 1) instanceof AffineMap)) {
        return new double[size];
      }
      scratch[s] = scratch[s] == null ? new double[size] : scratch[s];
      return scratch[s];
    }

    private static void rectify(
        Rectifier stage, double[] values, double[] from, double[] to, double[] deviation) {
      for (int i = 0; i < deviation.length; i++) {
        boolean passes = stage.passes(i);
        double left = passes ? from[i] : Math.max(from[i], 0);
        double right = passes ? to[i] : Math.max(to[i], 0);
        deviation[i] = (passes ? values[i] : Math.max(values[i], 0)) - (0.5 * left + 0.5 * right);
      }
    }

    private double[] product(AffineMap map) {
      double[] product = new double[map.out().size()];
      int[] few = map instanceof ConvMap ? few(deviation) : null;
      if (few == null) {
        map.multiplyRoughly(deviation, 1, product);
      } else {
        ((ConvMap) map).addColumns(few, deviation, product);
      }
      return product;
    }

    /** Where a vector is not zero; null for too many places. */
    private static int[] few(double[] x) {
      int[] found = new int[FEW_UNITS];
      int count = 0;
      for (int i = 0; i < x.length; i++) {
        if (x[i] != 0) {
          if (count == FEW_UNITS) {
            return null;
          }
          found[count++] = i;
        }
      }
      return Arrays.copyOf(found, count);
    }
  }

  /** Whether float32 can hold all terms of an affine stage. */
  private boolean finite(int s, double size) {
    return rounding(s, size) <= LARGEST * UNIT;
  }

  /** What rounding in double precision may add to the result of a map. */
  private double rounding(int s, double size) {
    return rounding[s] * size + constant[s];
  }

  /** One point through stages whose values, not weights, fill the cache. */
  private double[] climb(Vertex vertex, int from, double[] x) {
    double[] values = x;
    for (int s = from; s < matrices; s++) {
      note(vertex, s, values);
      values =
          vertex.winners[s] == null
              ? next(stages.get(s), values, 1)
              : gather(values, vertex.winners[s]);
    }
    return values;
  }

  private void note(Vertex vertex, int s, double[] x) {
    vertex.note(s, s == stages.size() ? null : stages.get(s), x, null);
    if (s < stages.size() && stages.get(s) instanceof AffineMap) {
      vertex.norms[s] = ENLARGED * norm(x, 0, x.length);
      vertex.errors[s] = ENLARGED * rounding(s, vertex.norms[s]);
      vertex.finite &= finite(s, vertex.norms[s]);
    }
  }

  /** All points through the others, so that large matrices are read once. */
  private void finish(List<Vertex> vertices, List<double[]> rows) {
    int count = vertices.size();
    double[] batch = rows.stream().flatMapToDouble(Arrays::stream).toArray();
    for (int s = matrices; s <= stages.size(); s++) {
      Stage stage = s == stages.size() ? null : stages.get(s);
      int size = batch.length / count;
      for (int i = 0; i < count; i++) {
        double[] x = Arrays.copyOfRange(batch, i * size, (i + 1) * size);
        note(vertices.get(i), s, x);
      }
      batch = stage == null ? batch : next(stage, batch, count);
    }
  }

  private static double[] gather(double[] x, int[] indices) {
    double[] found = new double[indices.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = x[indices[i]];
    }
    return found;
  }

  private static double[] next(Stage stage, double[] x, int count) {
    double[] next = new double[count * stage.out().size()];
    stage.apply(x, count, next);
    return next;
  }

  private static double norm(double[] x, int from, int count) {
    return Math.sqrt(JavaAlgebra.dot(count, x, from, x, from));
  }

  /** Bounds the network on a simplex, as {@link #between(double[], List)}. */
  Verdict between(double start, Vertex... vertices) {
    return between(new double[] {start}, List.<Vertex[]>of(vertices)).get(0);
  }

  /**
   * Bounds the network on some simplices.
   *
   * @param starts for each, the largest distance between its points and those that were meant: by
   *     rounding, or since a curve was taken for a straight line
   */
  List<Verdict> between(double[] starts, List<Vertex[]> places) {
    List<InterpolationError> simplices = new ArrayList<>();
    List<Difference> closest = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      InterpolationError simplex = new InterpolationError(this, starts[i], places.get(i));
      simplices.add(simplex);
      // where a rival comes too close it is mostly the closest one
      simplex.closest().ifPresent(closest::add);
    }
    pullBack(closest);
    List<Difference> others = new ArrayList<>();
    for (InterpolationError simplex : simplices) {
      others.addAll(simplex.others());
    }
    pullBack(others);
    return simplices.stream().map(InterpolationError::verdict).toList();
  }

  /**
   * The classes that may have the largest logit somewhere on a simplex: all but those that are
   * certain to lose to one and the same class everywhere. If it is one, it wins on all of it.
   *
   * @param start distance that rounding may have put between a vertex and its true place
   */
  BitSet possible(double start, Vertex... vertices) {
    InterpolationError simplex = new InterpolationError(this, start, vertices);
    List<Difference> all = simplex.all();
    pullBack(all);
    return simplex.possible(all);
  }

  /** Takes differences back through the stages until each is known to be large enough, or not. */
  void pullBack(List<Difference> differences) {
    List<Difference> open = differences;
    for (int s = stages.size() - 1; s >= 0 && !open.isEmpty(); s--) {
      if (stages.get(s) instanceof AffineMap map) {
        open = affine(s, map, open);
      } else if (stages.get(s) instanceof Maximum pool) {
        for (Difference difference : open) {
          difference.maximum(s, pool);
        }
      } else {
        for (Difference difference : open) {
          difference.rectify(s, (Rectifier) stages.get(s));
        }
      }
      open = open.stream().filter(Difference::open).toList();
    }
  }

  private List<Difference> affine(int s, AffineMap map, List<Difference> differences) {
    List<Difference> open = differences;
    if (map instanceof DenseMap) {
      double[] norms = map.normsTransposed(rows(open, map.out().size()), open.size());
      for (int r = 0; r < norms.length; r++) {
        open.get(r).weigh(s, norms[r]);
      }
      open = open.stream().filter(Difference::open).toList();
    }
    if (!open.isEmpty()) {
      int n = map.in().size();
      double[] below = new double[open.size() * n];
      map.multiplyTransposedRoughly(rows(open, map.out().size()), open.size(), below);
      for (int r = 0; r < open.size(); r++) {
        open.get(r).pull(s, Arrays.copyOfRange(below, r * n, (r + 1) * n));
      }
    }
    return open;
  }

  private static double[] rows(List<Difference> differences, int n) {
    double[] rows = new double[differences.size() * n];
    for (int r = 0; r < differences.size(); r++) {
      System.arraycopy(differences.get(r).row(), 0, rows, r * n, n);
    }
    return rows;
  }

  int depth() {
    return stages.size();
  }

  Stage stage(int s) {
    return stages.get(s);
  }

  int classes() {
    return classes;
  }

  double norm(int s) {
    return norm[s];
  }

  double[] rowNorms(int s) {
    return rowNorms[s];
  }

  /** By how much, of the length of its argument, a transposed product may be wrong. */
  double transposedRounding(int s, boolean roughly) {
    return roughly ? roughTransposed[s] : rounding[s];
  }
}
