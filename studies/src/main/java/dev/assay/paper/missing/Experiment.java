package dev.assay.paper.missing;

import dev.assay.data.Augmentation;
import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.measure.Accuracy;
import dev.assay.measure.Answers;
import dev.assay.measure.Margins;
import dev.assay.measure.SampleGeometry;
import dev.assay.measure.SampleGeometry.Neighbourhoods;
import dev.assay.measure.Selection;
import dev.assay.paper.missing.Findings.Draw;
import dev.assay.paper.missing.Findings.Fit;
import dev.assay.paper.missing.Findings.Geometry;
import dev.assay.paper.missing.Findings.Noisy;
import dev.assay.paper.missing.Findings.Trained;
import dev.assay.paper.missing.Findings.Treatment;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Theunissen, Mouton and Davel 2022, "The missing margin: how sample corruption affects distance to
 * the boundary in ANNs".
 *
 * <p><b>Sample.</b> For each seed, a training set is drawn, and two copies in which a fraction of
 * the samples is corrupted: by a wrong label, or by Gaussian noise in place of the image. Networks
 * of growing capacity (perceptrons by width, convolutional ones by channels) are trained on each of
 * the three.
 *
 * <p><b>Measure.</b> The distance to the decision boundary in input space of clean samples (the
 * same ones for all networks of a seed) and of corrupted ones, if the network fits their target;
 * where they lie among all training samples; and test accuracy.
 *
 * <p><b>Aggregate and claim.</b> See {@link Results}.
 */
final class Experiment {
  /** Test samples that are looked at after every epoch, for the record; no choice hangs on them. */
  private static final int WATCHED = 100;

  private final Laboratory laboratory;
  private final Size scale;
  private final NetworkKind networks;

