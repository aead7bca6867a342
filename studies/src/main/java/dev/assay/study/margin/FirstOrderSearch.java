package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;

/** See {@link MarginSolver.FirstOrder}. */
final class FirstOrderSearch extends Search {
  private final double tolerance;
  private double distance;
  private int rival;

  FirstOrderSearch(Start start, MarginSolver.FirstOrder solver) {
    super(start);
    tolerance = solver.tolerance();
  }

  @Override
  void linearized(Probe here, Linearization linear) {
    distance = linear.distance();
    rival = linear.rival();
    ask(Need.LOGITS, Spot.at(linear.step()));
  }

  @Override
  void seen(Probe here) {
    double residual = Math.abs(here.gap());
    if (finite(here)) {
      end(rival, distance, relative(residual) <= tolerance, residual, Finder.LINEAR, Status.OK);
    } else {
      fail(Status.NON_FINITE);
    }
  }
}
