package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;

/**
 * See {@link MarginSolver.DeepFool}. Of K − 1 gradients at a point all are asked for until one
 * boundary is much nearer than the others, and again when another comes near: most steps are
 * towards a boundary that lies right ahead, and cost one gradient. Three phases: damped steps until
 * they are short; then whole steps from the last point, doubled until they cross; then bisection of
 * the segment that crosses. Damped steps approach the boundary from one side, which is why the
 * second phase is needed. Where it does not cross, the last crossing of the first phase serves.
 */
final class DeepFoolSearch extends Search {
  private static final double LONGEST_REACH = 64;

  /**
   * The gradients of other classes are not asked for while their boundaries are so many times as
   * far, by their logits and by gradients as long as they were last seen.
   */
  private static final double MUCH_NEARER = 3;

  private final MarginSolver.DeepFool solver;

  /** The last point of the first phase and the whole step from it. */
  private Probe anchor;

  private double[] step;

  /** Squares of the gradients' lengths where all were last seen, by class. */
  private double[] norms;

  /** Distance to the nearest boundary with another class than the one that is gone to. */
  private double others;

  /** How many whole steps; 0 in the first phase. */
  private double reach;

  private Probe last;
  private Probe inside;
  private Probe outside;
  private Bisection bisection;

  DeepFoolSearch(Start start, MarginSolver.DeepFool solver) {
    super(start);
    this.solver = solver;
  }

  /** The segment that is all that is left to look at; null before one was found. */
  Bisection bisection() {
    return bisection;
  }

  @Override
  void tellSlope(float[] logits, int z, int classes, float[] gradients, int g, Slope slope) {
    others = Double.POSITIVE_INFINITY;
    for (int j = 0; j < classes; j++) {
      if (j != rival() && norms[j] > 0) {
        double gap = (double) logits[z + reference()] - logits[z + j];
        others = Math.min(others, Math.abs(gap) / Math.sqrt(norms[j]));
      }
    }
    super.tellSlope(logits, z, classes, gradients, g, slope);
  }

  @Override
  void linearized(Probe here, Linearization linear) {
    norms = linear.norms();
    others = linear.others();
    go(here, linear.step(), linear.rival());
  }

  @Override
  void sloped(Probe here, Slope slope) {
    if (here.gap() == 0) {
      onBoundary(here);
    } else if (slope.flat() || !alone(slope.distance())) {
      ask(Need.GRADIENTS, here.spot());
    } else {
      go(here, slope.step(), rival());
    }
  }

  /** Whether a boundary is so much nearer than the others that it alone is looked at. */
  private boolean alone(double distance) {
    return others >= MUCH_NEARER * distance;
  }

  private void go(Probe here, double[] whole, int rival) {
    noteCrossing(here);
    last = here;
    step = whole;
    double length = Vectors.norm(step);
    double[] next = Vectors.along(here.coordinates(), solver.damping(), step);
    double reached = Vectors.norm(next);
    boolean settled = solver.damping() * length <= solver.stop() * reached;
    if (settled || iterations() >= solver.maxIterations()) {
      anchor = here;
      reach = 1;
      ask(Need.LOGITS, Spot.at(Vectors.along(anchor.coordinates(), reach, step)));
    } else if (alone(length)) {
      ask(new Spot.At(next, reached), rival);
    } else {
      ask(Need.GRADIENTS, new Spot.At(next, reached));
    }
  }

  @Override
  void seen(Probe here) {
    if (bisection != null) {
      halved(here);
    } else {
      reached(here);
    }
  }

  @Override
  void flat(Probe here) {
    noteCrossing(here);
    fail(Status.ZERO_GRADIENT);
  }

  /** Falls back on the last crossing that was seen, unless the network cannot be trusted. */
  @Override
  void fail(Status status) {
    if (outside != null && status != Status.NON_FINITE) {
      bisect();
    } else {
      super.fail(status);
    }
  }

  private void noteCrossing(Probe here) {
    if (last != null && !last.sameSide(here)) {
      inside = here.inside() ? here : last;
      outside = here.inside() ? last : here;
    }
  }

  private void reached(Probe here) {
    if (!finite(here)) {
      fail(Status.NON_FINITE);
    } else if (here.gap() == 0) {
      found(here, Finder.DEEPFOOL);
    } else if (!here.sameSide(last)) {
      noteCrossing(here);
      bisect();
    } else if (reach == LONGEST_REACH) {
      fail(Status.NOT_FOUND);
    } else {
      last = here;
      reach *= 2;
      ask(Need.LOGITS, Spot.at(Vectors.along(anchor.coordinates(), reach, step)));
    }
  }

  private void halved(Probe middle) {
    if (finite(middle)) {
      bisection.tell(middle);
      halve();
    } else {
      fail(Status.NON_FINITE);
    }
  }

  private void bisect() {
    bisection = new Bisection(inside, outside, solver.bisection());
    halve();
  }

  private void halve() {
    if (bisection.done()) {
      found(bisection.outside(), Finder.DEEPFOOL);
    } else {
      ask(Need.LOGITS, bisection.middle());
    }
  }
}
