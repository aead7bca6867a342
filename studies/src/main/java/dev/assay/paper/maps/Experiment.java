package dev.assay.paper.maps;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.measure.ClippedMass;
import dev.assay.measure.CrossEntropy;
import dev.assay.measure.MovedAnswers;
import dev.assay.measure.Selection;
import dev.assay.measure.TranslationProfile;
import dev.assay.nn.Architecture;
import dev.assay.paper.maps.Findings.Measured;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Performance;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Planned;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Report;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Clipped;
import dev.assay.study.translation.Common;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Myburgh, Mouton and Davel 2020, "Tracking translation invariance in CNNs".
 *
 * <p><b>Sample.</b> For each seed, a training set is drawn and put on a canvas, and networks that
 * differ in kernels, padding, poolings and head are trained on it, without moving anything, to the
 * same training loss.
 *
 * <p><b>Measure.</b> Of test images, how alike what a network makes of them is to what it makes of
 * them, moved, at several places in one dimension; and how often the answer changes.
 *
 * <p><b>Aggregate and claim.</b> See {@link Results}.
 */
final class Experiment {
  /** Test samples that are looked at after every epoch, for the record; no choice hangs on them. */
  private static final int WATCHED = 100;

  private final Laboratory laboratory;
  private final Size size;

  Experiment(Laboratory laboratory, Size size) {
    this.laboratory = laboratory;
    this.size = size;
  }

  Report run() {
    List<Long> seeds = laboratory.seeds(size.seeds());
    seeds.forEach(this::train);
    Findings findings = laboratory.run(plan(seeds));
    requireLearned(findings);
    return Results.report(
        laboratory,
        findings,
        seeds.stream().map(seed -> train(seed).provenance()).toList(),
        test(size.test()).provenance());
  }

  private Dataset train(long seed) {
    return laboratory.bench().keep(laboratory.train(size.train(), seed).onCanvas(size.canvas()));
  }

  private Dataset test(int count) {
    return laboratory.bench().keep(laboratory.test(count).onCanvas(size.canvas()));
  }

  /** Of each design there must be a network that learned something. */
  private void requireLearned(Findings findings) {
    for (Design design : size.designs()) {
      double best =
          findings.all().stream()
              .filter(n -> n.design().equals(design))
              .mapToDouble(n -> n.accuracy().test())
              .max()
              .orElseThrow();
      findings.chance().requireBeatenBy(best, laboratory.data());
    }
  }

  private Planned<Findings> plan(List<Long> seeds) {
    Dataset test = test(size.test());
    List<Planned<Measured>> networks = new ArrayList<>();
    for (Design design : size.designs()) {
      for (long seed : seeds) {
        networks.add(measured(design, seed, test));
      }
    }
    Planned<Clipped> clipped =
        Planned.of(
            MeasureSpec.of(new ClippedMass(test.provenance(), moved(seeds.get(0)), size.range())));
    return Planned.all(networks)
        .with(clipped, (found, lost) -> new Findings(size, seeds, found, lost, Chance.of(test)));
  }

  private Selection moved(long seed) {
    return new Selection.Drawn(size.measured(), seed);
  }

  private Planned<Measured> measured(Design design, long seed, Dataset test) {
    Dataset train = train(seed);
    Architecture architecture = design.of(train, size.channels());
    TrainingSpec training =
        laboratory.training(
            architecture,
            train,
            test(Math.min(WATCHED, size.test())),
            new TrainingConfig(
                size.epochs(),
                size.batch(),
                Optimizer.adam(size.rate()),
                new Schedule.Constant(),
                Augmentation.NONE,
                seed,
                StoppingCriterion.loss(size.loss())),
            List.of());
    List<String> cuts = design.cuts(architecture);
    int dimension = size.channels().get(size.channels().size() - 1);
    Planned<Performance> accuracy =
        Performance.of(training.atEnd(), train.provenance(), test.provenance());
    Planned<CrossEntropy.Loss> loss =
        Planned.of(MeasureSpec.of(new CrossEntropy(train.provenance()), training.atEnd()));
    Planned<TranslationProfile.Found> found =
        Planned.of(
            MeasureSpec.of(
                new TranslationProfile(
                    test.provenance(),
                    moved(seed),
                    cuts,
                    Boundary.ZERO,
                    size.range(),
                    size.step(),
                    new Common(Common.Kind.PROJECTION, dimension),
                    seed),
                training.atEnd()));
    Planned<Answered> answers =
        Planned.of(
            MeasureSpec.of(
                new MovedAnswers(
                    test.provenance(),
                    moved(seed),
                    Boundary.ZERO,
                    size.range(),
                    size.moves(),
                    seed),
                training.atEnd()));
    return Planned.joined(
        List.of(accuracy, loss, found, answers),
        read ->
            new Measured(
                seed,
                design,
                read.of(accuracy),
                read.of(loss).value(),
                cuts,
                read.of(found),
                read.of(answers)));
  }
}
