package dev.assay.geometry;

/**
 * A convex polygon in the coordinates of a tile, corners in the order in which they surround it.
 * Each side bears a label, the one with the number of a corner leads from it to the next.
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

  /** The smallest value of {@code f[at] + f[at + 1] x + f[at + 2] y}. */
  double least(double[] f, int at) {
    double least = Double.POSITIVE_INFINITY;
    for (int v = 0; v < size; v++) {
      least = Math.min(least, f[at] + f[at + 1] * x[v] + f[at + 2] * y[v]);
    }
    return least;
  }

  /** The largest value of {@code f[at] + f[at + 1] x + f[at + 2] y}. */
  double most(double[] f, int at) {
    double most = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < size; v++) {
      most = Math.max(most, f[at] + f[at + 1] * x[v] + f[at + 2] * y[v]);
    }
    return most;
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
