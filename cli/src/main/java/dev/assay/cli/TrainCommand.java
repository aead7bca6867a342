package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.report.Manifest;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import dev.assay.train.TrainingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(
    name = "train",
    header = "Trains a network.",
    description = {
      "Trains a network and writes a folder with its checkpoint (model.safetensors), history and"
          + " report. The folder is complete after every epoch: a run that was stopped goes on with"
          + " --resume, and ends with the same bytes as one that was not.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay train mlp --data mnist --epochs 10",
      "  assay train cnn --data glyphs --augment shift:2 --out runs/shifted",
      "  assay train cnn --data mnist --canvas 40",
      "  assay train cnn-deep --data cifar-10 --schedule cosine --augment flip,crop:4",
      "  assay train mlp --data mnist --corrupt label:0.2 --stop-accuracy 0.99",
      "  assay train cnn --data mnist --epochs 100 --validation 0.1 --patience 5",
      "  assay train net.yaml --data mnist --optimizer sgd --rate 0.1 --resume"
    })
final class TrainCommand implements Callable<Integer> {
  private static final String STOPPED =
      "stopped; epochs that are over are kept, and the same command with --resume goes on";

  @Spec private CommandSpec spec;

  @Mixin private TrainingOptions training;

  @Option(
      names = "--resume",
      description =
          "Go on with the run in the folder, if there is one; with more --epochs than it had also"
              + " with one that is over, unless its schedule depends on their number.")
  private boolean resume;

  @Mixin private OutputOption output;
  @Mixin private DataOptions dataOptions;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(compute.threads());
    Path folder = ReportWriter.ready(output.or(training.name(), "--data", "--epochs"));
    TrainingSetup setup = log.stage("load data", () -> training.setup(dataOptions.catalog()));
    requireBatches(setup);
    Path file = KeptRun.file(folder);
    Optional<KeptRun> earlier =
        output.forced()
            ? Optional.empty()
            : earlier(file, setup, console).map(last -> KeptRun.read(folder, last));
    if (earlier.isPresent() && isOver(earlier.get().last())) {
      console.say("already trained; --force trains again");
      tell(console, earlier.get().last().history(), folder);
      return 0;
    }
    ReportWriter writer = output.writer(folder, setup.request(), earlier.isPresent());
    try (Backend backend = compute.open()) {
      console.say(Text.format("%s, %s", setup.train(), backend.description()));
      log.fact("backend", backend.description());
      TrainingRun run = new TrainingRun(backend, setup, writer, log, console);
      History history =
          StopHint.during(
              () -> earlier.map(c -> run.resume(c, file)).orElseGet(run::start), console, STOPPED);
      tell(console, history, folder);
    }
    return 0;
  }

  /** Whether nothing is left to do: a run that is to have more epochs than before goes on. */
  private boolean isOver(Checkpoint found) {
    boolean stoppedEarly = training.stopsEarly() && training.epochs() == epochs(found);
    return found.state().finished()
        && (stoppedEarly || training.epochs() == found.history().last().epoch());
  }

  private static int epochs(Checkpoint found) {
    return Integer.parseInt(found.settings().get(TrainingConfig.EPOCHS));
  }

  private static void tell(Console console, History history, Path folder) {
    History.Epoch kept = KeptRun.epoch(history);
    console.result(
        "test_accuracy",
        kept.testAccuracy(),
        Text.format(
            "test accuracy %.2f %% after %s",
            100 * kept.testAccuracy(),
            history.validation().isEmpty()
                ? Text.format("%d epochs", kept.epoch())
                : Text.format(
                    "epoch %d of %d, which had the lowest validation loss",
                    kept.epoch(), history.last().epoch())));
    console.report(folder.resolve("report.html"));
  }

  private void requireBatches(TrainingSetup setup) {
    try {
      setup.batches();
    } catch (BadInputException e) {
      throw usage(e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * The run that the folder holds, if it is this one or its beginning; anything else there is an
   * error.
   */
  private Optional<Checkpoint> earlier(Path file, TrainingSetup setup, Console console) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Checkpoint found = Checkpoint.read(file);
    Optional<String> difference =
        found.architecture().equals(setup.architecture())
            ? TrainingSetup.difference(found.settings(), setup.settings())
            : Optional.of("the architecture differs");
    if (difference.isPresent()) {
      throw new BadInputException(
          Text.format(
              "%s is of another run (%s); name another folder with --out, or add --force to replace"
                  + " it",
              file, difference.get()));
    }
    if (training.epochs() != epochs(found)) {
      requireExtensible(file, found, setup.config());
    }
    if (!isOver(found)) {
      if (!resume) {
        throw new BadInputException(
            Text.format(
                "%s is of this run, stopped after %d of %d epochs; add --resume to go on or --force"
                    + " to start over",
                file, found.history().last().epoch(), training.epochs()));
      }
      found.requireResumable(setup.config(), setup.train().count(), file.toString());
    }
    Manifest.requireUnchanged(file);
    String version = found.settings().get(TrainingSetup.VERSION);
    if (!Version.text().equals(version)) {
      console.warn(
          Text.format(
              "%s was written by version %s, this is %s: results may differ from those of one"
                  + " version",
              file, version, Version.text()));
    }
    return Optional.of(found);
  }

  /** A run of another number of epochs must be the beginning of the one that is asked for. */
  private static void requireExtensible(Path file, Checkpoint found, TrainingConfig config) {
    int done = found.history().last().epoch();
    String obstacle =
        config.schedule().dependsOnEpochs()
            ? Text.format(
                "the schedule %s has other rates where there are other epochs in all, so such a run"
                    + " cannot go on as this one",
                config.schedule().text())
            : done >= config.epochs() ? Text.format("%d are done", done) : null;
    if (obstacle != null) {
      throw new BadInputException(
          Text.format(
              "%s is of a run of %d epochs, not %d: %s; name another folder with --out, or add"
                  + " --force to replace it",
              file, epochs(found), config.epochs(), obstacle));
    }
  }
}
