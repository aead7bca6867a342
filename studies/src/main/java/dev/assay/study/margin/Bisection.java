package dev.assay.study.margin;

import dev.assay.study.margin.Search.Probe;

/** Of a segment that crosses the boundary, until it is short. */
final class Bisection {
  private static final int MOST_HALVINGS = 60;

  /** More than coordinates of middles are off. */
  private static final double ROUNDING = 1e-9;

  private final double tolerance;
  private Probe inside;
  private Probe outside;
  private int halvings;

  /**
   * @param tolerance length of the last segment relative to the distance
   */
  Bisection(Probe inside, Probe outside, double tolerance) {
    this.inside = inside;
    this.outside = outside;
    this.tolerance = tolerance;
  }

  /** The end that lies at or behind the boundary. */
  Probe outside() {
    return outside;
  }

  boolean done() {
    return outside.gap() == 0
        || Vectors.norm(way()) <= tolerance * outside.distance()
        || halvings == MOST_HALVINGS;
  }

  /** The next point to look at. */
  Spot middle() {
    return Spot.at(Vectors.along(outside.coordinates(), -0.5, way()));
  }

  void tell(Probe middle) {
    halvings++;
    if (middle.inside()) {
      inside = middle;
    } else {
      outside = middle;
    }
  }

  /** What all points of the segment are away from the sample, at least. */
  double least() {
    double[] from = outside.coordinates();
    double[] way = way();
    double share = Math.min(1, Math.max(0, Vectors.dot(from, way) / Vectors.dot(way, way)));
    return (1 - ROUNDING) * Vectors.norm(Vectors.along(from, -share, way));
  }

  private double[] way() {
    return Vectors.along(outside.coordinates(), -1, inside.coordinates());
  }
}
