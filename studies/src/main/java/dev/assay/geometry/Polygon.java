package dev.assay.geometry;

/**
 * A convex polygon in the plane, corners in counter-clockwise order. Each side bears a label, the
 * one with the number of a corner leads from it to the next.
 */
final class Polygon {
  private final int size;
  private final double[] x;
  private final double[] y;
  private final int[] labels;

  private Polygon(int size, double[] x, double[] y, int[] labels) {
    this.size = size;
    this.x = x;
    this.y = y;
    this.labels = labels;
  }

  /** The unit square; its sides at y = 0, x = 1, y = 1, x = 0 are labelled 0 to 3. */
  static Polygon square() {
    return new Polygon(
        4, new double[] {0, 1, 1, 0}, new double[] {0, 0, 1, 1}, new int[] {0, 1, 2, 3});
  }

  /** A regular polygon around the origin that holds a disc. */
  static Polygon around(double radius, int sides) {
    double[] x = new double[sides];
    double[] y = new double[sides];
    double reach = radius / Math.cos(Math.PI / sides);
    for (int k = 0; k < sides; k++) {
      x[k] = reach * Math.cos(2 * Math.PI * k / sides);
      y[k] = reach * Math.sin(2 * Math.PI * k / sides);
    }
    return new Polygon(sides, x, y, new int[sides]);
  }

  /** Number of corners. */
  int size() {
    return size;
  }

  double x(int corner) {
    return x[corner];
  }

  double y(int corner) {
    return y[corner];
  }

  int label(int side) {
    return labels[side];
  }

  /** Value of {@code c + a x + b y} at a corner. */
  double value(int corner, double c, double a, double b) {
    return c + a * x[corner] + b * y[corner];
  }

  /** The smallest value of {@code c + a x + b y}. */
  double least(double c, double a, double b) {
    double least = Double.POSITIVE_INFINITY;
    for (int v = 0; v < size; v++) {
      least = Math.min(least, value(v, c, a, b));
    }
    return least;
  }

  /** The largest value of {@code c + a x + b y}. */
  double most(double c, double a, double b) {
    return -least(-c, -a, -b);
  }

  /** The smallest value of {@code f[0] + f[1] x + f[2] y}. */
  double least(double[] f) {
    return least(f[0], f[1], f[2]);
  }

  /** The largest value of {@code f[0] + f[1] x + f[2] y}. */
  double most(double[] f) {
    return most(f[0], f[1], f[2]);
  }

  /** The largest coordinate, but at least 1. */
  double extent() {
    double extent = 1;
    for (int v = 0; v < size; v++) {
      extent = Math.max(extent, Math.max(Math.abs(x[v]), Math.abs(y[v])));
    }
    return extent;
  }

  /** The point that is nearest to the origin. */
  double[] nearest() {
    boolean inside = true;
    double best = Double.POSITIVE_INFINITY;
    double[] nearest = new double[2];
    for (int v = 0; v < size; v++) {
      int w = v + 1 == size ? 0 : v + 1;
      double dx = x[w] - x[v];
      double dy = y[w] - y[v];
      inside &= x[v] * dy - y[v] * dx >= 0;
      double squares = dx * dx + dy * dy;
      double t = squares > 0 ? -(x[v] * dx + y[v] * dy) / squares : 0;
      t = Math.max(0, Math.min(1, t));
      double px = x[v] + t * dx;
      double py = y[v] + t * dy;
      double length = Math.hypot(px, py);
      if (length < best) {
        best = length;
        nearest[0] = px;
        nearest[1] = py;
      }
    }
    return inside ? new double[2] : nearest;
  }

  /** A point so far from one of the polygon's, towards the mean of its corners, or that mean. */
  double[] inward(double[] point, double length) {
    double dx = -point[0];
    double dy = -point[1];
    for (int v = 0; v < size; v++) {
      dx += x[v] / size;
      dy += y[v] / size;
    }
    double share = Math.min(1, length / Math.hypot(dx, dy));
    return new double[] {point[0] + share * dx, point[1] + share * dy};
  }

  double area() {
    double twice = 0;
    for (int v = 1; v + 1 < size; v++) {
      twice += (x[v] - x[0]) * (y[v + 1] - y[0]) - (x[v + 1] - x[0]) * (y[v] - y[0]);
    }
    return twice / 2;
  }

  /** Whether a point lies in it or no further from it than a tolerance. */
  boolean contains(double px, double py, double tolerance) {
    for (int v = 0; v < size; v++) {
      int w = (v + 1) % size;
      double dx = x[w] - x[v];
      double dy = y[w] - y[v];
      if (dx * (py - y[v]) - dy * (px - x[v]) < -tolerance * Math.hypot(dx, dy)) {
        return false;
      }
    }
    return true;
  }

  /** The part where {@code c + a x + b y ≥ 0}; null where that is no more than a line. */
  Polygon part(double c, double a, double b) {
    Polygon part = above(new double[] {c, a, b}, 0, 0);
    return part.size < 3 ? null : part;
  }

  /**
   * The part in which a line has positive distance. Corners that lie on the line up to a tolerance
   * belong to it.
   *
   * @param line distance {@code line[0] + line[1] x + line[2] y}
   * @param label of the side along the line
   * @return fewer than three corners for nothing
   */
  Polygon above(double[] line, double tolerance, int label) {
    double[] distance = new double[size];
    for (int v = 0; v < size; v++) {
      double d = line[0] + line[1] * x[v] + line[2] * y[v];
      distance[v] = Math.abs(d) <= tolerance ? 0 : d;
    }
    double[] px = new double[size + 2];
    double[] py = new double[size + 2];
    int[] found = new int[size + 2];
    int count = 0;
    for (int v = 0; v < size; v++) {
      int w = v + 1 == size ? 0 : v + 1;
      if (distance[v] >= 0) {
        px[count] = x[v];
        py[count] = y[v];
        found[count++] = distance[v] == 0 && distance[w] < 0 ? label : labels[v];
      }
      if (distance[v] * distance[w] < 0) {
        double share = distance[v] / (distance[v] - distance[w]);
        px[count] = x[v] + share * (x[w] - x[v]);
        py[count] = y[v] + share * (y[w] - y[v]);
        found[count++] = distance[w] < 0 ? label : labels[v];
      }
    }
    return new Polygon(count, px, py, found);
  }
}
