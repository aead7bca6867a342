package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.geometry.ChordBounds.Verdict;
import dev.assay.geometry.ChordBounds.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * How far a network's values are from interpolated ones between some vertices: an edge, or a
 * triangle.
 *
 * <p>What interpolation is too high by, at the units that switch, is known on an edge as a function
 * of the position: two lines that meet in the gap. So the error is followed on each of several
 * parts of an edge. Since few units switch, what a convolution makes of it is bounded by {@link
 * AffineMap#lengths} and only what was carried on from before by the spectral norm. A maximum and
 * the ReLU after it count as one function.
 */
final class InterpolationError {
  private static final double ENLARGED = ChordBounds.ENLARGED;

  /** Gaps of different units are largest at different places: an edge is looked at in parts. */
  private static final int PARTS = 8;

  private final ChordBounds bounds;
  private final Vertex[] vertices;

  /** Euclidean distance between true and interpolated values that enter a stage. */
  private final double[] error;

  /** Units and windows that are seen to switch at a stage. */
  private final int[][] switching;

  /** By how much interpolation lies too high there at most. */
  private final double[][] gaps;

  /**
   * On an edge, from where to where a switching unit goes, without signs: interpolation is too high
   * by {@code min((1 − t) left, t right)}.
   */
  private final double[][] left;

  private final double[][] right;

  private final double[][] limits;
  private final boolean finite;
  private final int candidate;
  private int turns;
  private double excess = 1;
  private boolean lost;
  private Difference first;
  private List<Difference> rest = List.of();

  InterpolationError(ChordBounds bounds, double start, Vertex... vertices) {
    this.bounds = bounds;
    this.vertices = vertices;
    error = new double[bounds.depth() + 1];
    switching = new int[bounds.depth()][];
    gaps = new double[bounds.depth()][];
    left = new double[bounds.depth()][];
    right = new double[bounds.depth()][];
    limits = new double[bounds.depth()][];
    finite = follow(start);
    candidate = favourite();
  }

  /** Bounds the error after each stage; false where float32 could not hold all values. */
  private boolean follow(double start) {
    error[0] = start;
    boolean finite = true;
    for (Vertex vertex : vertices) {
      finite &= vertex.finite();
    }
    int parts = edge() ? PARTS : 1;
    double[] errors = new double[parts];
    Arrays.fill(errors, start);
    double[] carried = errors;
    Gaps last = null;
    for (int s = 0; s < bounds.depth(); s++) {
      double[] next = new double[parts];
      if (bounds.stage(s) instanceof AffineMap map) {
        double[] lengths = last == null ? null : map.lengths(last.units, last.heights);
        for (int part = 0; part < parts; part++) {
          next[part] = bounds.norm(s) * errors[part];
          if (last != null) {
            next[part] =
                Math.min(next[part], bounds.norm(s) * carried[part] + ENLARGED * lengths[part]);
          }
          next[part] = ENLARGED * (next[part] + atVertices(s));
        }
        last = null;
      } else {
        if (bounds.stage(s) instanceof Maximum pool) {
          windows(pool, s);
        } else {
          signs(s);
        }
        turns += gaps[s].length;
        boolean both =
            s > 0 && bounds.stage(s) instanceof Rectifier && bounds.stage(s - 1) instanceof Maximum;
        last = both ? both(s, last) : single(s, parts);
        // a maximum and the ReLU after it are one convex function
        double[] before = both ? carried : errors;
        carried = new double[parts];
        for (int part = 0; part < parts; part++) {
          double[] heights = last.heights[part];
          carried[part] = both ? before[part] : bounds.norm(s) * before[part];
          next[part] =
              ENLARGED
                  * (carried[part]
                      + Math.sqrt(JavaAlgebra.dot(heights.length, heights, 0, heights, 0)));
        }
      }
      errors = next;
      error[s + 1] = Arrays.stream(errors).max().orElseThrow();
      finite &= error[s + 1] <= ChordBounds.LARGEST;
    }
    return finite;
  }

  /** By how much interpolation lies too high behind a stage, at few units, on each part. */
  private record Gaps(int[] units, double[][] heights) {}

  private Gaps single(int s, int parts) {
    double[][] heights = new double[parts][gaps[s].length];
    for (int part = 0; part < parts; part++) {
      for (int k = 0; k < gaps[s].length; k++) {
        heights[part][k] = height(s, k, part, parts);
      }
    }
    return new Gaps(switching[s], heights);
  }

  /** The same behind a ReLU after a maximum; a window that is negative has no gap. */
  private Gaps both(int s, Gaps maximum) {
    int parts = maximum.heights.length;
    int[] units = new int[maximum.units.length + gaps[s].length];
    double[][] heights = new double[parts][units.length];
    int count = 0;
    int w = 0;
    int k = 0;
    while (w < maximum.units.length || k < gaps[s].length) {
      int window = w < maximum.units.length ? maximum.units[w] : Integer.MAX_VALUE;
      int unit = k < gaps[s].length ? switching[s][k] : Integer.MAX_VALUE;
      int at = Math.min(window, unit);
      if (unit == at || positive(s, at)) {
        for (int part = 0; part < parts; part++) {
          heights[part][count] =
              (window == at ? maximum.heights[part][w] : 0)
                  + (unit == at ? height(s, k, part, parts) : 0);
        }
        units[count++] = at;
      }
      w += window == at ? 1 : 0;
      k += unit == at ? 1 : 0;
    }
    for (int part = 0; part < parts; part++) {
      heights[part] = Arrays.copyOf(heights[part], count);
    }
    return new Gaps(Arrays.copyOf(units, count), heights);
  }

  private boolean positive(int s, int unit) {
    if (((Rectifier) bounds.stage(s)).passes(unit)) {
      return true;
    }
    for (Vertex vertex : vertices) {
      if (vertex.values(s)[unit] > 0) {
        return true;
      }
    }
    return false;
  }

  private double height(int s, int k, int part, int parts) {
    return parts == 1
        ? gaps[s][k]
        : Math.min(
            gaps[s][k],
            Math.min(left[s][k] * (parts - part) / parts, right[s][k] * (part + 1) / parts));
  }

  private void signs(int s) {
    long[][] signs = new long[vertices.length][];
    for (int v = 0; v < signs.length; v++) {
      signs[v] = vertices[v].signs(s);
    }
    int[] units = new int[64];
    int count = 0;
    for (int word = 0; word < signs[0].length; word++) {
      long differ = 0;
      for (long[] of : signs) {
        differ |= of[word] ^ signs[0][word];
      }
      for (; differ != 0; differ &= differ - 1) {
        units = count == units.length ? Arrays.copyOf(units, 2 * count) : units;
        units[count++] = word * 64 + Long.numberOfTrailingZeros(differ);
      }
    }
    switching[s] = Arrays.copyOf(units, count);
    gaps[s] = new double[count];
    left[s] = new double[count];
    right[s] = new double[count];
    for (int k = 0; k < count; k++) {
      left[s][k] = Math.abs(vertices[0].values(s)[units[k]]);
      right[s][k] = Math.abs(vertices[1].values(s)[units[k]]);
      gaps[s][k] = edge() ? gap(left[s][k], right[s][k]) : largestGap(s, units[k]);
    }
  }

  /** Of all edges. */
  private double largestGap(int s, int i) {
    double largest = 0;
    for (Vertex from : vertices) {
      for (Vertex to : vertices) {
        double x = from.values(s)[i];
        double y = to.values(s)[i];
        if (x < 0 && y > 0) {
          largest = Math.max(largest, gap(-x, y));
        }
      }
    }
    return largest;
  }

  private static double gap(double p, double q) {
    return p == 0 || q == 0 ? 0 : p / (p + q) * q;
  }

  private void windows(Maximum pool, int s) {
    int[][] winners = new int[vertices.length][];
    for (int v = 0; v < winners.length; v++) {
      winners[v] = vertices[v].winners(s);
    }
    int[] first = winners[0];
    int[] last = winners[winners.length - 1];
    int[] middle = winners[1];
    int[] found = new int[64];
    int count = 0;
    for (int o = 0; o < first.length; o++) {
      if (first[o] != last[o] || first[o] != middle[o]) {
        found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
        found[count++] = o;
      }
    }
    switching[s] = Arrays.copyOf(found, count);
    gaps[s] = new double[count];
    left[s] = new double[count];
    right[s] = new double[count];
    for (int k = 0; k < count; k++) {
      left[s][k] = behind(s, found[k], 0);
      right[s][k] = behind(s, found[k], 1);
      // on an edge the maximum is at least that of the two winners
      gaps[s][k] = edge() ? gap(left[s][k], right[s][k]) : above(pool, s, found[k]);
    }
  }

  /** On an edge, how far the winner at the other end is behind at this one. */
  private double behind(int s, int o, int end) {
    double[] x = vertices[end].values(s);
    return x[vertices[end].winners(s)[o]] - x[vertices[1 - end].winners(s)[o]];
  }

  /** The maximum is at least any one input. */
  private double above(Maximum pool, int s, int o) {
    int plane = pool.out().plane();
    int channel = o / plane * pool.in().plane();
    double smallest = Double.POSITIVE_INFINITY;
    for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
      double largest = 0;
      for (Vertex vertex : vertices) {
        double[] x = vertex.values(s);
        largest = Math.max(largest, x[vertex.winners(s)[o]] - x[channel + pool.pixel(k)]);
      }
      smallest = Math.min(smallest, largest);
    }
    return smallest;
  }

  private int favourite() {
    double[] sums = new double[bounds.classes()];
    for (Vertex vertex : vertices) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += vertex.logit(k);
      }
    }
    int best = 0;
    for (int k = 1; k < sums.length; k++) {
      best = sums[k] > sums[best] ? k : best;
    }
    return best;
  }

  private Difference difference(int rival) {
    return new Difference(bounds, this, candidate, rival);
  }

  /** Whether even the largest norms leave that much. */
  private boolean far(Difference difference) {
    return difference.lead() > Math.sqrt(2) * ENLARGED * error[bounds.depth()];
  }

  /** The rivals that are not far behind everywhere. */
  List<Difference> all() {
    List<Difference> all = new ArrayList<>();
    for (int k = 0; k < bounds.classes() && finite; k++) {
      Difference difference = k == candidate ? null : difference(k);
      if (difference != null && difference.lead() > 0 && !far(difference)) {
        all.add(difference);
      }
    }
    return all;
  }

  /**
   * Classes that may win.
   *
   * @param pulled those of {@link #all}, pulled back
   */
  BitSet possible(List<Difference> pulled) {
    BitSet possible = new BitSet(bounds.classes());
    possible.set(0, bounds.classes());
    for (int k = 0; k < bounds.classes() && finite; k++) {
      Difference difference = k == candidate ? null : difference(k);
      possible.set(k, difference == null || !(difference.lead() > 0 && far(difference)));
    }
    pulled.stream().filter(Difference::certain).forEach(d -> possible.clear(d.rival()));
    return possible;
  }

  /** The rival with the smallest lead, unless there is none that bounds have to be found for. */
  Optional<Difference> closest() {
    lost = !finite;
    for (int k = 0; k < bounds.classes() && !lost; k++) {
      Difference difference = k == candidate ? null : difference(k);
      if (difference != null && !(difference.lead() > 0)) {
        lost = true;
      } else if (difference != null
          && !far(difference)
          && (first == null || difference.lead() < first.lead())) {
        first = difference;
      }
    }
    excess = lost ? Double.POSITIVE_INFINITY : 0;
    return lost ? Optional.empty() : Optional.ofNullable(first);
  }

  /** The others, once the closest is known to stay behind. */
  List<Difference> others() {
    if (lost || first == null) {
      return List.of();
    }
    if (!first.certain()) {
      lost = true;
      excess = first.excess();
      return List.of();
    }
    rest = all().stream().filter(d -> d.rival() != first.rival()).toList();
    return rest;
  }

  /** After all have been pulled back. */
  Verdict verdict() {
    for (Difference difference : rest) {
      lost |= !difference.certain();
      excess = Math.max(excess, difference.excess());
    }
    return new Verdict(lost ? -1 : candidate, turns, excess);
  }

  /** By how much the result of an affine stage may be wrong at a vertex. */
  double atVertices(int s) {
    double largest = 0;
    for (Vertex vertex : vertices) {
      largest = Math.max(largest, vertex.error(s));
    }
    return largest;
  }

  /** The class that the leads are those of. */
  int candidate() {
    return candidate;
  }

  boolean edge() {
    return vertices.length == 2;
  }

  Vertex[] vertices() {
    return vertices;
  }

  double error(int s) {
    return error[s];
  }

  int[] switching(int s) {
    return switching[s];
  }

  double[] gaps(int s) {
    return gaps[s];
  }

  double[] left(int s) {
    return left[s];
  }

  double[] right(int s) {
    return right[s];
  }

  /** Of each value that enters a stage, how far interpolation may be from it. */
  double[] limits(int s) {
    if (limits[s] == null) {
      double[] found = new double[bounds.stage(s).in().size()];
      Arrays.fill(found, error[s]);
      if (s > 0 && bounds.stage(s - 1) instanceof AffineMap) {
        double[] norms = bounds.rowNorms(s - 1);
        double at = atVertices(s - 1);
        for (int u = 0; u < found.length; u++) {
          found[u] = Math.min(found[u], ENLARGED * (norms[u] * error[s - 1] + at));
        }
      } else if (s > 0 && bounds.stage(s - 1) instanceof Maximum pool) {
        double[] largest = pool.largest(limits(s - 1));
        for (int k = 0; k < gaps[s - 1].length; k++) {
          largest[switching[s - 1][k]] += gaps[s - 1][k];
        }
        for (int o = 0; o < found.length; o++) {
          found[o] = Math.min(found[o], ENLARGED * largest[o]);
        }
      }
      limits[s] = found;
    }
    return limits[s];
  }
}
