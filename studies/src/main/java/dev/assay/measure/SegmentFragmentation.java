package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.geometry.SegmentClasses;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.fragmentation.LineFragmentation;
import dev.assay.study.fragmentation.LineMethod;
import dev.assay.study.fragmentation.Tuples;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact class changes on the segments between pairs of samples, or of their activations at a cut.
 *
 * @param cut of the network; 0 for input space
 */
public record SegmentFragmentation(Provenance data, int cut, Tuples pairs)
    implements NetworkMeasure<SegmentFragmentation.Changes> {

  @Override
  public Class<Changes> result() {
    return Changes.class;
  }

  @Override
  public Changes of(Network network, Bench bench) {
    List<SegmentClasses> segments =
        LineFragmentation.of(
            Cut.of(network, cut),
            bench.data(data),
            pairs,
            LineMethod.EXACT,
            2,
            Double.POSITIVE_INFINITY,
            done -> {});
    return new Changes(
        segments.stream().mapToInt(s -> s.ok() ? s.changes() : -1).toArray(),
        segments.stream().flatMapToDouble(s -> Arrays.stream(s.at())).toArray(),
        segments.stream().flatMapToInt(s -> Arrays.stream(s.classes())).toArray(),
        segments.stream().filter(SegmentClasses::ok).mapToLong(SegmentClasses::pieces).sum());
  }

  /**
   * Segment by segment.
   *
   * @param changes for each segment, −1 where there is no answer
   * @param positions of all changes, segment after segment
   * @param classes along all segments, one more than changes for each
   * @param pieces linear pieces of all segments
   */
  public record Changes(int[] changes, double[] positions, int[] classes, long pieces) {

    /** Class changes of the segments that have an answer. */
    public double[] values() {
      return Arrays.stream(changes).filter(c -> c >= 0).asDoubleStream().toArray();
    }

    public double mean() {
      return Arrays.stream(values()).average().orElse(Double.NaN);
    }

    /**
     * Which segments have both ends classified as their labels tell; the class of an end is known
     * from the segment itself.
     *
     * @param labels of the segments' ends, which are equal
     */
    public boolean[] correct(int[] labels) {
      boolean[] correct = new boolean[changes.length];
      int stretch = 0;
      for (int i = 0; i < changes.length; i++) {
        if (changes[i] >= 0) {
          int last = stretch + changes[i];
          correct[i] = classes[stretch] == labels[i] && classes[last] == labels[i];
          stretch = last + 1;
        }
      }
      return correct;
    }

    /** Class changes of some segments. */
    public double[] valuesWhere(boolean[] chosen) {
      return IntStream.range(0, chosen.length)
          .filter(i -> chosen[i])
          .mapToDouble(i -> changes[i])
          .toArray();
    }

    /** Their mean; NaN where there are none. */
    public double meanWhere(boolean[] chosen) {
      return Arrays.stream(valuesWhere(chosen)).average().orElse(Double.NaN);
    }

    public int unanswered() {
      return (int) Arrays.stream(changes).filter(c -> c < 0).count();
    }

    /** Class changes that sampling with so many points would have seen, over all segments. */
    public long seenBy(int points) {
      long seen = 0;
      int at = 0;
      int stretch = 0;
      for (int count : changes) {
        if (count >= 0) {
          seen +=
              LineFragmentation.seenBy(
                  Arrays.copyOfRange(positions, at, at + count),
                  Arrays.copyOfRange(classes, stretch, stretch + count + 1),
                  points);
          at += count;
          stretch += count + 1;
        }
      }
      return seen;
    }

    public long total() {
      return Arrays.stream(changes).filter(c -> c >= 0).asLongStream().sum();
    }
  }
}
