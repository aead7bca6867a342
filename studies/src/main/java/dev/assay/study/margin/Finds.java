package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/**
 * What the strategies of a search know together: the nearest point seen behind the boundary, and,
 * nearer, where slopes let expect one.
 */
final class Finds {
  private final int size;
  private final float[] own;
  private Probe best;
  private Finder finder;
  private Path hope;

  Finds(int size) {
    this.size = size;
    own = new float[size];
  }

  /** Number of coordinates. */
  int size() {
    return size;
  }

  /** The nearest point at or behind the boundary, until a nearer one is seen; null for none. */
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
  Spot.OnRay hope() {
    return hope != null && hope.place().length() < distance() ? hope.place() : null;
  }

  /** The place hoped for has been looked at. */
  void forget() {
    hope = null;
  }

  /** A point was seen. */
  void keep(Probe point, Finder by) {
    if (!point.inside() && (best == null || point.distance() < best.distance())) {
      best = point.kept(own);
      finder = by;
    }
  }

  /** A path has gone on. */
  void expect(Path path) {
    if (path.place() != null && (hope == null || path.place().length() < hope.place().length())) {
      hope = path;
    }
  }
}
