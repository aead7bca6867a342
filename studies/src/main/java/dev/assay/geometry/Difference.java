package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.geometry.ChordBounds.Vertex;
import java.util.Arrays;

/**
 * By how much one class leads another on a simplex, as it is pulled back through the stages: a
 * vector v, whose product with the error of values is bounded by {@code ‖v‖ ε}, and what was left
 * behind on the way.
 *
 * <p>A ReLU passes v where the sign is certain on the whole simplex; where it is not, half of it,
 * and half of {@code |v_u| |z_u − ẑ_u|} is left behind, or of the norms of both if that is less. A
 * maximum passes v to an input that certainly wins; where none does, nothing, and all of it is left
 * behind. What interpolated values switch is known exactly on an edge: for each unit a tent, two
 * lines that meet at its zero. Those of all units are added up with their signs, and held against
 * the lead, which is a line there; on a triangle, the height of each that counts against it.
 */
final class Difference {
  private static final double ENLARGED = ChordBounds.ENLARGED;
  private static final double UNIT = ChordBounds.UNIT;

  /** Stages further down are not worth their cost where a bound exceeds the lead so often. */
  private static final double TOO_MUCH = 2;

  private final ChordBounds bounds;
  private final InterpolationError simplex;
  private final int rival;

  /** At the vertices. */
  private final double[] leads;

  private final double lead;

  /** Its derivative by the values that enter the present stage. */
  private double[] row;

  /** What was left behind on the way, apart from tents. */
  private double added;

  /** What all tents take away at most. */
  private double tents;

  private double[] at = new double[64];
  private double[] bend = new double[64];
  private int count;
  private double rise;
  private double magnitude;

  private boolean rectified;
  private double excess = Double.POSITIVE_INFINITY;
  private boolean certain;
  private boolean hopeless;

  Difference(ChordBounds bounds, InterpolationError simplex, int winner, int rival) {
    this.bounds = bounds;
    this.simplex = simplex;
    this.rival = rival;
    Vertex[] vertices = simplex.vertices();
    leads = new double[vertices.length];
    for (int v = 0; v < leads.length; v++) {
      double x = vertices[v].logit(winner);
      double y = vertices[v].logit(rival);
      leads[v] = x - y - 4 * UNIT * (Math.abs(x) + Math.abs(y));
    }
    lead = Arrays.stream(leads).min().orElseThrow();
    row = new double[bounds.classes()];
    row[winner] = 1;
    row[rival] = -1;
  }

  int rival() {
    return rival;
  }

  /** The smallest at a vertex. */
  double lead() {
    return lead;
  }

  double excess() {
    return excess;
  }

  /** Whether it is known to be positive on the whole simplex. */
  boolean certain() {
    return certain;
  }

  boolean open() {
    return !certain && !hopeless;
  }

  double[] row() {
    return row;
  }

  /** Judges with the length that the row will have below an affine stage. */
  void weigh(int s, double length) {
    double vector = ENLARGED * norm(row);
    double lost =
        vector * (simplex.atVertices(s) + bounds.transposedRounding(s, false) * simplex.error(s));
    judge(ENLARGED * (added + lost + length * simplex.error(s)));
  }

  /** Goes below an affine stage. */
  void pull(int s, double[] below) {
    double vector = ENLARGED * norm(row) + ChordBounds.TINY;
    added +=
        ENLARGED
            * vector
            * (simplex.atVertices(s) + bounds.transposedRounding(s, true) * simplex.error(s));
    row = below;
    judge(ENLARGED * (added + norm(row) * simplex.error(s)));
  }

  private static double norm(double[] x) {
    return Math.sqrt(JavaAlgebra.dot(x.length, x, 0, x, 0));
  }

  private void judge(double rest) {
    hopeless = !(added < lead);
    double share = (rest + tents) / lead;
    if (share < 1) {
      certain = true;
    } else if (simplex.edge() && rest < lead) {
      share = largestShare(rest);
      certain = share < 1;
    }
    if (share < excess) {
      excess = share;
    }
    hopeless |= rectified && excess > TOO_MUCH;
  }

