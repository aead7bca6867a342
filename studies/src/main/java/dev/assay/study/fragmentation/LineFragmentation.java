package dev.assay.study.fragmentation;

import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentMethod;
import dev.assay.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Line fragmentation (F1): the number of class changes on the segments between pairs of samples;
 * their mean is the measure. In the space of a hidden cut the segment joins the activations of the
 * samples there.
 */
public final class LineFragmentation {
  private static final int CHUNK = 64;

  private LineFragmentation() {}

  /**
   * The classes along the segments of some pairs.
   *
   * @param inputs samples, count × input
   * @param cut of the network; 0 is input space
   * @param points of {@link LineMethod#SAMPLED}
   * @param done told how many segments are done
   */
  public static List<SegmentClasses> of(
      Network network,
      int cut,
      float[] inputs,
      Tuples pairs,
      LineMethod method,
      int points,
      IntConsumer done) {
    int size = network.architecture().input().intSize();
    SegmentMethod segments = method.above(network, cut, points);
    List<SegmentClasses> found = new ArrayList<>(pairs.count());
    for (int from = 0; from < pairs.count(); from += CHUNK) {
      int to = Math.min(pairs.count(), from + CHUNK);
      Tuples some = new Tuples(Arrays.copyOfRange(pairs.tuples(), from, to));
      float[][] ends = new float[2][];
      for (int k = 0; k < 2; k++) {
        ends[k] = network.activations(some.members(k, inputs, size), some.count(), cut);
      }
      found.addAll(segments.classes(ends[0], ends[1], some.count()));
      done.accept(to);
    }
    return found;
  }

  /** Class changes of each segment that has an answer. */
  public static double[] changes(List<SegmentClasses> segments) {
    return segments.stream()
        .filter(SegmentClasses::ok)
        .mapToDouble(SegmentClasses::changes)
        .toArray();
  }

  /**
   * What {@code points} equidistant points, end points included, would have seen of the classes
   * along a segment: {@code #{t : class(l_t) ≠ class(l_{t−1})}, l_t = t/(points − 1)}.
   *
   * @param at positions of the exact changes
   * @param classes between them, one more
   */
  public static int seenBy(double[] at, int[] classes, int points) {
    int seen = 0;
    int stretch = 0;
    int last = classes[0];
    for (int t = 1; t < points; t++) {
      double position = (double) t / (points - 1);
      while (stretch < at.length && at[stretch] <= position) {
        stretch++;
      }
      seen += classes[stretch] == last ? 0 : 1;
      last = classes[stretch];
    }
    return seen;
  }
}
