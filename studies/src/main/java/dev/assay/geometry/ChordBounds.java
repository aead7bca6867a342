package dev.assay.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
 * <p>At the end every difference of two logits is pulled back as a vector v through the dense
 * layers, as {@code |v · (z − ẑ)| ≤ ‖v‖ ε}, with v as it really is in place of its largest possible
 * norm. A ReLU passes v where the sign is certain on the whole simplex; where it is not, half of
 * it, and half of {@code |v_u| |z_u − ẑ_u|} is added. Between its vertices a difference of logits
 * then is at least the smallest one at a vertex less the bound.
 *
 * <p>Bounds hold for the function in exact arithmetic: they are enlarged by more than they may have
 * been rounded.
 */
final class ChordBounds {
  private static final double UNIT = Math.ulp(1.0) / 2;

  /** Far more than the relative rounding error of a sum of squares. */
  private static final double ENLARGED = 1 + 1e-9;

  /** What a float32 engine can hold, with room for the values between vertices. */
  private static final double LARGEST = Float.MAX_VALUE / 4;

  /** So many columns of a convolution cost less than all of them in single precision. */
  private static final int FEW_UNITS = 192;

  /** Far more than what single precision may take for zero. */
  private static final double TINY = 1e-30;

  private static final double FLOAT_UNIT = Math.ulp(1f) / 2;

  private final List<Stage> stages;
  private final int classes;
  private final double[] norm;
  private final double[] rounding;
  private final double[] constant;
  private final double[] rough;

  /** Differences of logits are pulled back through stages from here on. */
  private final int tail;

  /** From here on a large matrix is read once for all points. */
  private final int matrices;

  ChordBounds(PiecewiseLinear network) {
    stages = pooledFirst(network.stages());
    classes = network.classes();
    norm = new double[stages.size()];
    rounding = new double[stages.size()];
    constant = new double[stages.size()];
    rough = new double[stages.size()];
    for (int s = 0; s < norm.length; s++) {
      norm[s] = 1;
      if (stages.get(s) instanceof AffineMap map) {
        norm[s] = map.norm();
        double absolute = map.absoluteNorm();
        rounding[s] = 2 * (map.terms() + 4) * UNIT * absolute;
        rough[s] = (map.terms() + 8) * FLOAT_UNIT * absolute;
        double[] shift = new double[map.out().size()];
        map.addConstant(shift, 0);
        constant[s] = 2 * (map.terms() + 4) * UNIT * norm(shift, 0, shift.length);
      } else if (stages.get(s) instanceof Maximum pool) {
        norm[s] = Math.sqrt(pool.mostWindows());
      }
    }
    tail = tail(stages);
    int first = 0;
    while (first < stages.size() && !(stages.get(first) instanceof DenseMap)) {
      first++;
    }
    matrices = first;
  }

  /** {@code max(ReLU(·)) = ReLU(max(·))}: the latter has fewer gaps. */
  static List<Stage> pooledFirst(List<Stage> stages) {
    List<Stage> result = new ArrayList<>(stages);
    for (int s = 0; s + 1 < result.size(); s++) {
      if (result.get(s) instanceof Rectifier && result.get(s + 1) instanceof Maximum pool) {
        result.set(s, pool);
        result.set(s + 1, new Rectifier(pool.out()));
      }
    }
    return result;
  }

  private static int tail(List<Stage> stages) {
    int tail = stages.size();
    while (tail > 0) {
      Stage stage = stages.get(tail - 1);
      boolean through =
          stage instanceof Rectifier
              ? tail > 1 && stages.get(tail - 2) instanceof DenseMap
              : stage instanceof AffineMap && !(stage instanceof ConvMap);
      if (!through) {
        break;
      }
      tail--;
    }
    return tail;
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
      if (stage instanceof Rectifier) {
        signs[s] = signs(x);
      } else if (stage instanceof Maximum pool) {
        winners[s] = pool.winners(x, guess);
      }
    }

