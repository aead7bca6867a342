package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.pgdl.Benchmark;
import dev.assay.pgdl.BenchmarkResult;
import dev.assay.pgdl.BenchmarkResult.Cost;
import dev.assay.pgdl.Task;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.score.Ranking;
import dev.assay.score.ScoreReport;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs predictors on a task of PGDL. */
@Command(
    name = "pgdl",
    header = "Scores measures on a task of the public benchmark PGDL.",
    description = {
      "Reads the networks of a task of \"Predicting Generalization in Deep Learning\" (NeurIPS"
          + " 2020) and what they were trained on, computes their training accuracies again, takes"
          + " measures of each, and scores these as the competition did. What was measured is kept"
          + " in a store.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay pgdl public_data/input_data/task1_v4 --measure input-margin",
      "  assay pgdl task2_v1 --measure davies-bouldin-mixup,constrained-margin -o task2"
    })
final class PgdlCommand implements Callable<Integer> {
  /** Of scores and of costs. */
  private static final int SHOWN = 10;

  @Parameters(paramLabel = "TASK", description = "The folder of a task.")
  private Path folder;

  @Option(
      names = "--measure",
      split = ",",
      paramLabel = "NAME[,NAME...]",
      converter = Texts.OfPredictor.class,
      completionCandidates = Candidates.OfPredictors.class,
      description = "Which, of those that assay measure list tells (default: all).")
  private List<Predictor> predictors = new ArrayList<>();

  @Mixin private OutputOption output;
  @Mixin private StoreOption store;
  @Mixin private SeedOption seed;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(compute.threads());
    Task task = Task.open(folder);
    List<Predictor> wanted =
        predictors.isEmpty() ? Predictors.all() : predictors.stream().distinct().toList();
    ReportWriter writer =
        output.writer(
            output.or("pgdl-" + task.name()),
            Map.of(
                "task", task.name(),
                "measures", wanted.stream().map(Predictor::name).toList(),
                "seed", seed.value()));
    Stages stages = new Stages(console, log);
    BenchmarkResult result = measure(task, wanted, stages);
    Ranking ranking = Ranking.of(result.scored(), seed.value(), stages);
    stages.end();
    Report report = report(task, result, ranking);
    List<Cost> costs = result.costs();
    costs.forEach(cost -> log.fact("cost of " + cost.name(), cost.text()));
    Path page = log.stage("write", () -> writer.write(report, log));
    List<Quantity> scores = ranking.published(SHOWN);
    console.results(scores.isEmpty() ? ranking.scores(SHOWN) : scores);
    console.result(
        "training_accuracy_difference",
        result.difference(),
        "training accuracies: " + accuracies(result.difference()));
    costs.stream().limit(SHOWN).forEach(cost -> say(console, cost));
    if (wanted.size() > 1) {
      say(console, costs.get(costs.size() - 1));
    }
    report.notes().forEach(console::say);
    console.report(page);
    return 0;
  }

  private static String accuracies(double difference) {
    return difference == 0
        ? "equal to those of the benchmark"
        : Text.format("at most %.2g from those of the benchmark", difference);
  }

  private static void say(Console console, Cost cost) {
    console.row(
        "costs",
        Map.of("name", cost.name(), "cost", cost.text()),
        Text.format("cost of %s: %s", cost.name(), cost.text()));
  }

  private BenchmarkResult measure(Task task, List<Predictor> wanted, Stages stages) {
    Store cells = store.open();
    try (Backend backend = compute.open()) {
      stages.say(
          Text.format(
              "%,d networks of %s; %s; store: %s",
              task.models().size(), task.name(), backend.description(), cells.folder()));
      Bench bench = new Bench(backend, LinearAlgebra.best(), name -> task.samples());
      return new Benchmark(task, wanted, seed.value()).run(new Runner(cells, bench), stages);
    }
  }

  private Report report(Task task, BenchmarkResult result, Ranking ranking) {
    Report.Builder report =
        ScoreReport.of(ranking, task.name()).toBuilder()
            .table(result.networks())
            .provenance("training", result.training())
            .provenance("seed", seed.value())
            .provenance("version", Version.text());
    if (!result.undefined().isEmpty()) {
      report.note(
          "Not scored, as they are not defined of every network: "
              + String.join(", ", result.undefined())
              + ".");
    }
    if (!result.others().isEmpty()) {
      report.note(
          "Training accuracies differ from those of the benchmark by more than 0.001: models "
              + String.join(", ", result.others())
              + ".");
    }
    return report.build();
  }
}
