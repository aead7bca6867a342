package dev.assay.paper.stride;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.measure.LocalHomogeneity;
import dev.assay.measure.MapHomogeneity;
import dev.assay.measure.Measure;
import dev.assay.measure.MovedAnswers;
import dev.assay.measure.Selection;
import dev.assay.nn.Architecture;
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
import dev.assay.study.translation.Homogeneity;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mouton, Myburgh and Davel 2020, "Stride and translation invariance in CNNs".
 *
 * <p><b>Sample.</b> For each seed, a training set and one beside it are drawn and put on a canvas.
 * Networks that differ in strides, kernels, filters, head and augmentation are trained until the
 * loss beside no longer falls; some of them on images whose neighbours are more or less alike, too.
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
  private final Map<Look, Map<Long, Drawn>> draws = new EnumMap<>(Look.class);
  private final Map<Look, Dataset> tests = new EnumMap<>(Look.class);

  Experiment(Laboratory laboratory, Size size) {
    this.laboratory = laboratory;
    this.size = size;
  }

  Report run() {
    List<Long> seeds = laboratory.seeds(size.seeds());
    seeds.forEach(seed -> drawn(Look.PLAIN, seed));
    Findings findings = laboratory.run(plan(seeds));
    requireLearned(findings);
    return Results.report(
        laboratory,
        findings,
        seeds.stream().map(seed -> drawn(Look.PLAIN, seed).train().provenance()).toList(),
        test(Look.PLAIN).provenance());
  }

  /** What a seed draws, of one look. */
  private record Drawn(Dataset train, Dataset validation) {}

  private Drawn drawn(Look look, long seed) {
    return draws
        .computeIfAbsent(look, any -> new HashMap<>())
        .computeIfAbsent(seed, any -> draw(look, seed));
  }

  /** Beside training samples the same share where there are fewer than wanted. */
  private Drawn draw(Look look, long seed) {
    Dataset all = look.of(laboratory.train(size.train() + size.validation(), seed), size.range());
    int beside = all.count() * size.validation() / (size.train() + size.validation());
    return new Drawn(
        laboratory.bench().keep(all.take(all.count() - beside)),
        laboratory.bench().keep(all.last(beside)));
  }

  private Dataset test(Look look) {
    return tests.computeIfAbsent(
        look, any -> laboratory.bench().keep(look.of(laboratory.test(size.test()), size.range())));
  }

  /** Networks that give one answer for everything would be perfectly invariant. */
  private void requireLearned(Findings findings) {
    double mean =
        findings.all(Look.PLAIN).stream()
            .mapToDouble(n -> n.accuracy().test())
            .average()
            .orElseThrow();
    Chance.of(test(Look.PLAIN)).requireBeatenBy(mean, laboratory.data());
  }

  private Planned<Findings> plan(List<Long> seeds) {
    List<Planned<Measured>> networks = new ArrayList<>();
    for (Look look : size.looks()) {
      Dataset test = test(look);
      for (Design design : designs(look)) {
        for (long seed : seeds) {
          networks.add(measured(look, design, seed, test));
        }
      }
    }
    List<Planned<Homogeneity>> images =
        size.looks().stream().map(look -> homogeneity(test(look).provenance())).toList();
    return Planned.all(networks)
        .with(Planned.all(images), (found, alike) -> new Findings(size, seeds, found, alike));
  }

  private List<Design> designs(Look look) {
    return look == Look.PLAIN
        ? size.designs()
        : size.compared().stream().map(k -> Design.plain(Design.STRIDED, k)).toList();
  }

  private Planned<Homogeneity> homogeneity(Provenance test) {
    return Planned.of(
        MeasureSpec.of(
            new LocalHomogeneity(test, new Selection.Drawn(size.measured(), 0), size.lags())));
  }

  private TrainingSpec training(Look look, Design design, long seed) {
    Drawn drawn = drawn(look, seed);
    return laboratory.training(
        design.of(drawn.train(), size.channels(), size.units()),
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

  private Planned<Measured> measured(Look look, Design design, long seed, Dataset test) {
    TrainingSpec training = training(look, design, seed);
    Architecture architecture = training.architecture();
    NetworkSource end = training.atEnd();
    List<String> cuts = design.cuts(architecture);
    Planned<Performance> accuracy = Performance.of(end, training.train(), test.provenance());
    Planned<Answered> moved = of(answers(test, Boundary.ZERO, size.range()), end);
    int anywhere = test.sample().height() / 2;
    Planned<Answered> rolled = of(answers(test, Boundary.CIRCULAR, anywhere), end);
    Planned<MapHomogeneity.Found> maps =
        of(
            new MapHomogeneity(
                test.provenance(), new Selection.Drawn(MAPPED, 0), cuts, size.lags()),
            end);
    return Planned.joined(
        List.of(accuracy, moved, rolled, maps),
        read ->
            new Measured(
                look,
                design,
                seed,
                read.of(accuracy),
                read.of(moved),
                read.of(rolled),
                cuts,
                read.of(maps).maps()));
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
