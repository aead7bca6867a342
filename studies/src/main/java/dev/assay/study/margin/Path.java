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

  /** The same for a place to be hoped for. */
  private static final double LEAST_OF_PLACE = 0.85;

  private static final double MOST_OF_PLACE = 1.1;

  /** How much farther than the nearest place a path may go: more where turns are large. */
  private static final double LEEWAY = 0.01;

  /** How many times as fast a path goes whose ray is normal; a power of the cosine tells. */
  private static final double HURRY = 4;

  private static final double STRICT = 64;

  private int rival;

  /** Steps if rays are never normal to the boundary. */
  private final int steps;

  /** The point to look at. */
  private Spot.OnRay at;

  /** How much of the last turn is made again. */
  private final double inertia;

  /** What was added to the ray, a unit vector, by the last turn. */
  private final float[] moved;

  private double done;

  /** The nearest place where the boundary was expected near the point; its ray is no other's. */
  private Spot.OnRay place;

  private double nearest = Double.POSITIVE_INFINITY;

  /**
   * @param first its ray becomes the path's own
   */
  Path(int rival, Spot.OnRay first, int steps, double inertia) {
    this.rival = rival;
    this.at = first;
    this.moved = new float[first.ray().length];
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

  /** The point to look at, until the path turns. */
  Spot.OnRay at() {
    return at;
  }

  /** Moves the first point nearer to the sample if it is farther than so much. */
  void within(double most) {
    if (at.length() > most) {
      at = at.times(most / at.length());
    }
  }

  /** Share of the way that is done. */
  double done() {
    return done;
  }

  /**
   * The nearest place where the boundary was expected near the point; null for none. It stays until
   * a nearer one is expected.
   */
  Spot.OnRay place() {
    return place;
  }

  /** The shortest distance at which the boundary was expected; infinite for none. */
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
    double outward = slope.outward(at);
    double scale = 1 - slope.lead() / outward;
    boolean better =
        scale > LEAST_OF_PLACE
            && scale < MOST_OF_PLACE
            && (place == null || scale * at.length() < place.length());
    if (!(scale > LEAST && scale < MOST)) {
      scale = slope.lead() > 0 ? MOST : LEAST;
    } else {
      nearest = Math.min(nearest, scale * at.length());
    }
    double most = Math.min(nearest, useful) * (1 + LEEWAY + Math.min(1, turn * turn));
    double reach = (1 + behind) * Math.min(scale * at.length(), most);
    double agreement = Math.max(0, -outward / (at.length() * slope.steepness()));
    float[] ray = at.ray();
    if (better) {
      ray = place == null ? new float[moved.length] : place.ray();
      place = at.times(scale);
    }
    at = turned(slope, turn, ray, reach);
    done = Math.min(1, done + (1 + (HURRY - 1) * Math.pow(agreement, STRICT)) / steps);
  }

  /**
   * The ray, turned towards the descent, is written over another or itself: ray + turn · descent,
   * made as long as the ray was, is ray + share · (descent − ray).
   */
  private Spot.OnRay turned(Slope slope, double turn, float[] ray, double reach) {
    double share = turn / (1 + turn);
    double length =
        Math.sqrt(
            LongVectors.turn(
                at.factor() / at.length(),
                inertia,
                -share,
                -share / slope.steepness(),
                slope.vector(),
                slope.from(),
                moved,
                at.ray(),
                ray));
    // a ray that was turned into nothing is one from the sample again after the next turn
    return new Spot.OnRay(length > 0 ? reach / length : 0, ray, reach);
  }
}
