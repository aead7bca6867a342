package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.List;

/** Classes by visiting every linear piece; one segment is the work of one worker. */
final class ExactSegments implements SegmentMethod {
  private final PiecewiseLinear network;
  private final Workers workers;

  ExactSegments(PiecewiseLinear network, Workers workers) {
    this.network = network;
    this.workers = workers;
  }

  @Override
  public Method method() {
    return Method.EXACT;
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
      return SegmentClasses.without(status, Method.EXACT);
    }
    SegmentWalk walk = SegmentWalk.between(network, a, b, index, Effort.seconds(seconds));
    walk.walk();
    return walk.result();
  }
}