    private static long[] signs(double[] x) {
      long[] signs = new long[(x.length + 63) / 64];
      for (int word = 0; word < signs.length; word++) {
        long bits = 0;
        for (int i = 64 * word; i < Math.min(x.length, 64 * (word + 1)); i++) {
          bits |= Double.doubleToRawLongBits(x[i]) >>> 63 << i;
        }
        signs[word] = bits;
      }
      return signs;
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

  /** The network at some points, count × n. */
  List<Vertex> vertices(double[] points, int count) {
    int n = points.length / count;
    List<Vertex> vertices = new ArrayList<>(count);
    List<double[]> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Vertex vertex = new Vertex(stages.size());
      rows.add(climb(vertex, 0, Arrays.copyOfRange(points, i * n, (i + 1) * n)));
      vertices.add(vertex);
    }
    finish(vertices, rows);
    return vertices;
  }

  /**
   * The network half-way between pairs of vertices. Values there are the mean of both ends and a
   * deviation, which is small; so single precision is enough for what affine maps make of it. An
   * affine map adds none of its own; at first there is none.
   */
  List<Vertex> middles(List<Vertex> left, List<Vertex> right) {
    List<Middle> middles = new ArrayList<>(left.size());
    for (int i = 0; i < left.size(); i++) {
      Middle middle = new Middle(left.get(i), right.get(i));
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

    /** From the mean of both, where the stage begins that comes next; null for none. */
    private double[] deviation;

    Middle(Vertex left, Vertex right) {
      this.left = left;
      this.right = right;
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
      if (stage instanceof Rectifier) {
        deviation = rectified(values, left.values[s], right.values[s]);
      } else if (stage instanceof Maximum) {
        deviation = gather(values, vertex.winners[s]);
        double[] from = gather(left.values[s], left.winners[s]);
        double[] to = gather(right.values[s], right.winners[s]);
        for (int i = 0; i < from.length; i++) {
          deviation[i] -= 0.5 * from[i] + 0.5 * to[i];
        }
      }
    }

    private static double[] rectified(double[] values, double[] from, double[] to) {
      double[] deviation = new double[values.length];
      for (int i = 0; i < deviation.length; i++) {
        double mean = 0.5 * Math.max(from[i], 0) + 0.5 * Math.max(to[i], 0);
        deviation[i] = Math.max(values[i], 0) - mean;
      }
      return deviation;
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

  /**
   * Bounds the network on a simplex.
   *
   * @param start distance that rounding may have put between a vertex and its true place
   */
  Verdict between(double start, Vertex... vertices) {
    return new Simplex(vertices).verdict(start);
  }

  /**
   * The classes that may have the largest logit somewhere on a simplex: all but those that are
   * certain to lose to one and the same class everywhere. If it is one, it wins on all of it.
   *
   * @param start distance that rounding may have put between a vertex and its true place
   */
  BitSet possible(double start, Vertex... vertices) {
    return new Simplex(vertices).possible(start);
  }

  /** One simplex on its way through the stages. */
  private final class Simplex {
    private final Vertex[] vertices;
    private final double[] error = new double[stages.size() + 1];
    private final double[][] gaps = new double[stages.size()][];
    private int turns;
    private double excess = 1;

    Simplex(Vertex... vertices) {
      this.vertices = vertices;
    }

    Verdict verdict(double start) {
      boolean finite = follow(start);
      int candidate = candidate();
      return new Verdict(finite && wins(candidate) ? candidate : -1, turns, excess);
    }

    BitSet possible(double start) {
      BitSet possible = new BitSet(classes);
      possible.set(0, classes);
      if (follow(start)) {
        int i = candidate();
        double[] lead = new double[classes];
        for (int k = 0; k < classes; k++) {
          lead[k] = k == i ? 0 : lead(i, k);
          possible.set(k, !(lead[k] > 0 && (far(lead[k]) || pullBack(i, new int[] {k}, lead))));
        }
      }
      return possible;
    }

    /** Whether even the largest norms leave that much. */
    private boolean far(double lead) {
      return lead > Math.sqrt(2) * ENLARGED * error[stages.size()];
    }

    /** Bounds the error after each stage; false where float32 could not hold all values. */
    private boolean follow(double start) {
      error[0] = start;
      boolean finite = true;
      for (Vertex vertex : vertices) {
        finite &= vertex.finite();
      }
      for (int s = 0; s < stages.size(); s++) {
        error[s + 1] = ENLARGED * (norm[s] * error[s] + atVertices(s));
        if (!(stages.get(s) instanceof AffineMap)) {
          double squares = stages.get(s) instanceof Maximum pool ? windows(pool, s) : signs(s);
          error[s + 1] += ENLARGED * Math.sqrt(squares);
        }
        finite &= error[s + 1] <= LARGEST;
      }
      return finite;
    }

    private double signs(int s) {
      double[] gap = s < tail ? null : new double[stages.get(s).in().size()];
      gaps[s] = gap;
      double squares = 0;
      for (int word = 0; word < vertices[0].signs[s].length; word++) {
        long differ = 0;
        for (Vertex vertex : vertices) {
          differ |= vertex.signs[s][word] ^ vertices[0].signs[s][word];
        }
        for (; differ != 0; differ &= differ - 1) {
          int i = word * 64 + Long.numberOfTrailingZeros(differ);
          double largest = largestGap(s, i);
          squares += largest * largest;
          if (gap != null) {
            gap[i] = largest;
          }
          turns++;
        }
      }
      return squares;
    }

    /** Of all edges. */
    private double largestGap(int s, int i) {
      double largest = 0;
      for (Vertex from : vertices) {
        for (Vertex to : vertices) {
          if (from.values[s][i] < 0 && to.values[s][i] > 0) {
            largest = Math.max(largest, gap(-from.values[s][i], to.values[s][i]));
          }
        }
      }
      return largest;
    }

    private static double gap(double p, double q) {
      return p == 0 || q == 0 ? 0 : p / (p + q) * q;
    }

    private double windows(Maximum pool, int s) {
      double squares = 0;
      int[] first = vertices[0].winners[s];
      for (int o = 0; o < first.length; o++) {
        boolean same = true;
        for (Vertex vertex : vertices) {
          same &= vertex.winners[s][o] == first[o];
        }
        if (!same) {
          double gap = vertices.length == 2 ? edge(s, o) : above(pool, s, o);
          squares += gap * gap;
          turns++;
        }
      }
      return squares;
    }

    /** The maximum is at least that of the two winners. */
    private double edge(int s, int o) {
      double[] x = vertices[0].values[s];
      double[] y = vertices[1].values[s];
      int i = vertices[0].winners[s][o];
      int j = vertices[1].winners[s][o];
      return gap(x[i] - x[j], y[j] - y[i]);
    }

    /** The maximum is at least any one input. */
    private double above(Maximum pool, int s, int o) {
      int plane = pool.out().plane();
      int channel = o / plane * pool.in().plane();
      double smallest = Double.POSITIVE_INFINITY;
      for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
        double largest = 0;
        for (Vertex vertex : vertices) {
          double[] x = vertex.values[s];
          largest = Math.max(largest, x[vertex.winners[s][o]] - x[channel + pool.pixel(k)]);
        }
        smallest = Math.min(smallest, largest);
      }
      return smallest;
    }

    private int candidate() {
      double[] sums = new double[classes];
      for (Vertex vertex : vertices) {
        for (int k = 0; k < classes; k++) {
          sums[k] += vertex.logit(k);
        }
      }
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = sums[k] > sums[best] ? k : best;
      }
      return best;
    }

    /** Whether class i certainly has the largest logit, alone. */
    private boolean wins(int i) {
      double[] lead = new double[classes];
      int[] rivals = new int[classes];
      int open = 0;
      for (int k = 0; k < classes; k++) {
        lead[k] = k == i ? Double.POSITIVE_INFINITY : lead(i, k);
        if (!(lead[k] > 0)) {
          excess = Double.POSITIVE_INFINITY;
          return false;
        }
        if (!far(lead[k])) {
          rivals[open++] = k;
          if (lead[k] < lead[rivals[0]]) {
            rivals[open - 1] = rivals[0];
            rivals[0] = k;
          }
        }
      }
      // where a rival comes too close it is mostly the closest one
      int first = Math.min(1, open);
      return pullBack(i, Arrays.copyOf(rivals, first), lead)
          && pullBack(i, Arrays.copyOfRange(rivals, first, open), lead);
    }

    /** The smallest lead at a vertex. */
    private double lead(int i, int k) {
      double smallest = Double.POSITIVE_INFINITY;
      for (Vertex vertex : vertices) {
        double slack = 4 * UNIT * (Math.abs(vertex.logit(i)) + Math.abs(vertex.logit(k)));
        smallest = Math.min(smallest, vertex.logit(i) - vertex.logit(k) - slack);
      }
      return smallest;
    }

    /** Whether the leads exceed what the differences may deviate by. */
    private boolean pullBack(int i, int[] rivals, double[] lead) {
      int count = rivals.length;
      double[] rows = new double[count * classes];
      for (int r = 0; r < count; r++) {
        rows[r * classes + i] = 1;
        rows[r * classes + rivals[r]] = -1;
      }
      double[] added = new double[count];
      double[] excesses = new double[count];
      Arrays.fill(excesses, Double.POSITIVE_INFINITY);
      boolean open = count > 0;
      for (int s = stages.size() - 1; s >= tail && open; s--) {
        int n = stages.get(s).in().size();
        if (stages.get(s) instanceof AffineMap map) {
          double[] norms = map.normsTransposed(rows, count);
          open = false;
          for (int r = 0; r < count; r++) {
            double length = norm(rows, r * map.out().size(), map.out().size());
            added[r] += ENLARGED * length * (atVertices(s) + rounding[s] * error[s]);
            double bound = ENLARGED * (norms[r] * error[s] + added[r]);
            excesses[r] = Math.min(excesses[r], ENLARGED * bound / lead[rivals[r]]);
            open |= !(excesses[r] < 1);
          }
          if (s > tail && open) {
            double[] below = new double[count * n];
            map.multiplyTransposed(rows, count, below);
            rows = below;
          }
        } else {
          double[] limits = ((DenseMap) stages.get(s - 1)).norms();
          for (int r = 0; r < count; r++) {
            added[r] += rectify(s, rows, r * n, limits);
          }
        }
      }
      excess = Arrays.stream(excesses).max().orElse(0);
      return !open;
    }

    /** Takes a row back through a ReLU; returns what it leaves behind. */
    private double rectify(int s, double[] rows, int from, double[] limits) {
      double gap = 0;
      double unsure = 0;
      for (int u = 0; u < limits.length; u++) {
        double v = rows[from + u];
        gap += Math.max(0, v) * gaps[s][u];
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Vertex vertex : vertices) {
          least = Math.min(least, vertex.values[s][u]);
          most = Math.max(most, vertex.values[s][u]);
        }
        double limit =
            Math.min(error[s], ENLARGED * (limits[u] * error[s - 1] + atVertices(s - 1)));
        if (most < -limit) {
          rows[from + u] = 0;
        } else if (!(least > limit)) {
          rows[from + u] = v / 2;
          unsure += Math.abs(v) * limit / 2;
        }
      }
      return gap + unsure;
    }

    /** By how much the result of an affine stage may be wrong at a vertex. */
    private double atVertices(int s) {
      double largest = 0;
      for (Vertex vertex : vertices) {
        largest = Math.max(largest, vertex.errors[s]);
      }
      return largest;
    }
  }
}
