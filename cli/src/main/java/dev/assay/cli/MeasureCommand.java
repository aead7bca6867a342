package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import dev.assay.predictor.Trained;
import dev.assay.report.RunLog;
import dev.assay.store.Planned;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints predictors of generalisation for one network. */
@Command(
    name = "measure",
    header = "Prints numbers that may predict how a network generalises.",
    description = {
      "Takes predictors of a trained network: norms of its weights, flatness, margins,"
          + " fragmentation, clusters and sparsity of its activations. Each is meant to be larger"
          + " where the generalisation gap is. What was measured is kept in a store.",
      ""
    },
    sortOptions = false,
    subcommands = MeasureCommand.Listing.class,
    footer = {
      "",
      "Examples:",
      "  assay measure list",
      "  assay measure runs/mlp-mnist",
      "  assay measure runs/mlp-mnist --measure path-norm,input-margin"
    })
final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHECKPOINT",
      description = "The folder of a training run, or the checkpoint in it.")
  private Path checkpoint;

  @Option(
      names = "--measure",
      split = ",",
      paramLabel = "NAME[,NAME...]",
      converter = Texts.OfPredictor.class,
      completionCandidates = Candidates.OfPredictors.class,
      description = "Which (default: all).")
  private List<Predictor> predictors = new ArrayList<>();

  @Mixin private StoreOption store;
  @Mixin private SeedOption seed;
  @Mixin private DataOptions dataOptions;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    List<Predictor> wanted = predictors.isEmpty() ? Predictors.all() : predictors;
    if (checkpoint == null) {
      throw new ParameterException(
          spec.commandLine(), "expected a CHECKPOINT to measure, or 'list', which tells of all");
    }
    TrainedRun run = TrainedRun.of(checkpoint, dataOptions.catalog());
    Store cells = store.open();
    Stages stages = new Stages(console, RunLog.start(compute.threads()));
    try (Backend backend = compute.open()) {
      Bench bench = new Bench(backend, LinearAlgebra.best(), dataOptions.catalog()::open);
      Dataset training = bench.keep(run.training());
      console.say(Text.format("trained on %s; %s", training, backend.description()));
      Trained trained =
          new Trained(
              run.architecture(), run.keptIn(cells), run.untrained(), training, seed.value());
      Runner runner = new Runner(cells, bench);
      for (int i = 0; i < wanted.size(); i++) {
        stages.at("measure", i, wanted.size(), "measures");
        tell(console, wanted.get(i), trained, runner);
      }
      stages.at("measure", wanted.size(), wanted.size(), "measures");
      stages.end();
    }
    return 0;
  }

  /** Tells what there is. */
  @Command(
      name = "list",
      header = "Says what each measure is, who proposed it, and what it costs.",
      description = {
        "A line for each: name, the sign that is expected of Kendall's tau with the generalisation"
            + " gap, formula, source and what most of the time goes into. What should fall where"
            + " the gap grows, a margin for example, has a minus in its formula, so that the sign"
            + " is + for all. assay score names those that a table has the other way round.",
        ""
      },
      footer = {"", "Examples:", "  assay measure list"})
  static final class Listing implements Callable<Integer> {
    @Mixin private StandardOptions standard;

    @Override
    public Integer call() {
      for (Predictor each : Predictors.all()) {
        standard
            .console()
            .row(
                "measures",
                Map.of(
                    "name", each.name(),
                    "sign", "+",
                    "formula", each.formula(),
                    "source", each.source(),
                    "cost", each.cost().words()),
                Text.format(
                    "%-34s +  %s; %s; %s",
                    each.name(), each.formula(), each.source(), each.cost().words()));
      }
      return 0;
    }
  }

  /** One value; where it does not apply to this network, why. */
  private static void tell(Console console, Predictor predictor, Trained trained, Runner runner) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("label", predictor.name());
    String words;
    try {
      Planned<Double> planned = predictor.value().apply(trained);
      runner.makeAll(runner.missing(planned.specs()), made -> {});
      double value = planned.read(runner) + 0.0; // no −0
      fields.put("value", value);
      words = Double.isNaN(value) ? "not defined" : Text.format("%.6g", value);
    } catch (BadInputException e) {
      fields.put("value", null);
      fields.put("reason", e.getMessage());
      words = "not defined: " + e.getMessage();
    }
    console.row("numbers", fields, Text.format("%-34s %s", predictor.name(), words));
  }
}
