package dev.assay.geometry;

import java.util.Arrays;

/**
 * The part of a box that lies in a ball around the origin.
 *
 * @param low corner of the box
 * @param high the opposite one
 * @param radius of the ball
 */
record Cell(double[] low, double[] high, double radius) {
  private static final int MULTIPLIER_STEPS = 8;

  /** A ball. */
  static Cell ball(int size, double radius) {
    double[] high = new double[size];
    Arrays.fill(high, radius);
    double[] low = new double[size];
    Arrays.fill(low, -radius);
    return new Cell(low, high, radius);
  }

  int size() {
    return low.length;
  }

  /** Distance of the box from the origin. */
  double distance() {
    double squares = 0;
    for (int k = 0; k < low.length; k++) {
      squares += square(gap(k));
    }
    return Math.sqrt(squares);
  }

  private double gap(int k) {
    return Math.max(0, Math.max(low[k], -high[k]));
  }

  private static double square(double x) {
    return x * x;
  }

  /** Whether a point is in the box. */
  boolean contains(double[] point) {
    for (int k = 0; k < low.length; k++) {
      if (point[k] < low[k] || point[k] > high[k]) {
        return false;
      }
    }
    return true;
  }

  double width(int axis) {
    return high[axis] - low[axis];
  }

  /** One half of the cell. */
  Cell half(int axis, double middle, boolean upper) {
    double[] from = low.clone();
    double[] to = high.clone();
    (upper ? from : to)[axis] = middle;
    return new Cell(from, to, radius);
  }

  /**
   * The part in a smaller ball, with a box that is no larger than the ball makes it, up to
   * rounding; null for nothing.
   */
  Cell within(double reach) {
    double all = square(distance());
    if (all > square(reach)) {
      return null;
    }
    double[] from = low.clone();
    double[] to = high.clone();
    for (int k = 0; k < from.length; k++) {
      double rest = square(reach) - (all - square(gap(k)));
      double most = Math.sqrt(Math.max(0, rest)) * (1 + 1e-12) + 1e-12 * reach;
      from[k] = Math.max(from[k], Math.min(to[k], -most));
      to[k] = Math.min(to[k], Math.max(from[k], most));
    }
    return new Cell(from, to, reach);
  }

  /**
   * Lower bound of {@code constant + slope · β} over the cell: the larger of those over the box and
   * over the ball.
   *
   * @param slopes holds the slope from {@code at} on, {@code stride} apart
   */
  double lowestApart(double constant, double[] slopes, int at, int stride) {
    double box = 0;
    double norm2 = 0;
    for (int k = 0; k < low.length; k++) {
      double s = slopes[at + k * stride];
      box += Math.min(s * low[k], s * high[k]);
      norm2 += s * s;
    }
    return constant + Math.max(box, -radius * Math.sqrt(norm2));
  }

  /**
   * As {@link #lowestApart}, but, unless that is positive, over box and ball at once by the
   * Lagrangian, of which every multiplier gives a bound.
   *
   * @param point output: where the bound is attained, nearly; in the box
   */
  double lowest(double constant, double[] slopes, int at, int stride, double[] point) {
    double box = 0;
    double norm2 = 0;
    double corner2 = 0;
    for (int k = 0; k < low.length; k++) {
      double s = slopes[at + k * stride];
      point[k] = s > 0 ? low[k] : s < 0 ? high[k] : Math.max(low[k], Math.min(high[k], 0));
      box += s * point[k];
      norm2 += s * s;
      corner2 += square(point[k]);
    }
    double ball = square(radius);
    if (corner2 <= ball || norm2 == 0) {
      return constant + box;
    }
    double multiplier = Math.sqrt(norm2) / radius;
    double best = Math.max(box, -radius * radius * multiplier);
    for (int step = 0; step < MULTIPLIER_STEPS && constant + best <= 0; step++) {
      double value = 0;
      double free = 0;
      double fixed = 0;
      double inverse = 1 / multiplier;
      for (int k = 0; k < low.length; k++) {
        double s = slopes[at + k * stride];
        double x = -s * inverse;
        double inside = Math.max(low[k], Math.min(high[k], x));
        point[k] = inside;
        value += s * inside;
        if (x == inside) {
          free += s * s;
        } else {
          fixed += inside * inside;
        }
      }
      double squares = fixed + free * inverse * inverse;
      best = Math.max(best, value + multiplier / 2 * (squares - ball));
      // the multiplier that puts the point on the sphere if the same sides of the box hold it
      double next = fixed < ball ? Math.sqrt(free / (ball - fixed)) : 2 * multiplier;
      if (!(next > 0) || Math.abs(next - multiplier) <= 1e-6 * multiplier) {
        break;
      }
      multiplier = next;
    }
    return constant + best;
  }
}