  /** On an edge: what is taken away from the lead, as a share, where it is largest. */
  private double largestShare(double rest) {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(at[i], at[j]));
    double slack = rest + 8 * (count + 16) * UNIT * magnitude;
    double value = 0;
    double slope = rise;
    double last = 0;
    double largest = slack / lead;
    for (int i : order) {
      value += slope * (at[i] - last);
      slope -= bend[i];
      last = at[i];
      double here = (leads[0] + at[i] * (leads[1] - leads[0])) * (1 - 1e-12);
      largest = Math.max(largest, (value + slack) / here);
    }
    return largest;
  }

  /**
   * Notes what switching units take away.
   *
   * @param least that a factor counts for: what lies higher than a maximum of two inputs may lie
   *     even higher
   */
  private void tents(int s, double least) {
    int[] units = simplex.switching(s);
    double[] gaps = simplex.gaps(s);
    for (int k = 0; k < units.length; k++) {
      double factor = Math.max(least, row[units[k]]);
      if (gaps[k] > 0 && factor != 0) {
        tents += ENLARGED * Math.max(0, factor) * gaps[k];
        if (simplex.edge()) {
          tent(factor, simplex.left(s)[k], simplex.right(s)[k]);
        }
      }
    }
  }

  private void tent(double factor, double left, double right) {
    if (count == at.length) {
      at = Arrays.copyOf(at, 2 * count);
      bend = Arrays.copyOf(bend, 2 * count);
    }
    at[count] = left / (left + right);
    bend[count++] = factor * (left + right);
    rise += factor * right;
    magnitude += Math.abs(factor) * (left + right);
  }

  /** Goes below a ReLU. */
  void rectify(int s, Rectifier stage) {
    rectified = true;
    tents(s, Double.NEGATIVE_INFINITY);
    Vertex[] vertices = simplex.vertices();
    double[] from = vertices[0].values(s);
    double[] to = vertices[1].values(s);
    double[] limits = simplex.limits(s);
    double unsure = 0;
    double squares = 0;
    for (int u = 0; u < row.length; u++) {
      double v = row[u];
      double least = Math.min(from[u], to[u]);
      double most = Math.max(from[u], to[u]);
      for (int k = 2; k < vertices.length; k++) {
        least = Math.min(least, vertices[k].values(s)[u]);
        most = Math.max(most, vertices[k].values(s)[u]);
      }
      if (stage.passes(u)) {
        continue;
      }
      if (most < -limits[u]) {
        row[u] = 0;
      } else if (!(least > limits[u])) {
        row[u] = v / 2;
        unsure += Math.abs(v) * limits[u];
        squares += v * v;
      }
    }
    lose(Math.min(unsure, Math.sqrt(squares) * simplex.error(s)) / 2);
  }

  private void lose(double lost) {
    added += ENLARGED * lost;
    hopeless = !(added < lead);
  }

  /** Goes below a maximum. */
  void maximum(int s, Maximum pool) {
    tents(s, 0);
    double[] limits = simplex.limits(s);
    double[] below = new double[pool.in().size()];
    double unsure = 0;
    double squares = 0;
    int[] winners = simplex.vertices()[0].winners(s);
    double[] largest = pool.largest(limits);
    int plane = pool.out().plane();
    for (int o = 0; o < row.length; o++) {
      double v = row[o];
      if (v == 0) {
        continue;
      }
      if (sure(s, pool, winners[o], o / plane * pool.in().plane(), o % plane, 2 * largest[o])) {
        below[winners[o]] += v;
      } else {
        unsure += Math.abs(v) * largest[o];
        squares += v * v;
      }
    }
    lose(Math.min(unsure, Math.sqrt(squares) * bounds.norm(s) * simplex.error(s)));
    row = below;
  }

  /** Whether an input of a window is ahead of the others by more than a distance everywhere. */
  private boolean sure(int s, Maximum pool, int winner, int channel, int window, double distance) {
    for (Vertex vertex : simplex.vertices()) {
      double[] x = vertex.values(s);
      double least = x[winner] - distance;
      for (int k = pool.start(window); k < pool.start(window + 1); k++) {
        int i = channel + pool.pixel(k);
        if (i != winner && !(x[i] < least)) {
          return false;
        }
      }
    }
    return true;
  }
}
