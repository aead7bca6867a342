package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Searches for the nearest class change around the origin of a slice, where one class wins alone:
 * for the nearest point where another logit is as high. Every point it keeps was found by a walk
 * from the origin, so its distance is an upper bound.
 */
final class BoundarySearch {
  private static final int POLISHING = 30;
  private static final double NO_PROGRESS = 1e-10;

  private final PiecewiseLinear network;

  /** Null where every piece is visited. */
  private final ChordBounds bounds;

  private final int size;
  private final int winner;
  private final Effort effort;
  private double[] best;
  private double distance = Double.POSITIVE_INFINITY;
  private MarginBracket.Source source;
  private boolean whole = true;

  /**
   * @param effort of all walks; where it is exhausted nothing more is found
   */
  BoundarySearch(PiecewiseLinear network, int winner, Effort effort) {
    this.network = network;
    this.effort = effort;
    this.size = network.length();
    this.winner = winner;
    this.bounds = network.isConvolutional() ? new ChordBounds(network) : null;
  }

  /** The nearest change found; null for none. */
  double[] best() {
    return best;
  }

  double distance() {
    return distance;
  }

  MarginBracket.Source source() {
    return source;
  }

  /** The class on the other side of the best point. */
  int reached() {
    if (best == null) {
      return -1;
    }
    double[] z = network.logits(scaled(best, 1 + 1e-9), 1);
    int rival = -1;
    for (int k = 0; k < z.length; k++) {
      rival = k != winner && (rival < 0 || z[k] > z[rival]) ? k : rival;
    }
    return rival;
  }

  /** The first position at which another logit is as high on the way to {@code to}. */
  OptionalDouble firstChange(double[] to) {
    return firstChange(new double[size], to);
  }

  private OptionalDouble firstChange(double[] start, double[] direction) {
    Lead lead = new Lead(winner);
    SegmentWalk walk = new SegmentWalk(network, start, direction, SegmentWalk.BUDGET, lead, effort);
    if (bounds != null) {
      new CertifiedWalk(bounds, walk).follow(lead);
    } else {
      walk.walk(0, 1);
    }
    whole &= walk.status() == Status.OK;
    return lead.end();
  }

  /** Whether all ways were walked to a change or their end: else a change may hide. */
  boolean whole() {
    return whole;
  }

  /**
   * Looks along the ray to a point, from one part of the way to another, where the class does not
   * change before.
   */
  void tryRay(double[] to, double from, double until, MarginBracket.Source by) {
    double end = Math.min(until, distance / norm(to));
    if (end <= from) {
      return;
    }
    OptionalDouble first = firstChange(scaled(to, from), scaled(to, end - from));
    if (first.isPresent()) {
      best = scaled(to, from + first.getAsDouble() * (end - from));
      distance = norm(best);
      source = by;
    }
  }

  /**
   * Tries a point if another logit is as high there, or behind it just short of the best distance.
   */
  void look(double[] point) {
    double norm = norm(point);
    double[] behind =
        norm > 0 && distance < Double.POSITIVE_INFINITY
            ? scaled(point, distance * (1 - NO_PROGRESS) / norm)
            : point;
    if (elsewhere(behind)) {
      tryPoint(behind, MarginBracket.Source.BOUNDS);
    } else if (elsewhere(point)) {
      tryPoint(point, MarginBracket.Source.BOUNDS);
    }
  }

  /** Tries the nearest boundary of the network's linearisation at the origin. */
  void tryLinear() {
    Step step = step(new double[size]);
    if (step != null) {
      tryPoint(step.foot(), MarginBracket.Source.LINEAR);
    }
  }

  /**
   * Walks to a point and, where the class changes before the best distance, goes on from there:
   * projects the origin onto the boundary's local plane and walks towards its foot.
   */
  void tryPoint(double[] to, MarginBracket.Source by) {
    double[] point = to;
    for (int round = 0; round < POLISHING; round++) {
      double before = distance;
      if (!keepIfNearer(point, by) || before - distance <= NO_PROGRESS * distance) {
        return;
      }
      point = foot(best);
      if (point == null) {
        return;
      }
    }
  }

  private boolean keepIfNearer(double[] to, MarginBracket.Source by) {
    double norm = norm(to);
    if (!(norm > 0 && norm < Double.POSITIVE_INFINITY && distance > 0)) {
      return false;
    }
    double reach = Math.min(2 * norm, distance * (1 - NO_PROGRESS));
    double[] far = scaled(to, reach / norm);
    OptionalDouble first = firstChange(far);
    if (first.isEmpty()) {
      return false;
    }
    double t = first.getAsDouble();
    best = scaled(far, t);
    distance = t * reach;
    source = by;
    return true;
  }

  /** Foot of the perpendicular from the origin to the boundary's plane just before a point. */
  private double[] foot(double[] boundary) {
    Step step = step(scaled(boundary, 1 - 1e-9));
    return step == null ? null : step.foot();
  }

  /** The nearest linearised boundary: {@code o + w · (β − at)} is zero there. */
  private record Step(double[] at, double o, double[] w, double squares) {
    /** The point of it that is nearest to the origin. */
    double[] foot() {
      double offset = o - JavaAlgebra.dot(w.length, w, 0, at, 0);
      return scaled(w, -offset / squares);
    }
  }

  /** Null where no difference has a gradient. */
  private Step step(double[] at) {
    Linearized here = new Linearized(network, at);
    double[] z = here.logits();
    int classes = z.length;
    double[] rows = new double[(classes - 1) * classes];
    for (int j = 0, row = 0; j < classes; j++) {
      if (j != winner) {
        rows[row * classes + winner] = 1;
        rows[row++ * classes + j] = -1;
      }
    }
    double[] gradients = here.gradients(rows, classes - 1);
    Step nearest = null;
    double shortest = Double.POSITIVE_INFINITY;
    for (int j = 0, row = 0; j < classes; j++) {
      if (j == winner) {
        continue;
      }
      double squares = JavaAlgebra.dot(size, gradients, row * size, gradients, row * size);
      double o = z[winner] - z[j];
      double length = Math.abs(o) / Math.sqrt(squares);
      if (squares > 0 && length < shortest) {
        shortest = length;
        nearest =
            new Step(at, o, Arrays.copyOfRange(gradients, row * size, (row + 1) * size), squares);
      }
      row++;
    }
    return nearest;
  }

  private boolean elsewhere(double[] point) {
    double[] z = network.logits(point, 1);
    for (int k = 0; k < z.length; k++) {
      if (k != winner && z[k] >= z[winner]) {
        return true;
      }
    }
    return false;
  }

  private static double[] scaled(double[] vector, double factor) {
    double[] scaled = new double[vector.length];
    Arrays.setAll(scaled, k -> factor * vector[k]);
    return scaled;
  }

  static double norm(double[] vector) {
    return Math.sqrt(JavaAlgebra.dot(vector.length, vector, 0, vector, 0));
  }
}