  Experiment(Laboratory laboratory, Size scale, NetworkKind networks) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.networks = networks;
  }

  /** The best search there is; on perceptrons it takes four times as long as its first step. */
  static MarginSolver solver() {
    return MarginSolver.Nearest.standard();
  }

  Report run() {
    List<Draw> draws = laboratory.seeds(scale.seeds()).stream().map(this::sample).toList();
    return Results.report(
        laboratory,
        laboratory.run(plan(draws)).fitted(laboratory.data()),
        Bootstrap.standard(draws.get(0).seed()));
  }

  private Planned<Findings> plan(List<Draw> draws) {
    Planned<List<Trained>> trained = trained(draws);
    Planned<List<Noisy>> noisy = noisy(draws);
    Planned<List<Geometry>> geometry = geometry(draws);
    return Planned.joined(
        List.of(trained, noisy, geometry),
        read ->
            new Findings(
                scale, networks, draws, read.of(trained), read.of(noisy), read.of(geometry)));
  }

  private Draw sample(long seed) {
    Dataset clean = laboratory.train(scale.train(), seed);
    Dataset label = noisy(clean, seed, scale.fraction());
    Dataset gaussian = new Corruption.GaussianInput(scale.fraction(), seed).apply(clean);
    List<Dataset> sets = List.of(clean, label, gaussian);
    return new Draw(
        seed,
        sets,
        some(clean, seed, i -> sets.stream().allMatch(set -> isClean(set, i))),
        sets.stream().map(set -> some(set, seed, i -> !isClean(set, i))).toList());
  }

  private static Dataset noisy(Dataset clean, long seed, double noise) {
    return noise == 0 ? clean : new Corruption.Label(noise, seed).apply(clean);
  }

  private static Dataset noisy(Draw draw, double noise) {
    return noisy(draw.set(Treatment.CLEAN), draw.seed(), noise);
  }

  private static boolean isClean(Dataset data, int sample) {
    return data.corruption(sample) == Corruption.Kind.NONE;
  }

  /** The first of a random order that fulfil a condition. */
  private int[] some(Dataset data, long seed, IntPredicate condition) {
    return IntStream.of(Selection.Drawn.order(data, seed))
        .filter(condition)
        .limit(scale.samples())
        .sorted()
        .toArray();
  }

  /** All shares of wrong labels, ascending. */
  private List<Double> noises() {
    Set<Double> noises = new LinkedHashSet<>(List.of(0.0, scale.fraction()));
    noises.addAll(scale.noises());
    return noises.stream().sorted().toList();
  }

  private NetworkSource network(Draw draw, Dataset train, int width) {
    TrainingConfig config =
        new TrainingConfig(
            scale.epochs(),
            scale.batch(),
            Optimizer.adam(1e-3),
            new Schedule.Constant(),
            Augmentation.NONE,
            draw.seed(),
            StoppingCriterion.NEVER);
    return laboratory
        .training(networks.of(train, width), train, watched(), config, List.of())
        .atEnd();
  }

  private Dataset watched() {
    return laboratory.test(Math.min(WATCHED, scale.test()));
  }

  /** Margins by corruption group and capacity. */
  private Planned<List<Trained>> trained(List<Draw> draws) {
    List<Planned<Trained>> found = new ArrayList<>();
    for (Draw draw : draws) {
      for (Treatment kind : Treatment.values()) {
        Dataset set = draw.set(kind);
        for (int width : scale.widths()) {
          NetworkSource network = network(draw, set, width);
          Planned<Fit> fit = fit(network, set);
          Planned<Margins.OfSamples> clean = margins(network, set, draw.clean());
          Planned<Margins.OfSamples> corrupted = margins(network, set, draw.corrupted(kind));
          found.add(
              Planned.joined(
                  List.of(fit, clean, corrupted),
                  read ->
                      new Trained(
                          draw, kind, width, read.of(fit), read.of(clean), read.of(corrupted))));
        }
      }
    }
    return Planned.all(found);
  }

  private Planned<Margins.OfSamples> margins(NetworkSource network, Dataset set, int[] samples) {
    return Planned.of(
        MeasureSpec.of(
            new Margins(set.provenance(), Selection.Listed.of(samples), Space.input(), solver()),
            network));
  }

  private Planned<Fit> fit(NetworkSource network, Dataset train) {
    return Planned.of(MeasureSpec.of(new Accuracy(train.provenance()), network))
        .with(
            Planned.of(
                MeasureSpec.of(new Answers(laboratory.test(scale.test()).provenance()), network)),
            (fitted, answers) -> new Fit(fitted.value(), answers.right()));
  }

  /** Margins of clean samples as noise grows. */
  private Planned<List<Noisy>> noisy(List<Draw> draws) {
    List<Planned<Noisy>> found = new ArrayList<>();
    for (Draw draw : draws) {
      for (double noise : noises()) {
        Dataset set = noisy(draw, noise);
        NetworkSource network = network(draw, set, scale.noiseWidth());
        int[] clean = IntStream.of(draw.clean()).filter(i -> isClean(set, i)).toArray();
        found.add(
            fit(network, set)
                .with(
                    margins(network, set, clean),
                    (fit, margins) -> new Noisy(draw, noise, fit, margins)));
      }
    }
    return Planned.all(found);
  }

  /** Distances to the nearest neighbour, the nearest enemy, and all others. */
  private Planned<List<Geometry>> geometry(List<Draw> draws) {
    List<Planned<Geometry>> found = new ArrayList<>();
    for (Draw draw : draws) {
      for (Treatment kind : Treatment.values()) {
        Dataset set = draw.set(kind);
        found.add(
            neighbours(set, draw.clean())
                .with(
                    neighbours(set, draw.corrupted(kind)),
                    (clean, corrupted) -> new Geometry(draw, kind, clean.of(), corrupted.of())));
      }
    }
    return Planned.all(found);
  }

  private static Planned<Neighbourhoods> neighbours(Dataset set, int[] samples) {
    return Planned.of(
        MeasureSpec.of(new SampleGeometry(set.provenance(), Selection.Listed.of(samples))));
  }
}
