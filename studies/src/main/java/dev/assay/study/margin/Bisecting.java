package dev.assay.study.margin;

import dev.assay.study.margin.Margin.Finder;
import dev.assay.study.margin.Search.Probe;

/**
 * Ends DeepFool, which has found a segment that crosses the boundary: only if a point of it may be
 * nearer than the nearest that is known by now.
 */
final class Bisecting extends Strategy {
  private final Bisection bisection;
  private final boolean certain;

  /**
   * @param certain whether lengths are distances, so that one that is no nearer can be passed over
   */
  Bisecting(Finds finds, Bisection bisection, boolean certain) {
    super(finds);
    this.bisection = bisection;
    this.certain = certain;
  }

  @Override
  void begin() {
    if (certain && bisection.least() >= finds.distance()) {
      done();
    } else {
      logits(bisection.middle());
    }
  }

  @Override
  void seen(Probe here) {
    bisection.tell(here);
    if (bisection.done()) {
      finds.keep(bisection.outside(), Finder.DEEPFOOL);
      done();
    } else {
      logits(bisection.middle());
    }
  }
}
