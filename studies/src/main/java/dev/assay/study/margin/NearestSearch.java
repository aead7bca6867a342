package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Margin.Status;

/**
 * See {@link MarginSolver.Nearest}. DeepFool, then polishing of what it found; FAB, then polishing
 * of what that found; then the nearer of both.
 */
final class NearestSearch extends Search {
  private static final int FAB_STEPS = 30;
  private static final double BEYOND = 1.05;
  private static final double BACK = 0.9;
  private static final double LARGEST_BIAS = 0.1;

  private static final int POLISHING_ROUNDS = 10;
  private static final double PROGRESS = 1e-4;

  /** Places on a ray that are looked at for the first crossing. */
  private static final int SCAN = 8;

  private enum Phase {
    DEEPFOOL,
    RAY,
    PIECE,
    FAB
  }

  private final DeepFoolSearch deepFool;
  private final double tolerance;
  private Phase phase = Phase.DEEPFOOL;
  private Finder finder = Finder.DEEPFOOL;

  /** The best of both ways, and the best of the present one. */
  private Probe best;

  private Finder bestFinder;
  private Probe track;
  private int rounds;
  private int fabSteps;

  /** The ray, a unit vector; the class changes between {@code near} and {@code far} if it does. */
  private double[] ray;

  private double near;
  private double far;
  private double stride;
  private Probe crossed;

  NearestSearch(Start start, MarginSolver.Nearest solver) {
    super(start);
    deepFool = new DeepFoolSearch(start, solver.deepFool());
    tolerance = solver.deepFool().bisection();
  }

  @Override
  void tellLogits(float[] logits, int z, int classes) {
    if (phase == Phase.DEEPFOOL) {
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
    if (phase == Phase.DEEPFOOL) {
      deepFool.at(this);
      deepFool.tellGradients(logits, z, classes, gradients, g, linear);
      afterDeepFool();
    } else {
      super.tellGradients(logits, z, classes, gradients, g, linear);
    }
  }

  private void afterDeepFool() {
    follow(deepFool);
    if (need() != Need.NOTHING) {
      return;
    }
    Margin found = deepFool.result();
    if (found.status() == Status.OK && found.distance() > 0) {
      Probe point =
          new Probe(deepFool.place(), found.distance(), found.residual(), found.reached());
      polish(point, Finder.DEEPFOOL);
    } else if (found.status() == Status.NOT_FOUND
        || (found.status() == Status.ZERO_GRADIENT && found.iterations() > 1)) {
      beginFab();
    } else {
      adopt(deepFool);
    }
  }

  /** Looks for an earlier crossing on the way, then at the boundary's local piece. */
  private void polish(Probe outside, Finder by) {
    finder = by;
    track = outside;
    rounds = 0;
    lookAlong(outside.coordinates(), norm(outside.coordinates()));
  }

  /** Scans the way to a point, no farther than is of use. */
  private void lookAlong(double[] to, double reach) {
    double length = norm(to);
    double most = norm(track.coordinates()) * (1 - PROGRESS);
    if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
      missed();
      return;
    }
    ray = along(new double[to.length], 1 / length, to);
    near = 0;
    stride = Math.min(reach, most) / SCAN;
    far = stride;
    crossed = null;
    phase = Phase.RAY;
    ask(Need.LOGITS, along(new double[to.length], far, ray));
  }

  @Override
  void seen(Probe here) {
    if (!finite(here)) {
      fail(Status.NON_FINITE);
    } else if (crossed == null && here.inside()) {
      near = far;
      far += stride;
      if (far > stride * (SCAN + 0.5)) {
        missed();
      } else {
        ask(Need.LOGITS, along(new double[ray.length], far, ray));
      }
    } else {
      if (here.inside()) {
        near = norm(here.coordinates());
      } else {
        far = norm(here.coordinates());
        crossed = here;
      }
      if (far - near <= tolerance * far) {
        hit();
      } else {
        ask(Need.LOGITS, along(new double[ray.length], (near + far) / 2, ray));
      }
    }
  }

  private void hit() {
    boolean better = crossed.distance() < track.distance();
    track = better ? crossed : track;
    if (better && crossed.gap() != 0) {
      piece();
    } else {
      polished();
    }
  }

  private void missed() {
    // the way to the first point is looked at only for an earlier crossing
    if (rounds == 0) {
      piece();
    } else {
      polished();
    }
  }

  private void piece() {
    if (rounds++ == POLISHING_ROUNDS) {
      polished();
    } else {
      phase = Phase.PIECE;
      double[] outside = track.coordinates();
      ask(Need.GRADIENTS, along(new double[outside.length], 1 - tolerance, outside));
    }
  }

  @Override
  void linearized(Probe here, Linearization linear) {
    if (phase == Phase.PIECE) {
      double[] foot = linear.foot(here.coordinates());
      lookAlong(foot, 2 * norm(foot));
    } else {
      fab(here, linear);
    }
  }

  /** A gap of exactly zero within a search ends a phase, not the search. */
  @Override
  void onBoundary(Probe here) {
    if (phase == Phase.PIECE) {
      track = here.distance() < track.distance() ? here : track;
      polished();
    } else {
      polish(here, Finder.FAB);
    }
  }

  private void polished() {
    if (best == null || track.distance() < best.distance() * (1 - PROGRESS)) {
      best = track;
      bestFinder = finder;
    }
    track = null;
    if (finder == Finder.DEEPFOOL) {
      beginFab();
    } else {
      done();
    }
  }

  private void beginFab() {
    phase = Phase.FAB;
    finder = Finder.FAB;
    ask(Need.GRADIENTS, new double[coordinates().length]);
  }

  private void fab(Probe here, Linearization linear) {
    double[] next;
    if (here.inside()) {
      double[] step = linear.step();
      double[] foot = linear.foot(here.coordinates());
      double bias = Math.min(norm(step) / (norm(step) + norm(foot)), LARGEST_BIAS);
      double[] ahead = along(here.coordinates(), BEYOND, step);
      next = along(along(ahead, -bias, ahead), bias * BEYOND, foot);
    } else {
      track = track == null || here.distance() < track.distance() ? here : track;
      next = along(new double[coordinates().length], BACK, here.coordinates());
    }
    if (fabSteps++ < FAB_STEPS) {
      ask(Need.GRADIENTS, next);
    } else {
      afterFab();
    }
  }

  private void afterFab() {
    if (track == null) {
      done();
    } else {
      polish(track, Finder.FAB);
    }
  }

  @Override
  void flat(Probe here) {
    if (phase == Phase.PIECE) {
      polished();
    } else {
      afterFab();
    }
  }

  private void done() {
    if (best == null) {
      fail(Status.NOT_FOUND);
    } else {
      found(best, true, bestFinder);
    }
  }
}
