package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.List;

/**
 * Classes by bounds, and by visiting the pieces where they do not decide. Bounds of many stages
 * assume the worst of each, so of a deep network only the last ones are bounded, along the curve
 * that the first ones make of the segment. What these cost is little, as a slope change of theirs
 * reaches few values.
 */
final class CertifiedSegments implements SegmentMethod {
  /** How much lengths may grow in the stages that are bounded, by their spectral norms. */
  private static final double MOST_GROWTH = 2e4;

  private final PiecewiseLinear network;

  /** What is walked through; null for nothing. */
  private final PiecewiseLinear front;

  private final ChordBounds bounds;
  private final Workers workers;

  CertifiedSegments(PiecewiseLinear network, Workers workers) {
    this(network, workers, cut(network.pooledFirst()));
  }

  /**
   * @param cut where bounds begin, among the stages of {@link PiecewiseLinear#pooledFirst}
   */
  CertifiedSegments(PiecewiseLinear network, Workers workers, int cut) {
    this.network = network;
    this.workers = workers;
    front = cut == 0 ? null : network.part(0, cut);
    bounds = new ChordBounds(cut == 0 ? network : network.part(cut, network.pooledFirst().size()));
  }

  private static int cut(List<Stage> stages) {
    int cut = stages.size() - 1;
    double growth = 1;
    for (int s = stages.size() - 1; s >= 0 && growth <= MOST_GROWTH; s--) {
      if (stages.get(s) instanceof AffineMap map) {
        growth *= map.norm();
        cut = growth <= MOST_GROWTH ? s : cut;
      }
    }
    // before the first bend there is nothing to gain
    return stages.subList(0, cut).stream().allMatch(AffineMap.class::isInstance) ? 0 : cut;
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
    if (front == null) {
      return new CertifiedWalk(bounds, SegmentWalk.between(network, a, b, index, effort)).classes();
    }
    CertifiedRest rest = new CertifiedRest(bounds, effort);
    SegmentWalk walk = SegmentWalk.between(front, a, b, index, rest, effort);
    walk.walk();
    return rest.result(walk);
  }
}
