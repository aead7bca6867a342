package dev.assay.geometry;

import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;

/**
 * Classes along the curve that the first stages of a network make of a segment, by bounds of the
 * others. How far the curve is from a chord is known, where bounds of many stages would have to
 * assume the worst of each.
 */
final class CertifiedRest implements Trail {
  private final ChordBounds bounds;
  private final Effort effort;
  private final Stretches stretches = new Stretches();
  private Status status = Status.OK;
  private double known;
  private long passes;
  private long breakpoints;

  CertifiedRest(ChordBounds bounds, Effort effort) {
    this.bounds = bounds;
    this.effort = effort;
  }

  @Override
  public void follow(Curve curve) {
    if (status != Status.OK) {
      return;
    }
    SegmentWalk walk =
        new SegmentWalk(bounds.network(), new Path(curve), SegmentWalk.BUDGET, stretches, effort);
    CertifiedWalk certified = new CertifiedWalk(bounds, walk);
    certified.goAlong();
    status = walk.status();
    known = certified.known();
    passes += certified.passes();
    breakpoints += walk.breakpoints();
  }

  @Override
  public void add(double at, int winner) {
    throw new IllegalStateException("classes in front of the logits");
  }

  /** What was found, once the walk through the first stages is over. */
  SegmentClasses result(SegmentWalk front) {
    return stretches.result(
        status == Status.OK ? front.status() : status,
        known,
        -1,
        passes + front.passes(),
        breakpoints,
        effort.spent(),
        Method.CERTIFIED);
  }
}
