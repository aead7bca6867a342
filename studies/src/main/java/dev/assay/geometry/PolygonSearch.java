package dev.assay.geometry;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The nearest class change around the origin of a plane. A network is affine on each of the convex
 * polygons into which its breakpoints cut the plane; polygons are visited in the order of their
 * distance from the origin (GeoCert, Jordan et al. 2019, in two dimensions) until none is left that
 * is nearer than a change. They are made as they are needed, stage by stage: the nearest polygon on
 * which the values that enter a stage are affine is cut along one breakpoint of that stage, or,
 * where none is left, passes it. So breakpoints that lie on one another, or units that are zero on
 * a polygon, are nothing special.
 *
 * <p>Values are exact up to rounding: a breakpoint that a polygon's corners cross by less than
 * {@value #ROUNDING} of the terms it is the sum of is not cut along, and two classes that come as
 * near as that count as equal.
 */
final class PolygonSearch {
  private static final double ROUNDING = 1e-12;
  private static final int SIDES = 16;

  /** Of a distance: how far into a part a point is tried. */
  private static final double INWARD = 3e-10;

  private final PiecewiseLinear network;
  private final BoundarySearch search;
  private final PolygonBounds bounds;
  private final int winner;
  private final int budget;
  private final Effort effort;
  private final PriorityQueue<Piece> queue =
      new PriorityQueue<>(Comparator.comparingDouble((Piece piece) -> piece.distance));
  private double nearest;
  private int visited;

  /**
   * A polygon on which what enters a stage is affine.
   *
   * @param forms those values, 3 × n: constant, slopes
   * @param open units or windows of the stage that may have a breakpoint in the polygon
   */
  private record Piece(Polygon polygon, double distance, int stage, double[] forms, int[] open) {}

  /** A breakpoint: {@code c + a x + b y = 0}. */
  private record Cut(double c, double a, double b, double depth) {}

  /**
   * @param network of two inputs
   * @param search knows an upper bound, and is shown what is found
   * @param budget polygons to visit at most
   */
  PolygonSearch(
      PiecewiseLinear network, BoundarySearch search, int winner, int budget, Effort effort) {
    this.network = network;
    this.search = search;
    this.bounds = new PolygonBounds(network, winner);
    this.winner = winner;
    this.budget = budget;
    this.effort = effort;
  }

  /** Polygons visited. */
  int visited() {
    return visited;
  }

  /** Within this distance there is no change, up to rounding; beyond it, at once, there is one. */
  double lower() {
    nearest = Math.min(search.distance(), BranchAndBound.FARTHEST);
    double[] forms = {0, 0, 1, 0, 0, 1};
    add(Polygon.around(nearest, SIDES), 0, forms, null);
    while (!queue.isEmpty() && queue.peek().distance < nearest) {
      if (visited++ == budget || effort.exhausted()) {
        return queue.peek().distance;
      }
      effort.spend(3 * network.operations());
      visit(queue.poll());
    }
    return nearest;
  }

  private void add(Polygon polygon, int stage, double[] forms, int[] open) {
    if (polygon != null) {
      double[] point = polygon.nearest();
      double distance = Math.hypot(point[0], point[1]);
      if (distance < nearest) {
        queue.add(new Piece(polygon, distance, stage, forms, open));
      }
    }
  }

  private void visit(Piece piece) {
    int s = piece.stage;
    double[] forms = piece.forms;
    int[] open = piece.open;
    while (s < network.stages().size()) {
      Stage stage = network.stages().get(s);
      double[] next = new double[3 * stage.out().size()];
      if (stage instanceof AffineMap map) {
        map.multiply(forms, 3, next);
        map.addConstant(next, 0);
      } else {
        Kinked kinked =
            stage instanceof Rectifier rectifier
                ? new Rectified(rectifier, piece.polygon, forms)
                : new Pooled((Maximum) stage, piece.polygon, forms);
        Cut cut = kinked.deepest(open);
        if (cut != null) {
          if (bounds.certain(piece.polygon, s, forms)) {
            return;
          }
          add(piece.polygon.part(cut.c, cut.a, cut.b), s, forms, kinked.left());
          add(piece.polygon.part(-cut.c, -cut.a, -cut.b), s, forms, kinked.left());
          return;
        }
        kinked.pass(next);
        open = null;
      }
      forms = next;
      s++;
    }
    classes(piece.polygon, forms);
  }

  /** Looks at the part of the polygon where another class is as high. */
  private void classes(Polygon polygon, double[] z) {
    int k = network.classes();
    double extent = polygon.extent();
    for (int j = 0; j < k; j++) {
      if (j == winner) {
        continue;
      }
      double c = z[j] - z[winner];
      double a = z[k + j] - z[k + winner];
      double b = z[2 * k + j] - z[2 * k + winner];
      double slack = ROUNDING * (magnitude(z, j, extent) + magnitude(z, winner, extent));
      Polygon beyond = polygon.part(c + slack, a, b);
      if (beyond == null) {
        continue;
      }
      double[] point = beyond.nearest();
      double distance = Math.hypot(point[0], point[1]);
      if (distance < nearest) {
        search.tryPoint(point, MarginBracket.Source.BOUNDS);
        if (search.distance() > distance) {
          // the ray through a corner may leave the part at once
          search.tryPoint(beyond.inward(point, INWARD * distance), MarginBracket.Source.BOUNDS);
        }
        nearest = Math.min(distance, search.distance());
      }
    }
  }

  /** At most what the terms of a form are over a polygon. */
  private static double magnitude(double[] forms, int i, double extent) {
    int n = forms.length / 3;
    return Math.abs(forms[i]) + extent * (Math.abs(forms[n + i]) + Math.abs(forms[2 * n + i]));
  }

  /** A stage with breakpoints over a polygon. */
  private abstract static class Kinked {
    final Polygon polygon;
    final double[] forms;
    final int n;
    private final double extent;
    private int[] left;

    Kinked(Polygon polygon, double[] forms) {
      this.polygon = polygon;
      this.forms = forms;
      this.n = forms.length / 3;
      this.extent = polygon.extent();
    }

    /** Units or windows. */
    abstract int size();

    /** A breakpoint of a unit or window that runs through the polygon; null for none. */
    abstract Cut cut(int index);

    /** Values after the stage where there is no breakpoint. */
    abstract void pass(double[] next);

    /** The breakpoint that leaves most on both sides; null for none. */
    final Cut deepest(int[] open) {
      int count = open == null ? size() : open.length;
      int[] found = new int[count];
      int size = 0;
      Cut deepest = null;
      for (int o = 0; o < count; o++) {
        int index = open == null ? o : open[o];
        Cut cut = cut(index);
        if (cut != null) {
          found[size++] = index;
          deepest = deepest == null || cut.depth > deepest.depth ? cut : deepest;
        }
      }
      left = Arrays.copyOf(found, size);
      return deepest;
    }

    /** Those that had a breakpoint. */
    final int[] left() {
      return left;
    }

    /** The breakpoint where a form changes its sign, if corners lie on both sides of it. */
    final Cut between(double c, double a, double b, double magnitude) {
      double low = 0;
      double high = 0;
      for (int k = 0; k < polygon.size(); k++) {
        double value = polygon.value(k, c, a, b);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      double slack = ROUNDING * magnitude;
      return low < -slack && high > slack
          ? new Cut(c, a, b, Math.min(-low, high) / Math.hypot(a, b))
          : null;
    }

    final double magnitude(int i) {
      return PolygonSearch.magnitude(forms, i, extent);
    }

    final double value(int i, int corner) {
      return polygon.value(corner, forms[i], forms[n + i], forms[2 * n + i]);
    }
  }

  private static final class Rectified extends Kinked {
    private final Rectifier stage;

    Rectified(Rectifier stage, Polygon polygon, double[] forms) {
      super(polygon, forms);
      this.stage = stage;
    }

    @Override
    int size() {
      return n;
    }

    @Override
    Cut cut(int i) {
      return stage.passes(i)
          ? null
          : between(forms[i], forms[n + i], forms[2 * n + i], magnitude(i));
    }

    @Override
    void pass(double[] next) {
      for (int i = 0; i < n; i++) {
        double sum = stage.passes(i) ? Double.POSITIVE_INFINITY : 0;
        for (int k = 0; k < polygon.size(); k++) {
          sum += value(i, k);
        }
        for (int axis = 0; sum > 0 && axis < 3; axis++) {
          next[axis * n + i] = forms[axis * n + i];
        }
      }
    }
  }

  private static final class Pooled extends Kinked {
    private final Maximum pool;

    Pooled(Maximum pool, Polygon polygon, double[] forms) {
      super(polygon, forms);
      this.pool = pool;
    }

    @Override
    int size() {
      return pool.out().size();
    }

    /** The input that is the largest at the polygon's centre and another that is so elsewhere. */
    @Override
    Cut cut(int o) {
      int best = winner(o);
      Cut deepest = null;
      int window = o % pool.out().plane();
      int channel = o / pool.out().plane() * pool.in().plane();
      for (int k = pool.start(window); k < pool.start(window + 1); k++) {
        int i = channel + pool.pixel(k);
        Cut cut =
            between(
                forms[best] - forms[i],
                forms[n + best] - forms[n + i],
                forms[2 * n + best] - forms[2 * n + i],
                magnitude(best) + magnitude(i));
        deepest = cut != null && (deepest == null || cut.depth > deepest.depth) ? cut : deepest;
      }
      return deepest;
    }

    private int winner(int o) {
      int window = o % pool.out().plane();
      int channel = o / pool.out().plane() * pool.in().plane();
      int best = -1;
      double highest = Double.NEGATIVE_INFINITY;
      for (int k = pool.start(window); k < pool.start(window + 1); k++) {
        int i = channel + pool.pixel(k);
        double sum = 0;
        for (int corner = 0; corner < polygon.size(); corner++) {
          sum += value(i, corner);
        }
        if (best < 0 || sum > highest) {
          best = i;
          highest = sum;
        }
      }
      return best;
    }

    @Override
    void pass(double[] next) {
      int m = size();
      for (int o = 0; o < m; o++) {
        int best = winner(o);
        for (int axis = 0; axis < 3; axis++) {
          next[axis * m + o] = forms[axis * n + best];
        }
      }
    }
  }
}
