package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * See {@link MarginSolver.Nearest}. DeepFool, so that the result is never farther than its; then
 * one strategy after the other, each of which starts from what those before have found. DeepFool's
 * last phase comes late, as it is seldom needed by then.
 */
final class NearestSearch extends Search {
  private final DeepFoolSearch deepFool;
  private final double tolerance;
  private final boolean unclipped;
  private final Finds finds;
  private final Turning turning;
  private final Deque<Strategy> plan = new ArrayDeque<>();
  private Strategy current;
  private Scan scan;
  private Status without = Status.NOT_FOUND;

  NearestSearch(Start start, MarginSolver.Nearest solver) {
    super(start);
    deepFool = new DeepFoolSearch(start, solver.deepFool());
    tolerance = solver.deepFool().bisection();
    unclipped = start.question().clip() == null;
    finds = new Finds(start.question().directions().size());
    turning = new Turning(finds);
  }

  @Override
  void tellLogits(float[] logits, int z, int classes) {
    if (current == null) {
      deepFool.at(this);
      deepFool.tellLogits(logits, z, classes);
      afterDeepFool();
    } else {
      super.tellLogits(logits, z, classes);
    }
  }

  @Override
  void tellGradients(
      float[] logits, int z, int classes, float[] gradients, int g, Linearization linear) {
    boolean atSample = iterations() == 0;
    deepFool.at(this);
    deepFool.tellGradients(logits, z, classes, gradients, g, linear);
    if (atSample && deepFool.need() != Need.NOTHING && finds.size() > 1) {
      turning.prepare(linear);
    }
    afterDeepFool();
  }

  @Override
  void tellSlope(float[] logits, int z, int classes, float[] gradients, int g, Slope slope) {
    if (current == null) {
      deepFool.at(this);
      deepFool.tellSlope(logits, z, classes, gradients, g, slope);
      afterDeepFool();
    } else {
      super.tellSlope(logits, z, classes, gradients, g, slope);
    }
  }

  private void afterDeepFool() {
    follow(deepFool);
    if (need() != Need.NOTHING) {
      if (deepFool.bisection() != null) {
        finds.keep(deepFool.bisection().outside(), Margin.Finder.DEEPFOOL);
        begin();
      }
      return;
    }
    Margin found = deepFool.result();
    switch (found.status()) {
      case NON_FINITE, MISCLASSIFIED -> adopt(deepFool);
      case OK -> {
        if (found.distance() == 0) {
          adopt(deepFool);
        } else {
          finds.keep(deepFool.end(), found.finder());
          begin();
        }
      }
      case NOT_FOUND, ZERO_GRADIENT -> {
        without = found.status();
        begin();
      }
    }
  }

  private void begin() {
    if (finds.size() > 1) {
      plan.addAll(
          List.of(
              turning,
              new Annealing(finds, turning, 0),
              new Annealing(finds, turning, 1),
              new Closing(finds, tolerance)));
    }
    if (deepFool.need() != Need.NOTHING) {
      plan.add(new Bisecting(finds, deepFool.bisection(), unclipped));
    }
    plan.add(new Polishing(finds, tolerance));
    scan = new Scan(finds, tolerance);
    next();
  }

  /** Goes on to the strategy that has something to ask. */
  private void next() {
    do {
      current = plan.poll();
      if (current == null && scan != null && (finds.best() == null || finds.size() <= Scan.FEW)) {
        current = scan;
        scan = null;
      }
      if (current == null) {
        finish();
        return;
      }
      current.begin();
    } while (current.need() == Need.NOTHING);
    ask(current);
  }

  private void ask(Strategy strategy) {
    if (strategy.need() == Need.SLOPE) {
      ask(strategy.at(), strategy.rival());
    } else {
      ask(strategy.need(), strategy.at());
    }
  }

  private void told() {
    if (current instanceof Scan ended && ended.need() == Need.NOTHING) {
      ended
          .crossings()
          .forEach(at -> plan.add(new Polishing(finds, tolerance, at, Margin.Finder.AXIS)));
    }
    if (current.need() == Need.NOTHING) {
      next();
    } else {
      ask(current);
    }
  }

  private void finish() {
    if (finds.best() == null) {
      fail(without);
    } else {
      found(finds.best(), finds.finder());
    }
  }

  @Override
  void seen(Probe here) {
    if (finite(here)) {
      current.seen(here);
      told();
    } else {
      fail(Status.NON_FINITE);
    }
  }

  @Override
  void sloped(Probe here, Slope slope) {
    current.sloped(here, slope);
    told();
  }

  @Override
  void linearized(Probe here, Linearization linear) {
    throw new IllegalStateException("only DeepFool asks for all gradients");
  }
}
