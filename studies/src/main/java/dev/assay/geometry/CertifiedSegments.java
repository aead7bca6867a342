package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.List;

/** Classes by bounds, and by visiting the pieces where they do not decide. */
final class CertifiedSegments implements SegmentMethod {
  private final PiecewiseLinear network;
  private final ChordBounds bounds;
  private final Workers workers;

  CertifiedSegments(PiecewiseLinear network, Workers workers) {
    this.network = network;
    this.bounds = new ChordBounds(network);
    this.workers = workers;
  }

  @Override
  public Method method() {
    return Method.CERTIFIED;
  }

  @Override
  public List<SegmentClasses> classes(float[] a, float[] b, int count, double seconds) {
    Segments.check(a, b, count, network.length());
    SegmentClasses[] results = new SegmentClasses[count];
    workers.run(count, (index, worker) -> results[index] = one(a, b, index, seconds));
    return List.of(results);
  }

  private SegmentClasses one(float[] a, float[] b, int index, double seconds) {
    Status status = Segments.status(a, b, index, network.length());
    if (status != Status.OK) {
      return SegmentClasses.without(status, Method.CERTIFIED);
    }
    Effort effort = Effort.seconds(seconds);
    return new CertifiedWalk(bounds, SegmentWalk.between(network, a, b, index, effort)).classes();
  }
}
