package dev.assay.geometry;

import java.util.Arrays;

/**
 * A convex polygon in the plane.
 *
 * @param corners x and y of each corner in turn, counter-clockwise
 */
record ConvexPolygon(double[] corners) {

  /** A regular polygon around the origin that holds a disc. */
  static ConvexPolygon around(double radius, int sides) {
    double[] corners = new double[2 * sides];
    double reach = radius / Math.cos(Math.PI / sides);
    for (int k = 0; k < sides; k++) {
      corners[2 * k] = reach * Math.cos(2 * Math.PI * k / sides);
      corners[2 * k + 1] = reach * Math.sin(2 * Math.PI * k / sides);
    }
    return new ConvexPolygon(corners);
  }

  int sides() {
    return corners.length / 2;
  }

  double x(int corner) {
    return corners[2 * corner];
  }

  double y(int corner) {
    return corners[2 * corner + 1];
  }

  /** Value of {@code c + a x + b y} at a corner. */
  double value(int corner, double c, double a, double b) {
    return c + a * corners[2 * corner] + b * corners[2 * corner + 1];
  }

  /** The smallest value of {@code c + a x + b y}. */
  double lowest(double c, double a, double b) {
    double lowest = value(0, c, a, b);
    for (int k = 1; k < sides(); k++) {
      lowest = Math.min(lowest, value(k, c, a, b));
    }
    return lowest;
  }

  /** The largest coordinate, but at least 1. */
  double extent() {
    double extent = 1;
    for (double coordinate : corners) {
      extent = Math.max(extent, Math.abs(coordinate));
    }
    return extent;
  }

  /** The part where {@code c + a x + b y ≥ 0}; null where that is no more than a line. */
  ConvexPolygon part(double c, double a, double b) {
    int n = sides();
    double[] kept = new double[corners.length + 4];
    int size = 0;
    for (int k = 0; k < n; k++) {
      int next = k + 1 == n ? 0 : k + 1;
      double here = value(k, c, a, b);
      double there = value(next, c, a, b);
      if (here >= 0) {
        kept[size++] = x(k);
        kept[size++] = y(k);
      }
      if (here > 0 && there < 0 || here < 0 && there > 0) {
        double t = here / (here - there);
        kept[size++] = x(k) + t * (x(next) - x(k));
        kept[size++] = y(k) + t * (y(next) - y(k));
      }
    }
    return size < 6 ? null : new ConvexPolygon(Arrays.copyOf(kept, size));
  }

  /** The point that is nearest to the origin. */
  double[] nearest() {
    int n = sides();
    boolean inside = true;
    double best = Double.POSITIVE_INFINITY;
    double[] nearest = new double[2];
    for (int k = 0; k < n; k++) {
      int next = k + 1 == n ? 0 : k + 1;
      double dx = x(next) - x(k);
      double dy = y(next) - y(k);
      inside &= x(k) * dy - y(k) * dx >= 0;
      double squares = dx * dx + dy * dy;
      double t = squares > 0 ? -(x(k) * dx + y(k) * dy) / squares : 0;
      t = Math.max(0, Math.min(1, t));
      double px = x(k) + t * dx;
      double py = y(k) + t * dy;
      double length = Math.hypot(px, py);
      if (length < best) {
        best = length;
        nearest[0] = px;
        nearest[1] = py;
      }
    }
    return inside ? new double[2] : nearest;
  }
}
