package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.nn.Classifier;
import java.util.List;

/**
 * A way to find the classes along segments. The classifier decides by the largest logit, the first
 * one where several are equal.
 */
public interface SegmentMethod {

  /** Which one it is. */
  SegmentClasses.Method method();

  /**
   * The classes along each of some segments. The result of a segment does not depend on the others
   * or on the number of threads.
   *
   * @param a first end points, count × n
   * @param b last end points, count × n
   * @param seconds of {@link Effort} that a segment may take; infinite for any number. Sampling
   *     takes what it takes
   * @return one result for each segment, in order
   */
  List<SegmentClasses> classes(float[] a, float[] b, int count, double seconds);

  /** The classes along segments, whatever it takes. */
  default List<SegmentClasses> classes(float[] a, float[] b, int count) {
    return classes(a, b, count, Double.POSITIVE_INFINITY);
  }

  /**
   * Looks at {@code points} equidistant points, end points included.
   *
   * @param points at least 2
   */
  static SegmentMethod sampled(Classifier classifier, int points) {
    return new SampledSegments(classifier, points);
  }

  /** Visits every linear piece. Segments are shared out over the workers. */
  static SegmentMethod exact(PiecewiseLinear network, Workers workers) {
    return new ExactSegments(network, workers);
  }

  /** Bounds logit differences on intervals, and visits the pieces of those that stay undecided. */
  static SegmentMethod certified(PiecewiseLinear network, Workers workers) {
    return new CertifiedSegments(network, workers);
  }
}
