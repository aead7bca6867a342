package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/**
 * Looks for an earlier crossing on the way to a point; then projects the sample onto the boundary's
 * local piece and looks along that direction, until the distance shrinks no more (Croce and Hein
 * 2020; Jordan et al. 2019).
 */
final class Polishing extends Strategy {
  private static final int ROUNDS = 10;
  private static final double PROGRESS = 1e-4;

  /** Places on a ray that are looked at for the first crossing. */
  private static final int PLACES = 8;

  private final double tolerance;
  private Probe track;
  private Finder finder;
  private int rounds;

  /** Where a slope was asked for. */
  private Spot.OnRay before;

  /**
   * The ray that is looked along; the class changes between {@code near} and {@code far} if it
   * does.
   */
  private Spot.OnRay ray;

  private double near;
  private double far;
  private double stride;
  private Probe crossed;

  /** Polishes the nearest point there is. */
  Polishing(Finds finds, double tolerance) {
    this(finds, tolerance, null, null);
  }

  /** Polishes a point. */
  Polishing(Finds finds, double tolerance, Probe start, Finder by) {
    super(finds);
    this.tolerance = tolerance;
    this.track = start;
    this.finder = by;
  }

  @Override
  void begin() {
    finder = track == null ? finds.finder() : finder;
    track = track == null ? finds.best() : track;
    if (track == null || track.distance() == 0) {
      done();
    } else {
      lookAlong(track.spot().onRay(), track.length());
    }
  }

  /** Scans the way to a point, no farther than is of use. */
  private void lookAlong(Spot.OnRay to, double reach) {
    double most = track.length() * (1 - PROGRESS);
    if (!(to.length() > 0 && to.length() < Double.POSITIVE_INFINITY)) {
      missed();
      return;
    }
    ray = to;
    near = 0;
    stride = Math.min(reach, most) / PLACES;
    far = stride;
    crossed = null;
    look(far);
  }

  private void look(double distance) {
    logits(ray.to(distance));
  }

  @Override
  void seen(Probe here) {
    if (crossed == null && here.inside()) {
      near = far;
      far += stride;
      if (far > stride * (PLACES + 0.5)) {
        missed();
      } else {
        look(far);
      }
      return;
    }
    if (here.inside()) {
      near = here.length();
    } else {
      far = here.length();
      crossed = here;
    }
    if (far - near <= tolerance * far) {
      hit();
    } else {
      look((near + far) / 2);
    }
  }

  private void hit() {
    boolean better = crossed.distance() < track.distance();
    track = better ? crossed : track;
    if (better && crossed.gap() != 0) {
      piece();
    } else {
      end();
    }
  }

  private void missed() {
    // the way to the first point is looked at only for an earlier crossing
    if (rounds == 0) {
      piece();
    } else {
      end();
    }
  }

  private void piece() {
    if (rounds++ == ROUNDS) {
      end();
    } else {
      before = track.spot().onRay().times(1 - tolerance);
      slope(before, track.rival());
    }
  }

  @Override
  void sloped(Probe here, Slope slope) {
    if (here.gap() == 0 || slope.flat()) {
      track = !here.inside() && here.distance() < track.distance() ? here : track;
      end();
    } else {
      Spot.OnRay foot = slope.foot(before);
      lookAlong(foot, 2 * foot.length());
    }
  }

  private void end() {
    finds.keep(track, finder);
    done();
  }
}
