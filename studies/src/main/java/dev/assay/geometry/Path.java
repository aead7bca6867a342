package dev.assay.geometry;

import java.util.Arrays;

/**
 * What a walk goes along: a curve that is known, in any direction of its values a straight line but
 * for changes of slope. Only forwards.
 */
final class Path {
  private static final double UNIT = Math.ulp(1.0);

  /** Of the largest values: far more than rounding does to them along a curve with many turns. */
  private static final double FOLLOWED = 1e-11;

  private final Curve curve;
  private final int[] order;

  Path(Curve curve) {
    this.curve = curve;
    this.order = curve.breakpoints().order();
  }

  /** From {@code start} at 0 to {@code start + direction} at 1. */
  static Path straight(Grid grid, double[] start, double[] direction) {
    double[] rows = Arrays.copyOf(start, 2 * start.length);
    System.arraycopy(direction, 0, rows, start.length, start.length);
    return new Path(new Curve(grid, 0, 1, rows, new Breakpoints(0, 0)));
  }

  /**
   * A place on the path: {@code value = rows[i] + rows[n + i] (at − start)} there and up to the
   * next change of slope.
   *
   * @param next how many changes lie at the place or before it
   */
  record Place(double at, double[] rows, int next) {}

  double start() {
    return curve.start();
  }

  double end() {
    return curve.end();
  }

  Place first() {
    return new Place(curve.start(), curve.rows(), 0);
  }

  /** A place that does not lie before another one. */
  Place later(Place before, double at) {
    int next = before.next;
    while (next < order.length && curve.breakpoints().at(order[next]) <= at) {
      next++;
    }
    if (next == before.next) {
      return new Place(at, before.rows, next);
    }
    double[] rows = before.rows.clone();
    for (int i = before.next; i < next; i++) {
      double since = curve.breakpoints().at(order[i]) - curve.start();
      curve.breakpoints().addTo(rows, curve.grid(), order[i], -since, 1);
    }
    return new Place(at, rows, next);
  }

  /** The values at a place. */
  double[] values(Place place) {
    int n = curve.grid().size();
    double since = place.at - curve.start();
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = place.rows[i] + since * place.rows[n + i];
    }
    return values;
  }

  /** Of the values between two places, how far they are from the mean of both; null for nothing. */
  double[] offset(Place from, Place middle, Place to) {
    if (from.next == to.next) {
      return null;
    }
    double[] values = values(middle);
    double[] left = values(from);
    double[] right = values(to);
    Arrays.setAll(values, i -> values[i] - (0.5 * left[i] + 0.5 * right[i]));
    return values;
  }

  /** How far the values may be from true ones, in the Euclidean norm. */
  double rounding() {
    double[] sizes = sizes();
    double squares = 0;
    for (double size : sizes) {
      squares += size * size;
    }
    return (order.length == 0 ? 2 * UNIT : FOLLOWED) * Math.sqrt(squares);
  }

  /**
   * Of each value, no less than the largest along the path: where it begins, and all that it moves
   * by between changes of slope. What begins at 0 may be anything later on.
   */
  private double[] sizes() {
    int n = curve.grid().size();
    Breakpoints breakpoints = curve.breakpoints();
    double[] rows = curve.rows().clone();
    double[] sizes = new double[n];
    Arrays.setAll(sizes, u -> Math.abs(rows[u]));
    double at = curve.start();
    for (int i = 0; i <= order.length; i++) {
      double step = (i == order.length ? curve.end() : breakpoints.at(order[i])) - at;
      for (int u = 0; u < n; u++) {
        sizes[u] += Math.abs(step * rows[n + u]);
      }
      if (i < order.length) {
        breakpoints.addTo(rows, curve.grid(), order[i], 0, 1);
        at += step;
      }
    }
    return sizes;
  }

  /**
   * The largest Euclidean distance between the path and the straight line from one of its places to
   * another. It is attained at a change of slope, as it is convex in between.
   */
  double deviation(Place from, Place to) {
    if (from.next == to.next) {
      return 0;
    }
    int n = curve.grid().size();
    Breakpoints breakpoints = curve.breakpoints();
    double[] rows = new double[2 * n];
    for (int i = from.next; i < to.next; i++) {
      double left = (to.at - breakpoints.at(order[i])) / (to.at - from.at);
      breakpoints.addTo(rows, curve.grid(), order[i], 0, -left);
    }
    double largest = 0;
    double at = from.at;
    for (int i = from.next; i < to.next; i++) {
      double step = breakpoints.at(order[i]) - at;
      double squares = 0;
      for (int u = 0; u < n; u++) {
        rows[u] += step * rows[n + u];
        squares += rows[u] * rows[u];
      }
      largest = Math.max(largest, squares);
      breakpoints.addTo(rows, curve.grid(), order[i], 0, 1);
      at += step;
    }
    return ChordBounds.ENLARGED * Math.sqrt(largest);
  }

  /** The curve from one of its places to another. */
  Curve between(Place from, Place to) {
    int n = curve.grid().size();
    double[] rows = Arrays.copyOf(values(from), 2 * n);
    System.arraycopy(from.rows, n, rows, n, n);
    Breakpoints some = curve.breakpoints().some(order, from.next, to.next);
    return new Curve(curve.grid(), from.at, to.at, rows, some);
  }
}
