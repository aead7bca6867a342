package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/**
 * What the strategies of a search know together: the nearest point seen behind the boundary, and,
 * nearer, where slopes let expect one.
 */
final class Finds {
  /** How far an estimate along the ray is trusted, relative to the distance: down and up. */
  private static final double LEAST = 0.85;

  private static final double MOST = 1.1;

  private final int size;
  private Probe best;
  private Finder finder;
  private double[] hope;
  private double hoped = Double.POSITIVE_INFINITY;
  private Finder hopedBy;

  Finds(int size) {
    this.size = size;
  }

  /** Number of coordinates. */
  int size() {
    return size;
  }

  /** The nearest point at or behind the boundary; null for none. */
  Probe best() {
    return best;
  }

  Finder finder() {
    return finder;
  }

  /** Distance of the nearest point; infinite for none. */
  double distance() {
    return best == null ? Double.POSITIVE_INFINITY : norm(best);
  }

  /** Where the boundary is expected, nearer than any point seen; null for nowhere. */
  double[] hope() {
    return hoped < distance() ? hope : null;
  }

  Finder hopedBy() {
    return hopedBy;
  }

  /** The place hoped for has been looked at. */
  void forget() {
    hope = null;
    hoped = Double.POSITIVE_INFINITY;
  }

  /** A point was seen. */
  void keep(Probe point, Finder by) {
    if (!point.inside() && (best == null || point.distance() < best.distance())) {
      best = point;
      finder = by;
    }
  }

  /**
   * A slope was seen: the difference to a class vanishes where its tangent meets the ray through
   * the point, unless that is too far to be trusted.
   */
  void expect(Probe here, double lead, double[] slope, Finder by) {
    double scale = 1 - lead / dot(slope, here.coordinates());
    double distance = scale * norm(here);
    if (scale > LEAST && scale < MOST && distance < hoped) {
      hoped = distance;
      hope = Search.along(new double[slope.length], scale, here.coordinates());
      hopedBy = by;
    }
  }

  /** Length in coordinates: not the distance where points are clipped. */
  static double norm(Probe point) {
    return Search.norm(point.coordinates());
  }

  /** In four sums, none of which waits for another. */
  static double dot(double[] a, double[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += a[i] * b[i];
    }
    return first + second + (third + fourth);
  }
}
