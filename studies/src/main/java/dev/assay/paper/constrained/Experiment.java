package dev.assay.paper.constrained;

import dev.assay.data.Provenance;
import dev.assay.io.Text;
import dev.assay.measure.ComponentCounts;
import dev.assay.measure.ComponentCounts.Counts;
import dev.assay.measure.CrossEntropy;
import dev.assay.measure.Margins;
import dev.assay.measure.MeanMargin;
import dev.assay.measure.NetworkMeasure;
import dev.assay.measure.Rescaled;
import dev.assay.measure.Selection;
import dev.assay.measure.WeightNorm;
import dev.assay.paper.constrained.Findings.Measured;
import dev.assay.paper.constrained.Findings.Scaling;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Performance;
import dev.assay.store.Effort;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Planned;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Mouton, Theunissen and Davel 2024, "Input margins can predict generalization too".
 *
 * <p><b>Sample.</b> For each seed, a family of networks ({@link dev.assay.reproduction.Design}) is
 * trained on one training set; training samples are drawn to be measured.
 *
 * <p><b>Measure.</b> Each network's generalisation gap, and mean margins of correctly classified
 * training samples: in input space; constrained to the leading principal components of the training
 * set, to as many as Kneedle chooses, and to blocks of components; in random subspaces of as many
 * dimensions, which know nothing of the data; and at hidden layers, normalised by total variance.
 *
 * <p><b>Aggregate and claim.</b> Kendall's tau between minus the mean margin and the gap over the
 * networks of a seed; see {@link Results}.
 */
final class Experiment {
  private static final double FACTOR = 8;

  private final Laboratory laboratory;
  private final Size scale;

  Experiment(Laboratory laboratory, Size scale) {
    this.laboratory = laboratory;
    this.scale = scale;
  }

  Report run() {
    List<Long> seeds = laboratory.seeds(scale.seeds());
    Findings findings = laboratory.run(plan(seeds)).checked(laboratory.data());
    tell(findings.efforts());
    return Results.report(laboratory, findings, Bootstrap.standard(seeds.get(0)));
  }

  Planned<Findings> plan(List<Long> seeds) {
    Family family = scale.family().family(laboratory);
    List<Family.Member> members =
        seeds.stream().flatMap(seed -> family.members(seed).stream()).toList();
    Map<Long, Counts> components = components(seeds);
    Planned<List<Measured>> measured = measured(members, components);
    Planned<List<Scaling>> scalings = scalings(members, components);
    Planned<List<Effort>> efforts = efforts(members, components);
    Chance chance = Chance.of(laboratory.test(scale.family().test()));
    return Planned.joined(
        List.of(measured, scalings, efforts),
        read ->
            new Findings(
                scale,
                seeds,
                read.of(measured),
                read.of(scalings),
                knees(components),
                chance,
                read.of(efforts)));
  }

  /** Of each seed's training samples; where margins are measured depends on them. */
  private Map<Long, Counts> components(List<Long> seeds) {
    return laboratory.run(
        Planned.all(
                seeds.stream()
                    .map(seed -> laboratory.train(scale.family().train(), seed).provenance())
                    .map(data -> Planned.of(MeasureSpec.of(new ComponentCounts(data))))
                    .toList())
            .map(
                counts -> {
                  Map<Long, Counts> ofSeeds = new HashMap<>();
                  IntStream.range(0, seeds.size())
                      .forEach(i -> ofSeeds.put(seeds.get(i), counts.get(i)));
                  return ofSeeds;
                }));
  }

  private static Map<Long, Integer> knees(Map<Long, Counts> components) {
    Map<Long, Integer> knees = new HashMap<>();
    components.forEach((seed, counts) -> knees.put(seed, counts.knee()));
    return knees;
  }

  private void tell(List<Effort> efforts) {
    var seconds = efforts.stream().mapToDouble(Effort::seconds).summaryStatistics();
    if (!efforts.isEmpty()) {
      laboratory.fact(
          Text.format("constrained margins of a network, %s", scale.family().kind()),
          Text.format(
              "mean of %d networks %.2f s, longest %.2f s, for %d samples; PGDL allowed %.0f s",
              efforts.size(),
              seconds.getAverage(),
              seconds.getMax(),
              scale.samples(),
              Rescalings.ALLOWED));
    }
  }

