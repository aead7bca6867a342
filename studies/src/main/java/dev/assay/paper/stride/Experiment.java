package dev.assay.paper.stride;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.measure.LocalHomogeneity;
import dev.assay.measure.MapHomogeneity;
import dev.assay.measure.Measure;
import dev.assay.measure.MovedAnswers;
import dev.assay.measure.Selection;
import dev.assay.measure.TranslationProfile;
import dev.assay.paper.stride.Findings.Closely;
import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Performance;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Report;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Common;
import dev.assay.study.translation.Homogeneity;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mouton, Myburgh and Davel 2020, "Stride and translation invariance in CNNs".
 *
 * <p><b>Sample.</b> For each seed, a training set and one beside it are drawn and put on a canvas.
 * Networks that differ in strides, kernels, filters, head and augmentation are trained until the
 * loss beside no longer falls, and taken as they were when it was lowest; some of them on images
 * whose neighbours are more or less alike, too, and on those of another data set.
 *
 * <p><b>Measure.</b> The same test images, moved by the same pixels for all networks: how alike the
 * softmax outputs are (MCS), how often the answer changes, accuracy; and how alike neighbours are,
 * of images and of maps.
 *
 * <p><b>Aggregate and claim.</b> See {@link Results}.
 */
final class Experiment {
  /** Images whose maps are looked at. */
  private static final int MAPPED = 50;

  private final Laboratory laboratory;
  private final Size size;
  private final Draws draws;

  /**
   * @param beside another data set, if there is one
   */
  Experiment(Laboratory laboratory, Optional<Laboratory> beside, Size size) {
    this.laboratory = laboratory;
    this.size = size;
    this.draws = new Draws(laboratory, beside, size);
  }

  Report run() {
    List<Long> seeds = laboratory.seeds(size.seeds());
    List<Level> levels = draws.levels();
    Findings findings = laboratory.run(plan(levels, seeds));
    findings
        .chance(findings.first())
        .requireBeatenBy(findings.accuracy(findings.first()), laboratory.data());
    return Results.report(
        laboratory,
        findings,
        levels.stream()
            .flatMap(level -> seeds.stream().map(seed -> draws.of(level, seed).train()))
            .toList(),
        draws.test(findings.first()).provenance());
  }

  private Planned<Findings> plan(List<Level> levels, List<Long> seeds) {
    Level first = levels.get(0);
    List<Planned<Closely>> closely = new ArrayList<>();
    for (Design design : size.designs()) {
      seeds.forEach(seed -> closely.add(closely(first, design, seed)));
    }
    List<Planned<Measured>> others = new ArrayList<>();
    for (Level level : levels.subList(1, levels.size())) {
      for (Design design : size.compared()) {
        seeds.forEach(seed -> others.add(measured(level, design, seed)));
      }
    }
    Planned<List<Closely>> looked = Planned.all(closely);
    Planned<List<Measured>> measured = Planned.all(others);
    Planned<List<Homogeneity>> images =
        Planned.all(levels.stream().map(this::homogeneity).toList());
    List<Chance> chances = levels.stream().map(level -> Chance.of(draws.test(level))).toList();
    return Planned.joined(
        List.of(looked, measured, images),
        read ->
            new Findings(
                size, seeds, levels, read.of(looked), read.of(measured), read.of(images), chances));
  }

  private Planned<Homogeneity> homogeneity(Level level) {
    return Planned.of(
        MeasureSpec.of(
            new LocalHomogeneity(
                draws.test(level).provenance(),
                new Selection.Drawn(size.measured(), 0),
                size.lags())));
  }

  private TrainingSpec training(Level level, Design design, long seed) {
    Draws.Drawn drawn = draws.of(level, seed);
    return new TrainingSpec(
        design.of(draws.test(level), size.channels(), size.units()),
        drawn.train(),
        drawn.validation(),
        new TrainingConfig(
            size.epochs(),
            size.batch(),
            Optimizer.adam(size.rate()),
            new Schedule.Constant(),
            design.moved() ? new Augmentation.Shift(size.range()) : Augmentation.NONE,
            seed,
            StoppingCriterion.patience(size.patience())),
        List.of());
  }

  private Planned<Measured> measured(Level level, Design design, long seed) {
    TrainingSpec training = training(level, design, seed);
    Dataset test = draws.test(level);
    Planned<Performance> accuracy =
        Performance.of(training.atBest(), training.train(), test.provenance());
    Planned<Answered> moved = of(answers(test, Boundary.ZERO, size.range()), training.atBest());
    return accuracy.with(
        moved, (right, answers) -> new Measured(level, design, seed, right, answers));
  }

  private Planned<Closely> closely(Level level, Design design, long seed) {
    TrainingSpec training = training(level, design, seed);
    NetworkSource best = training.atBest();
    Dataset test = draws.test(level);
    Planned<Measured> network = measured(level, design, seed);
    int anywhere = test.sample().height() / 2;
    Planned<Answered> rolled = of(answers(test, Boundary.CIRCULAR, anywhere), best);
    Planned<TranslationProfile.Found> profile =
        of(
            new TranslationProfile(
                test.provenance(),
                new Selection.Drawn(size.profiled(), 0),
                List.of(),
                Boundary.ZERO,
                size.range(),
                size.step(),
                new Common(Common.Kind.EQUAL, 0),
                0),
            best);
    List<String> cuts = design.cuts(training.architecture());
    Planned<MapHomogeneity.Found> maps =
        of(
            new MapHomogeneity(
                test.provenance(), new Selection.Drawn(MAPPED, 0), cuts, size.lags()),
            best);
    return Planned.joined(
        List.of(network, rolled, profile, maps),
        read ->
            new Closely(
                read.of(network), read.of(rolled), read.of(profile), cuts, read.of(maps).maps()));
  }

  /** The same moves for all networks. */
  private MovedAnswers answers(Dataset test, Boundary boundary, int range) {
    return new MovedAnswers(
        test.provenance(),
        new Selection.Drawn(size.measured(), 0),
        boundary,
        range,
        size.moves(),
        0);
  }

  private static <R extends Record> Planned<R> of(Measure<R> measure, NetworkSource network) {
    return Planned.of(MeasureSpec.of(measure, network));
  }
}
