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
  private final double[] hope;
  private double hoped = Double.POSITIVE_INFINITY;
  private Finder hopedBy;

  Finds(int size) {
    this.size = size;
    hope = new double[size];
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

  /** Length of the nearest point; infinite for none. */
  double distance() {
    return best == null ? Double.POSITIVE_INFINITY : best.length();
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
    hoped = Double.POSITIVE_INFINITY;
  }

  /** A point was seen. */
  void keep(Probe point, Finder by) {
    if (!point.inside() && (best == null || point.distance() < best.distance())) {
      best = point.copy();
      finder = by;
    }
  }

  /**
   * A slope was seen: the difference to a class vanishes where its tangent meets the ray through
   * the point, unless that is too far to be trusted.
   */
  void expect(Probe here, Slope slope, Finder by) {
    double scale = slope.crossing();
    double distance = scale * here.length();
    if (scale > LEAST && scale < MOST && distance < hoped) {
      hoped = distance;
      Vectors.times(scale, here.coordinates(), hope);
      hopedBy = by;
    }
  }
}