  /** How long the constrained margins of each network took. */
  private Planned<List<Effort>> efforts(List<Family.Member> members, Map<Long, Counts> components) {
    List<Planned<Optional<Effort>>> efforts = new ArrayList<>();
    for (Family.Member member : members) {
      places(member, components.get(member.seed())).stream()
          .filter(place -> place.name().equals(MeanMargins.KNEE))
          .map(place -> Planned.effort(spec(member, place, 1)))
          .forEach(efforts::add);
    }
    return Planned.all(efforts).map(all -> all.stream().flatMap(Optional::stream).toList());
  }

  private Planned<List<Measured>> measured(
      List<Family.Member> members, Map<Long, Counts> components) {
    Provenance test = laboratory.test(scale.family().test()).provenance();
    List<Planned<Measured>> found = new ArrayList<>();
    for (Family.Member member : members) {
      found.add(
          joined(
              member,
              Performance.of(member.training().atEnd(), member.training().train(), test),
              Planned.of(
                  MeasureSpec.of(
                      new CrossEntropy(member.training().train()), member.training().atEnd())),
              margins(member, places(member, components.get(member.seed())), 1)));
    }
    return Planned.all(found);
  }

  private static Planned<Measured> joined(
      Family.Member member,
      Planned<Performance> accuracy,
      Planned<CrossEntropy.Loss> loss,
      Planned<MeanMargins> margins) {
    return Planned.joined(
        List.of(accuracy, loss, margins),
        read -> new Measured(member, read.of(accuracy), read.of(loss).value(), read.of(margins)));
  }

  /** Mean margins in all spaces. */
  private Planned<MeanMargins> margins(
      Family.Member member, List<MeanMargins.Place> places, double factor) {
    return Planned.all(
            places.stream().map(place -> Planned.of(spec(member, place, factor))).toList())
        .map(found -> MeanMargins.of(places.stream().map(MeanMargins.Place::name).toList(), found));
  }

  private List<MeanMargins.Place> places(Family.Member member, Counts components) {
    return MeanMargins.places(member.training().architecture(), components, scale, member.seed());
  }

  private MeasureSpec<MeanMargin.Mean> spec(
      Family.Member member, MeanMargins.Place place, double factor) {
    Selection samples = new Selection.Drawn(scale.samples(), member.seed());
    Margins margins =
        new Margins(member.training().train(), samples, place.space(), place.solver());
    return MeasureSpec.of(scaled(factor, new MeanMargin(margins)), member.training().atEnd());
  }

  private static <R extends Record> NetworkMeasure<R> scaled(
      double factor, NetworkMeasure<R> measure) {
    return factor == 1 ? measure : new Rescaled<>(factor, measure);
  }

  /** The first and the last network of each seed, with other weights that compute the same. */
  private Planned<List<Scaling>> scalings(
      List<Family.Member> members, Map<Long, Counts> components) {
    int size = scale.family().size();
    List<Planned<Scaling>> found = new ArrayList<>();
    for (int first = 0; first < members.size(); first += size) {
      found.add(scaling(members.get(first), components));
      found.add(scaling(members.get(first + size - 1), components));
    }
    return Planned.all(found);
  }

  private Planned<Scaling> scaling(Family.Member member, Map<Long, Counts> components) {
    List<MeanMargins.Place> places = places(member, components.get(member.seed()));
    Planned<MeanMargins> before = margins(member, places, 1);
    Planned<MeanMargins> after =
        margins(
            member,
            places(member, components.get(member.seed())).stream()
                .filter(place -> !(place.space() instanceof Space.Hidden))
                .filter(place -> !(place.space() instanceof Space.Random))
                .toList(),
            FACTOR);
    Planned<WeightNorm.Norm> norm = norm(member, 1);
    Planned<WeightNorm.Norm> scaledNorm = norm(member, FACTOR);
    return Planned.joined(
        List.of(before, after, norm, scaledNorm),
        read ->
            new Scaling(
                read.of(before),
                read.of(after),
                read.of(norm).value(),
                read.of(scaledNorm).value()));
  }

  private static Planned<WeightNorm.Norm> norm(Family.Member member, double factor) {
    return Planned.of(MeasureSpec.of(scaled(factor, new WeightNorm()), member.training().atEnd()));
  }
}
