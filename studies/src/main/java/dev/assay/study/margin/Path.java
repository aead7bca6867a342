package dev.assay.study.margin;

import dev.assay.study.margin.Search.Probe;

/**
 * The way towards one class over points on rays from the sample. A step turns the ray towards the
 * descent of the lead and moves along it to where the boundary with that class is expected. Like
 * DDN (Rony et al. 2019) it separates direction and length; the length is not searched for by
 * percents, but computed by Newton steps. Its share of the way that is done grows the faster the
 * better successive slopes agree.
 */
final class Path {
  /** How far an estimate along the ray is trusted, relative to the distance: down and up. */
  private static final double LEAST = 0.3;

  private static final double MOST = 1.6;

  /** How much farther than the nearest place a path may go: more where turns are large. */
  private static final double LEEWAY = 0.01;

  /** How many times as fast a path goes whose slopes agree; a power of their cosine tells. */
  private static final double HURRY = 8;

  private static final double STRICT = 32;

  /** Square of the length of a sum of two rays that nearly cancel. */
  private static final double SHORTEST = 1e-12;

  private final int rival;

  /** Steps if slopes do not agree. */
  private final int steps;

  /** The point to look at, changed by each step. */
  private final double[] at;

  private double[] last;
  private double lastSteepness;

  private double done;

  /** The nearest place where the boundary was expected. */
  private double[] place;

  private double nearest = Double.POSITIVE_INFINITY;

  /**
   * @param first becomes the path's own
   */
  Path(int rival, double[] first, int steps) {
    this.rival = rival;
    this.at = first;
    this.steps = steps;
  }

  int rival() {
    return rival;
  }

  /** The point to look at. */
  double[] at() {
    return at;
  }

  /** Share of the way that is done. */
  double done() {
    return done;
  }

  /** The nearest place where the boundary was expected; null for none. */
  double[] place() {
    return place;
  }

  /** Its distance; infinite for none. */
  double nearest() {
    return nearest;
  }

  /**
   * A step from the point that was asked for.
   *
   * @param slope not flat
   * @param turn length of the turn, relative to the distance
   * @param behind how far behind the boundary to look, relative to the distance
   * @param useful the path stays within about this distance
   */
  void turn(Probe here, Slope slope, double turn, double behind, double useful) {
    double length = here.length();
    double scale = slope.crossing();
    if (!(scale > LEAST && scale < MOST)) {
      scale = slope.lead() > 0 ? MOST : LEAST;
    } else if (scale * length < nearest) {
      nearest = scale * length;
      place = place == null ? new double[at.length] : place;
      Vectors.times(scale, at, place);
    }
    double steepness = slope.steepness();
    double most = Math.min(nearest, useful) * (1 + LEEWAY + Math.min(1, turn * turn));
    double reach = (1 + behind) * Math.min(scale * length, most);
    // the new ray is at / length − turn · slope / steepness
    double cosine = slope.outward() / (length * steepness);
    double share = reach / Math.sqrt(Math.max(SHORTEST, 1 - 2 * turn * cosine + turn * turn));
    Vectors.combine(share / length, at, -share * turn / steepness, slope.vector());
    hurry(slope.vector(), steepness);
  }

  private void hurry(double[] slope, double steepness) {
    double agreement = 0;
    if (last == null) {
      last = new double[slope.length];
    } else {
      agreement = Math.max(0, Vectors.dot(last, slope) / (lastSteepness * steepness));
    }
    done = Math.min(1, done + (1 + (HURRY - 1) * Math.pow(agreement, STRICT)) / steps);
    System.arraycopy(slope, 0, last, 0, last.length);
    lastSteepness = steepness;
  }
}
