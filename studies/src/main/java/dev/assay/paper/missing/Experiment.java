package dev.assay.paper.missing;

import dev.assay.data.Augmentation;
import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.nn.Network;
import dev.assay.paper.missing.Findings.Draw;
import dev.assay.paper.missing.Findings.Fit;
import dev.assay.paper.missing.Findings.Geometry;
import dev.assay.paper.missing.Findings.Kind;
import dev.assay.paper.missing.Findings.Noisy;
import dev.assay.paper.missing.Findings.Trained;
import dev.assay.random.Streams;
import dev.assay.reproduction.Laboratory;
import dev.assay.store.Training;
import dev.assay.study.Report;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.subspace.NearestNeighbours;
import dev.assay.train.Evaluation;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Theunissen, Mouton and Davel 2022, "The missing margin: how sample corruption affects distance to
 * the boundary in ANNs".
 *
 * <p><b>Sample.</b> For each seed, a training set is drawn, and two copies in which a fraction of
 * the samples is corrupted: by a wrong label, or by Gaussian noise in place of the image.
 * Perceptrons of growing width are trained on each of the three.
 *
 * <p><b>Measure.</b> The distance to the decision boundary in input space of clean samples (the
 * same ones for all networks of a seed) and of corrupted ones, if the network fits their target;
 * where they lie among all training samples; and test accuracy.
 *
 * <p><b>Aggregate and claim.</b> See {@link Results}.
 */
final class Experiment {
  static final MarginSolver SOLVER = new MarginSolver.DeepFool(0.5, 1e-3, 100, 1e-4);

  private final Laboratory laboratory;
  private final Size scale;

  Experiment(Laboratory laboratory, Size scale) {
    this.laboratory = laboratory;
    this.scale = scale;
  }

  Report run() {
    List<Draw> draws = laboratory.seeds(scale.seeds()).stream().map(this::sample).toList();
    List<Training> networks = new ArrayList<>();
    for (Draw draw : draws) {
      for (int width : scale.widths()) {
        for (Kind kind : Kind.values()) {
          networks.add(network(draw, draw.set(kind), width));
        }
      }
      for (double noise : noises()) {
        networks.add(network(draw, noisy(draw, noise), scale.noiseWidth()));
      }
    }
    laboratory.trainAll(List.copyOf(networks));
    Findings findings = new Findings(scale, draws, trained(draws), noisy(draws), geometry(draws));
    return Results.report(laboratory, findings, Bootstrap.standard(draws.get(0).seed()));
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
    return noisy(draw.set(Kind.CLEAN), draw.seed(), noise);
  }

  private static boolean isClean(Dataset data, int sample) {
    return data.corruption(sample) == Corruption.Kind.NONE;
  }

  /** The first of a random order that fulfil a condition. */
  private int[] some(Dataset data, long seed, IntPredicate condition) {
    int[] order = Streams.permutation(Streams.key(seed, "measured samples"), data.count());
    return IntStream.of(order).filter(condition).limit(scale.samples()).sorted().toArray();
  }

  /** All shares of wrong labels, ascending. */
  private List<Double> noises() {
    Set<Double> noises = new LinkedHashSet<>(List.of(0.0, scale.fraction()));
    noises.addAll(scale.noises());
    return noises.stream().sorted().toList();
  }

  private Training network(Draw draw, Dataset train, int width) {
    TrainingConfig config =
        new TrainingConfig(
            scale.epochs(),
            scale.batch(),
            Optimizer.adam(1e-3),
            new Schedule.Constant(),
            Augmentation.NONE,
            draw.seed(),
            TrainingConfig.NEVER_STOP);
    return laboratory.training(
        Laboratory.perceptron(train, width, 1),
        train,
        laboratory.test(scale.test()),
        config,
        List.of());
  }

  /** Margins by corruption group and capacity. */
  private List<Trained> trained(List<Draw> draws) {
    List<Trained> found = new ArrayList<>();
    Laboratory.Stage stage =
        laboratory.stage(
            "margins by width", 3 * draws.size() * Kind.values().length * scale.widths().size());
    for (Draw draw : draws) {
      for (Kind kind : Kind.values()) {
        Dataset set = draw.set(kind);
        for (int width : scale.widths()) {
          Training network = network(draw, set, width);
          found.add(
              new Trained(
                  draw,
                  kind,
                  width,
                  fit(stage, network, set),
                  margins(stage, network, set, draw.clean()),
                  margins(stage, network, set, draw.corrupted(kind))));
        }
      }
    }
    return found;
  }

  private static SampleMargins margins(
      Laboratory.Stage stage, Training network, Dataset set, int[] samples) {
    return stage.measure(
        SampleMargins.key(set, samples, SOLVER),
        network,
        0,
        SampleMargins.class,
        open -> SampleMargins.of(open, set, samples, SOLVER));
  }

  private Fit fit(Laboratory.Stage stage, Training network, Dataset train) {
    Dataset test = laboratory.test(scale.test());
    return stage.measure(
        Map.of("what", "fit", "train", train.provenance(), "test", test.provenance()),
        network,
        0,
        Fit.class,
        open -> fit(open, train, test));
  }

  private static Fit fit(Network network, Dataset train, Dataset test) {
    int classes = test.classes();
    float[] logits = network.logits(test.images(), test.count());
    double[] right = new double[test.count()];
    Arrays.setAll(
        right, i -> Evaluation.argmax(logits, i * classes, classes) == test.label(i) ? 1 : 0);
    return new Fit(Evaluation.of(network.classifier(), train).accuracy(), right);
  }

  /** Margins of clean samples as noise grows. */
  private List<Noisy> noisy(List<Draw> draws) {
    List<Noisy> found = new ArrayList<>();
    Laboratory.Stage stage =
        laboratory.stage("margins by noise", 2 * draws.size() * noises().size());
    for (Draw draw : draws) {
      for (double noise : noises()) {
        Dataset set = noisy(draw, noise);
        Training network = network(draw, set, scale.noiseWidth());
        int[] clean = IntStream.of(draw.clean()).filter(i -> isClean(set, i)).toArray();
        found.add(
            new Noisy(draw, noise, fit(stage, network, set), margins(stage, network, set, clean)));
      }
    }
    return found;
  }

  /** Distances to the nearest neighbour, the nearest enemy, and all others. */
  private List<Geometry> geometry(List<Draw> draws) {
    List<Geometry> found = new ArrayList<>();
    for (Draw draw : draws) {
      for (Kind kind : Kind.values()) {
        Dataset set = draw.set(kind);
        NearestNeighbours neighbours =
            new NearestNeighbours(
                set.images(), set.labels(), set.sample().intSize(), laboratory.algebra());
        found.add(
            new Geometry(
                draw, kind, neighbours.of(draw.clean()), neighbours.of(draw.corrupted(kind))));
      }
    }
    return found;
  }
}
