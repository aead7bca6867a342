package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentMethod;
import dev.assay.study.Cut;
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
  /** Numbers of points that exact answers are set beside. */
  public static final List<Integer> GRIDS =
      List.of(2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

  /** Segments at a time: few at first, so that the time left is known early. */
  private static final int FEW = 2;

  private static final int MOST = 64;

  private LineFragmentation() {}

  /**
   * The classes along the segments of some pairs.
   *
   * @param cut where the segments lie
   * @param data whose samples the pairs are
   * @param points of {@link LineMethod#SAMPLED}
   * @param seconds of {@link dev.assay.geometry.Effort} for a segment; infinite for any number
   * @param done told how many segments are done
   */
  public static List<SegmentClasses> of(
      Cut cut,
      Dataset data,
      Tuples pairs,
      LineMethod method,
      int points,
      double seconds,
      IntConsumer done) {
    done.accept(0);
    int tried = Math.min(MethodChoice.TRIED, pairs.count());
    float[][] first = ends(cut, data, pairs, 0, tried);
    SegmentMethod segments =
        new MethodChoice(cut, points, seconds, pairs.count()).of(method, first[0], first[1], tried);
    List<SegmentClasses> found = new ArrayList<>(pairs.count());
    int to;
    for (int from = 0; from < pairs.count(); from = to) {
      to = Math.min(pairs.count(), Math.max(FEW, Math.min(from + MOST, 2 * from)));
      float[][] ends = ends(cut, data, pairs, from, to);
      found.addAll(segments.classes(ends[0], ends[1], to - from, seconds));
      done.accept(to);
    }
    return found;
  }

  /** Both ends of some segments, at the cut. */
  private static float[][] ends(Cut cut, Dataset data, Tuples pairs, int from, int to) {
    int size = data.sample().intSize();
    Tuples some = new Tuples(Arrays.copyOfRange(pairs.tuples(), from, to));
    float[][] ends = new float[2][];
    for (int k = 0; k < 2; k++) {
      ends[k] = cut.activations(some.members(k, data.images(), size), some.count());
    }
    return ends;
  }

  /**
   * Class changes of each segment that has an answer; where the work was ended, those that were
   * found.
   */
  public static double[] changes(List<SegmentClasses> segments) {
    return segments.stream()
        .filter(SegmentClasses::counts)
        .mapToDouble(SegmentClasses::changesAtLeast)
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
