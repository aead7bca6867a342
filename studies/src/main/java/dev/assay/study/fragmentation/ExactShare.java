package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.io.Text;
import dev.assay.study.Cut;
import dev.assay.study.Progress;
import dev.assay.study.Space;
import dev.assay.study.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A few segments on which every class change is found where the others are only looked at in
 * points: what points miss is known of these. They are the first that are drawn, which the seed
 * decides, and are followed from their starts as far as the effort for each reaches.
 *
 * @param exact the segments followed piece by piece
 * @param sampled the same in points
 */
record ExactShare(Space space, List<SegmentClasses> exact, List<SegmentClasses> sampled) {
  private static final int SEGMENTS = 4;

  /** Effort for each unless told otherwise; half a minute or so of products with large matrices. */
  private static final double SECONDS = 300;

  /**
   * Nothing where all segments were followed, or points were asked for.
   *
   * @param pairs of all segments
   * @param found on all of them
   */
  static Optional<ExactShare> of(
      Space space,
      Cut cut,
      Dataset data,
      Tuples pairs,
      List<SegmentClasses> found,
      FragmentationConfig config,
      Progress progress) {
    if (config.method() != LineMethod.AUTO || found.get(0).method() != Method.SAMPLED) {
      return Optional.empty();
    }
    int count = Math.min(SEGMENTS, pairs.count());
    List<SegmentClasses> exact =
        LineFragmentation.of(
            cut,
            data,
            new Tuples(Arrays.copyOf(pairs.tuples(), count)),
            LineMethod.EXACT,
            config.points(),
            Math.min(SECONDS, config.seconds()),
            done -> progress.at("segments followed, " + space.label(), done, count, "segments"));
    return Optional.of(new ExactShare(space, exact, found.subList(0, count)));
  }

  /** What points show beside all that there is, on what was followed. */
  String words(int points) {
    long whole = exact.stream().filter(SegmentClasses::ok).count();
    return Text.format(
            "Of these, %d were also followed piece by piece, %d to the end, together on %.0f %% of"
                + " their length.",
            exact.size(),
            whole,
            100 * exact.stream().mapToDouble(SegmentClasses::known).average().orElse(0))
        + Text.format(
            " There the class changes %d times; %d points of each see %d of these changes.",
            exact.stream().mapToInt(segment -> segment.at().length).sum(),
            points,
            IntStream.range(0, exact.size()).mapToLong(this::seen).sum());
  }

  /** Changes of a segment that points see on the part that was followed. */
  private long seen(int segment) {
    double known = exact.get(segment).known();
    return Arrays.stream(sampled.get(segment).at()).filter(at -> at <= known).count();
  }

  private record Row(ExactShare of, int segment) {
    SegmentClasses exact() {
      return of.exact.get(segment);
    }
  }

  /** Segment by segment. */
  static Table table(List<ExactShare> shares, Tuples pairs) {
    List<Row> rows =
        shares.stream()
            .flatMap(
                share -> IntStream.range(0, share.exact.size()).mapToObj(s -> new Row(share, s)))
            .toList();
    return Table.of(rows, "exact-share", "Segments followed piece by piece")
        .note("A few of the segments that were looked at in points.")
        .text("space", "where", row -> row.of.space.label())
        .integer("first", "sample at its start", row -> pairs.tuples()[row.segment][0])
        .integer("second", "sample at its end", row -> pairs.tuples()[row.segment][1])
        .real(
            "known",
            "",
            "share of it, from its start on, that was followed",
            r -> r.exact().known())
        .integer("changes", "class changes there", row -> row.exact().at().length)
        .integer("seen", "class changes there that points see", row -> row.of.seen(row.segment))
        .integer(
            "pieces",
            "linear pieces; none where it was not followed to the end",
            row -> row.exact().ok() ? row.exact().pieces() : null)
        .build();
  }
}
