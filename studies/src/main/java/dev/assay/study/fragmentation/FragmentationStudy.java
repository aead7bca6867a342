package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.ExactPlanes.Seen;
import dev.assay.geometry.PlaneRegions;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.io.BadInputException;
import dev.assay.nn.Classifier;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Study;
import dev.assay.study.Subject;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import dev.assay.train.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Fragmentation of one network: draws pairs and triplets of samples, finds the classes along the
 * segments between pairs and on the planes through triplets, in every space, and counts.
 */
public final class FragmentationStudy implements Study<FragmentationConfig> {

  /**
   * What was found in one space.
   *
   * @param exact the regions of each plane beyond its grid, in the same order: nothing of planes
   *     without an answer; an empty list if it was not asked
   * @param share where following all segments would cost too much
   */
  record Finding(
      Space space,
      List<SegmentClasses> lines,
      Optional<ExactShare> share,
      List<PlaneClasses> planes,
      List<Optional<Seen>> exact) {
    private static final Bootstrap BOOTSTRAP = Bootstrap.standard(0);

    /** The counts alone. */
    List<Optional<PlaneRegions>> regions() {
      return exact.stream().map(seen -> seen.map(Seen::regions)).toList();
    }

    /** Mean class changes of a segment. */
    Estimate changes() {
      return BOOTSTRAP.mean(LineFragmentation.changes(lines));
    }

    /** Whether segments were only looked at in points. */
    boolean sampled() {
      return lines.get(0).method() == Method.SAMPLED;
    }

    /** Segments whose work was ended. */
    long limited() {
      return lines.stream().filter(segment -> segment.status() == Status.LIMIT).count();
    }

    /** Mean regions of a plane on its grid. */
    Estimate sampledRegions() {
      return BOOTSTRAP.mean(
          planes.stream().filter(PlaneClasses::ok).mapToDouble(PlaneClasses::regions).toArray());
    }

    /** The mean over planes of something known beyond the grid. */
    Estimate exact(ToDoubleFunction<PlaneRegions> value) {
      return BOOTSTRAP.mean(
          regions().stream().flatMap(Optional::stream).mapToDouble(value).toArray());
    }

    /** Planes of which only a lower bound is known. */
    long bracketed() {
      return regions().stream().flatMap(Optional::stream).filter(r -> !r.exact()).count();
    }
  }

  /**
   * @throws BadInputException if a cut does not exist, what is to be exact is not piecewise linear,
   *     or no tuple of samples can be drawn
   */
  @Override
  public Report run(Subject subject, FragmentationConfig config, Context context) {
    List<Cut> cuts = config.spaces().stream().map(subject::at).toList();
    if (config.method() != LineMethod.SAMPLED) {
      cuts.forEach(Cut::exact);
    }
    Dataset data = subject.measured();
    int[] eligible = eligible(subject, config);
    boolean sameLabel = config.policy() != PairPolicy.ANY;
    Tuples pairs =
        Tuples.draw(data.labels(), eligible, sameLabel, 2, config.pairs(), context.seed());
    Tuples triplets =
        config.planes() == 0
            ? new Tuples(new int[0][])
            : Tuples.draw(data.labels(), eligible, sameLabel, 3, config.planes(), context.seed());
    List<Finding> findings = new ArrayList<>();
    for (int s = 0; s < cuts.size(); s++) {
      Space space = config.spaces().get(s);
      Cut cut = cuts.get(s);
      List<SegmentClasses> lines =
          LineFragmentation.of(
              cut,
              data,
              pairs,
              config.method(),
              config.points(),
              config.seconds(),
              done ->
                  context
                      .progress()
                      .at("segments, " + space.label(), done, pairs.count(), "segments"));
      Optional<ExactShare> share =
          ExactShare.of(space, cut, data, pairs, lines, config, context.progress());
      PlaneFragmentation through = new PlaneFragmentation(cut, data);
      List<PlaneClasses> planes = planes(context, config, through, space, triplets);
      List<Optional<Seen>> exact =
          config.method().exactPlanes()
              ? exact(context, through, space, triplets, planes)
              : List.of();
      findings.add(new Finding(space, lines, share, planes, exact));
    }
    return new FragmentationReport(config, data, pairs, triplets, findings).build();
  }

  private static List<PlaneClasses> planes(
      Context context,
      FragmentationConfig config,
      PlaneFragmentation through,
      Space space,
      Tuples triplets) {
    List<PlaneClasses> planes = new ArrayList<>();
    for (int[] triplet : triplets.tuples()) {
      planes.add(through.plane(triplet, config.resolution()));
      context.progress().at("planes, " + space.label(), planes.size(), triplets.count(), "planes");
    }
    return planes;
  }

  private static List<Optional<Seen>> exact(
      Context context,
      PlaneFragmentation through,
      Space space,
      Tuples triplets,
      List<PlaneClasses> planes) {
    List<Optional<Seen>> exact = new ArrayList<>();
    for (int[] triplet : triplets.tuples()) {
      exact.add(through.regions(triplet, planes.get(exact.size())));
      context.progress().at("regions, " + space.label(), exact.size(), triplets.count(), "planes");
    }
    return exact;
  }

  private static int[] eligible(Subject subject, FragmentationConfig config) {
    Dataset data = subject.measured();
    int[] eligible =
        config.cleanOnly() ? Tuples.clean(data) : IntStream.range(0, data.count()).toArray();
    return config.policy() == PairPolicy.CORRECT
        ? correct(subject.input().above(), data, eligible)
        : eligible;
  }

  /** Those of some samples that a network classifies as labelled. */
  public static int[] correct(Classifier classifier, Dataset data, int[] samples) {
    float[] logits = new float[data.count() * data.classes()];
    classifier.logits(data.images(), data.count(), logits);
    int k = data.classes();
    return IntStream.of(samples)
        .filter(i -> Evaluation.argmax(logits, i * k, k) == data.label(i))
        .toArray();
  }
}
