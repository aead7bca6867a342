package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;

/**
 * See {@link MarginSolver.DeepFool}. Three phases: damped steps until they are short; then whole
 * steps from the last point, doubled until they cross; then bisection of the segment that crosses.
 * Damped steps approach the boundary from one side, which is why the second phase is needed. Where
 * it does not cross, the last crossing of the first phase serves.
 */
final class DeepFoolSearch extends Search {
  private static final double LONGEST_REACH = 64;

  private final MarginSolver.DeepFool solver;

  /** The last point of the first phase and the whole step from it. */
  private Probe anchor;

  private double[] step;

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
  void linearized(Probe here, Linearization linear) {
    noteCrossing(here);
    last = here;
    step = linear.step();
    double[] next = Vectors.along(here.coordinates(), solver.damping(), step);
    double reached = Vectors.norm(next);
    boolean settled = solver.damping() * Vectors.norm(step) <= solver.stop() * reached;
    if (settled || iterations() == solver.maxIterations()) {
      anchor = here;
      reach = 1;
      ask(Need.LOGITS, Spot.at(Vectors.along(anchor.coordinates(), reach, step)));
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
