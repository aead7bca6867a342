package dev.assay.study.margin;

import dev.assay.backend.cpu.LongVectors;

/**
 * The way towards one class over points on rays from the sample. A step turns the ray towards the
 * descent of the lead and moves along it to where the boundary with that class is expected. Like
 * DDN (Rony et al. 2019) it separates direction and length; the length is not searched for by
 * percents, but computed by Newton steps. Turns have inertia (the heavy ball of Polyak 1964), as a
 * boundary that is nearly a sphere around the sample calls for long ways. The share of the way that
 * is done grows the faster the nearer the ray is to the boundary's normal, as that of a nearest
 * point is.
 */
final class Path {
  /** How far an estimate along the ray is trusted, relative to the distance: down and up. */
  private static final double LEAST = 0.3;

  private static final double MOST = 1.6;

  /** How much farther than the nearest place a path may go: more where turns are large. */
  private static final double LEEWAY = 0.01;

  /**
   * How many times as fast a path goes whose ray is normal; a power of the cosine tells. Along few
   * directions nearly all rays are nearly normal, and a path that hurried would find little.
   */
  private static final double HURRY = 8;

  private static final double HURRY_OF_FEW = 4;
  private static final int FEW = 64;

  private static final double STRICT = 64;

  private int rival;

  /** Steps if rays are never normal to the boundary. */
  private final int steps;

  /** The point to look at, changed by each step, and its length. */
  private final double[] at;

  private double length;

  /** How much of the last turn is made again. */
  private final double inertia;

  /** What was added to the ray, a unit vector, by the last turn; null before the first. */
  private double[] moved;

  private double done;

  /** The nearest place where the boundary was expected. */
  private double[] place;

  private double nearest = Double.POSITIVE_INFINITY;

  /**
   * @param first becomes the path's own
   */
  Path(int rival, double[] first, int steps, double inertia) {
    this.rival = rival;
    this.at = first;
    this.length = Vectors.norm(first);
    this.steps = steps;
    this.inertia = inertia;
  }

  int rival() {
    return rival;
  }

  /** Leads the path towards another class from the next step on. */
  void towards(int other) {
    rival = other;
  }

  /** The point to look at. */
  double[] at() {
    return at;
  }

  /** Its length. */
  double length() {
    return length;
  }

  /** Moves the first point nearer to the sample if it is farther than so much. */
  void within(double most) {
    if (length > most) {
      Vectors.times(most / length, at, at);
      length = most;
    }
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
   * @param behind how far behind the boundary to look, relative to the distance; before it where
   *     negative
   * @param useful the path stays within about this distance
   */
  void turn(Slope slope, double turn, double behind, double useful) {
    double scale = slope.crossing();
    if (!(scale > LEAST && scale < MOST)) {
      scale = slope.lead() > 0 ? MOST : LEAST;
    } else if (scale * length < nearest) {
      nearest = scale * length;
      place = place == null ? new double[at.length] : place;
      Vectors.times(scale, at, place);
    }
    double most = Math.min(nearest, useful) * (1 + LEEWAY + Math.min(1, turn * turn));
    double reach = (1 + behind) * Math.min(scale * length, most);
    double steepness = slope.steepness();
    moved = moved == null ? new double[at.length] : moved;
    // ray + turn · descent, made as long as the ray was, is ray + share · (descent − ray)
    double share = turn / (1 + turn);
    double agreement = Math.max(0, -slope.outward() / (length * steepness));
    length =
        Math.sqrt(
            LongVectors.turn(
                1 / length, inertia, -share, -share / steepness, slope.vector(), moved, at));
    if (length > 0) {
      Vectors.times(reach / length, at, at);
      length = reach;
    }
    double hurry = at.length <= FEW ? HURRY_OF_FEW : HURRY;
    done = Math.min(1, done + (1 + (hurry - 1) * Math.pow(agreement, STRICT)) / steps);
  }
}
