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

  private final int rival;

  /** Steps if slopes do not agree. */
  private final int steps;

  private double[] next;

  /** The last slope, a unit vector. */
  private double[] down;

  private double done;
  private double[] place;
  private double nearest = Double.POSITIVE_INFINITY;

  Path(int rival, double[] first, int steps) {
    this.rival = rival;
    this.next = first;
    this.steps = steps;
  }

  int rival() {
    return rival;
  }

  /** The point to look at. */
  double[] next() {
    return next;
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
   * A step.
   *
   * @param slope not zero
   * @param turn length of the turn, relative to the distance
   * @param behind how far behind the boundary to look, relative to the distance
   * @param useful the path stays within about this distance
   */
  void turn(Probe here, double lead, double[] slope, double turn, double behind, double useful) {
    double[] x = here.coordinates();
    double length = Search.norm(x);
    double scale = 1 - lead / Finds.dot(slope, x);
    if (!(scale > LEAST && scale < MOST)) {
      scale = lead > 0 ? MOST : LEAST;
    } else if (scale * length < nearest) {
      nearest = scale * length;
      place = Search.along(new double[x.length], scale, x);
    }
    double[] steepest =
        Search.along(new double[x.length], -1 / Math.sqrt(Finds.dot(slope, slope)), slope);
    double[] to = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      to[i] = x[i] / length + turn * steepest[i];
    }
    double most = Math.min(nearest, useful) * (1 + LEEWAY + Math.min(1, turn * turn));
    double reach = (1 + behind) * Math.min(scale * length, most);
    next = Search.along(new double[x.length], reach / Math.sqrt(Finds.dot(to, to)), to);
    double agreement = down == null ? 0 : Math.max(0, Finds.dot(down, steepest));
    done = Math.min(1, done + (1 + (HURRY - 1) * Math.pow(agreement, STRICT)) / steps);
    down = steepest;
  }
}
