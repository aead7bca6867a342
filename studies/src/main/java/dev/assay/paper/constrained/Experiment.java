package dev.assay.paper.constrained;

import dev.assay.data.Provenance;
import dev.assay.measure.Margins;
import dev.assay.measure.NetworkMeasure;
import dev.assay.measure.Rescaled;
import dev.assay.measure.Selection;
import dev.assay.measure.WeightNorm;
import dev.assay.paper.constrained.Findings.Measured;
import dev.assay.paper.constrained.Findings.Scaling;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Performance;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mouton, Theunissen and Davel 2024, "Input margins can predict generalization too".
 *
 * <p><b>Sample.</b> For each seed, a family of networks that differ in width, depth, weight decay
 * and batch size is trained on one training set; training samples are drawn to be measured.
 *
 * <p><b>Measure.</b> Each network's generalisation gap, and mean margins of correctly classified
 * training samples: in input space; constrained to the leading principal components of the training
 * set, to as many as Kneedle chooses, and to blocks of components; and at hidden layers, normalised
 * by total variance.
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
    return Results.report(
        laboratory, laboratory.run(plan(seeds)), Bootstrap.standard(seeds.get(0)));
  }

  private Planned<Findings> plan(List<Long> seeds) {
    Family family = scale.family().family(laboratory);
    List<Family.Member> members =
        seeds.stream().flatMap(seed -> family.members(seed).stream()).toList();
    Map<Long, Integer> knees = new HashMap<>();
    seeds.forEach(
        seed -> {
          Provenance data = laboratory.train(scale.family().train(), seed).provenance();
          knees.put(seed, laboratory.bench().components(data).kneeComponents());
        });
    Planned<List<Measured>> measured = measured(members);
    Planned<List<Scaling>> scalings = scalings(members);
    return Planned.joined(
        List.of(measured, scalings),
        read -> new Findings(scale, seeds, read.of(measured), read.of(scalings), knees));
  }

  private Planned<List<Measured>> measured(List<Family.Member> members) {
    Provenance test = laboratory.test(scale.family().test()).provenance();
    List<Planned<Measured>> found = new ArrayList<>();
    for (Family.Member member : members) {
      found.add(
          Performance.of(member.training().atEnd(), member.training().train(), test)
              .with(
                  margins(member, 1),
                  (accuracy, margins) -> new Measured(member, accuracy, margins)));
    }
    return Planned.all(found);
  }

  /** Mean margins in all spaces. */
  private Planned<MeanMargins> margins(Family.Member member, double factor) {
    Provenance data = member.training().train();
    NetworkSource network = member.training().atEnd();
    Selection samples = new Selection.Drawn(scale.samples(), member.seed());
    List<String> names = new ArrayList<>();
    List<Planned<Margins.OfSamples>> margins = new ArrayList<>();
    for (MeanMargins.Place place :
        MeanMargins.places(
            member.training().architecture(), laboratory.bench().components(data), scale)) {
      names.add(place.name());
      margins.add(
          Planned.of(
              MeasureSpec.of(
                  scaled(factor, new Margins(data, samples, place.space(), place.solver())),
                  network)));
    }
    return Planned.all(margins).map(found -> MeanMargins.of(names, found));
  }

  private static <R extends Record> NetworkMeasure<R> scaled(
      double factor, NetworkMeasure<R> measure) {
    return factor == 1 ? measure : new Rescaled<>(factor, measure);
  }

  /** The first and the last network of each seed, with other weights that compute the same. */
  private Planned<List<Scaling>> scalings(List<Family.Member> members) {
    int size = scale.family().size();
    List<Planned<Scaling>> found = new ArrayList<>();
    for (int first = 0; first < members.size(); first += size) {
      found.add(scaling(members.get(first)));
      found.add(scaling(members.get(first + size - 1)));
    }
    return Planned.all(found);
  }

  private Planned<Scaling> scaling(Family.Member member) {
    Planned<MeanMargins> before = margins(member, 1);
    Planned<MeanMargins> after = margins(member, FACTOR);
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
