package dev.assay.paper.generalization;

import dev.assay.data.Alteration;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Accuracy;
import dev.assay.measure.CrossEntropy;
import dev.assay.paper.constrained.Statements;
import dev.assay.paper.generalization.Findings.Measured;
import dev.assay.paper.generalization.Findings.Value;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Trained;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Performance;
import dev.assay.store.Effort;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Planned;
import dev.assay.store.TrainingSpec;
import dev.assay.store.ValueSpec;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which measure predicts generalisation, on a family of networks as in PGDL's first task.
 *
 * <p><b>Sample.</b> For each of two seeds a family is trained on one training set; some of the
 * first seed's networks have twins that were trained by other recipes.
 *
 * <p><b>Measure.</b> Each network's generalisation gap, on test samples and on the same, noised;
 * what predictors say of it; and what the statements on constrained margins take.
 *
 * <p><b>Aggregate and claim.</b> Measures are ranked on the first seed's networks, and anew on
 * those of the second; see {@link Results}.
 */
final class Experiment {
  /** Of the test images that are shifted away from the training images. */
  static final Alteration SHIFT = new Alteration.Noised(0.2, 1);

  private final Laboratory laboratory;
  private final Size size;
  private final List<Predictor> predictors;
  private final Dataset test;
  private final Dataset shifted;

  Experiment(Laboratory laboratory, Size size, List<Predictor> predictors) {
    this.predictors = predictors;
    this.laboratory = laboratory;
    this.size = size;
    laboratory.train(
        size.family().train(), 0); // too few are an error before the test set is altered
    this.test = laboratory.test(size.family().test());
    this.shifted = laboratory.bench().keep(test.altered(SHIFT));
  }

  Report run() {
    List<Long> seeds = laboratory.seeds(Size.SEEDS);
    Planned<Statements> statements =
        Statements.planned(laboratory, size.family(), seeds, size.margins());
    return laboratory.run(
        plan(seeds)
            .with(
                statements,
                (findings, about) -> {
                  Findings checked = findings.checked(laboratory.data());
                  tell(findings);
                  Bootstrap bootstrap = Bootstrap.standard(seeds.get(0));
                  return Results.report(
                      laboratory, checked, about.topics(laboratory.data(), bootstrap), bootstrap);
                }));
  }

  private void tell(Findings findings) {
    var seconds =
        findings.networks().stream()
            .mapToDouble(Measured::seconds)
            .filter(s -> s > 0)
            .summaryStatistics();
    if (seconds.getCount() > 0) {
      laboratory.fact(
          "all measures of a network",
          Text.format(
              "mean of %d networks %.1f s of one processor, longest %.1f s; PGDL allowed 300 s for one"
                  + " measure",
              seconds.getCount(), seconds.getAverage(), seconds.getMax()));
    }
  }

  private Planned<Findings> plan(List<Long> seeds) {
    Family family = size.family().family(laboratory);
    List<Planned<Measured>> networks = new ArrayList<>();
    for (long seed : seeds) {
      for (Family.Member member : family.members(seed)) {
        networks.add(measured(member, Recipe.USUAL));
        if (seed == seeds.get(0) && size.isAudited(member)) {
          networks.add(measured(member, Recipe.FASTER));
          networks.add(measured(member, Recipe.SGD));
        }
      }
    }
    Chance chance = Chance.of(test);
    return Planned.all(networks).map(found -> new Findings(size, seeds, found, chance));
  }

  private Planned<Measured> measured(Family.Member member, Recipe recipe) {
    TrainingSpec training = recipe.of(member.training(), size.rate());
    Trained trained =
        new Trained(
            training.architecture(),
            training.atEnd(),
            training.untrained(),
            laboratory.bench().data(training.train()),
            member.seed());
    Planned<Performance> accuracy =
        Performance.of(training.atEnd(), training.train(), test.provenance());
    Planned<Accuracy.Share> moved =
        Planned.of(MeasureSpec.of(new Accuracy(shifted.provenance()), training.atEnd()));
    Planned<CrossEntropy.Loss> loss =
        Planned.of(MeasureSpec.of(new CrossEntropy(training.train()), training.atEnd()));
    Planned<Map<String, Value>> values =
        Planned.all(predictors.stream().map(each -> value(each, trained)).toList())
            .map(this::byName);
    Planned<Double> seconds = seconds(values.specs());
    return Planned.joined(
        List.of(accuracy, moved, loss, values, seconds),
        read ->
            new Measured(
                new Family.Member(member.setting(), training),
                recipe,
                read.of(accuracy),
                read.of(moved).value(),
                read.of(loss).value(),
                read.of(values),
                read.of(seconds)));
  }

  private Map<String, Value> byName(List<Value> values) {
    Map<String, Value> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      named.put(predictors.get(i).name(), values.get(i));
    }
    return named;
  }

  /** What does not apply to a network, or would take too long on it, says so before. */
  private static Planned<Value> value(Predictor predictor, Trained trained) {
    try {
      return predictor.value().apply(trained).map(number -> new Value(number, ""));
    } catch (BadInputException e) {
      Value none = new Value(Double.NaN, e.getMessage());
      return Planned.all(List.<Planned<Value>>of()).map(nothing -> none);
    }
  }

  /** What several took of one processor, as far as it is known. */
  private static Planned<Double> seconds(List<ValueSpec<?>> specs) {
    List<Planned<Optional<Effort>>> efforts =
        specs.stream().distinct().<Planned<Optional<Effort>>>map(Planned::effort).toList();
    return Planned.all(efforts)
        .map(all -> all.stream().flatMap(Optional::stream).mapToDouble(Effort::cpuSeconds).sum());
  }
}
