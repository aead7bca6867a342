package dev.assay.measure;

import dev.assay.data.Dataset;
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
    Dataset samples = bench.data(data);
    List<SegmentClasses> segments =
        LineFragmentation.of(
            Cut.of(network, cut),
            samples,
            pairs,
            LineMethod.EXACT,
            2,
            Double.POSITIVE_INFINITY,
            done -> {});
    boolean[] asLabelled = new boolean[segments.size()];
    for (int s = 0; s < asLabelled.length; s++) {
      int[] pair = pairs.tuples()[s];
      asLabelled[s] = joins(segments.get(s), samples.label(pair[0]), samples.label(pair[1]));
    }
    List<SegmentClasses> answered = segments.stream().filter(SegmentClasses::ok).toList();
    return new Changes(
        segments.stream().mapToInt(s -> s.ok() ? s.changes() : -1).toArray(),
        asLabelled,
        LineFragmentation.GRIDS.stream()
            .mapToLong(
                points ->
                    answered.stream()
                        .mapToLong(s -> LineFragmentation.seenBy(s.at(), s.classes(), points))
                        .sum())
            .toArray(),
        answered.stream().mapToLong(SegmentClasses::pieces).sum());
  }

  private static boolean joins(SegmentClasses segment, int from, int to) {
    int[] classes = segment.classes();
    return segment.ok() && classes[0] == from && classes[classes.length - 1] == to;
  }

  /**
   * Segment by segment.
   *
   * @param changes for each segment, −1 where there is no answer
   * @param asLabelled which segments have an answer and both ends classified as labelled
   * @param seen class changes on all segments that equidistant points would have seen, for each
   *     number of points in {@link LineFragmentation#GRIDS}
   * @param pieces linear pieces of all segments
   */
  public record Changes(int[] changes, boolean[] asLabelled, long[] seen, long pieces) {

    /** Class changes of the segments that have an answer. */
    public double[] values() {
      return Arrays.stream(changes).filter(c -> c >= 0).asDoubleStream().toArray();
    }

    public double mean() {
      return Arrays.stream(values()).average().orElse(Double.NaN);
    }

    /** Class changes of the segments whose ends are both classified as labelled. */
    public double[] valuesAsLabelled() {
      return IntStream.range(0, changes.length)
          .filter(i -> asLabelled[i])
          .mapToDouble(i -> changes[i])
          .toArray();
    }

    /** Their mean; NaN where there are none. */
    public double meanAsLabelled() {
      return Arrays.stream(valuesAsLabelled()).average().orElse(Double.NaN);
    }

    public int unanswered() {
      return (int) Arrays.stream(changes).filter(c -> c < 0).count();
    }

    /**
     * Class changes that sampling would have seen, over all segments.
     *
     * @param points on each, one of {@link LineFragmentation#GRIDS}
     */
    public long seenBy(int points) {
      return seen[LineFragmentation.GRIDS.indexOf(points)];
    }

    /** Class changes of a segment that so many points would not have seen, mean. */
    public double missedBy(int points) {
      return (double) (total() - seenBy(points)) / (changes.length - unanswered());
    }

    public long total() {
      return Arrays.stream(changes).filter(c -> c >= 0).asLongStream().sum();
    }
  }
}
