package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.nn.Explanation;
import dev.assay.nn.Network;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import dev.assay.train.Trainer;
import dev.assay.train.TrainingConfig;
import dev.assay.train.TrainingListener;
import dev.assay.train.TrainingState;
import java.nio.file.Path;

/**
 * A training run whose folder is complete after every epoch: report, history and the checkpoint to
 * go on from. A run that is killed loses the epoch it was in, nothing else.
 */
final class TrainingRun {
  private final Backend backend;
  private final TrainingSetup setup;
  private final ReportWriter writer;
  private final RunLog log;
  private final Console console;

  /**
   * @throws dev.assay.io.BadInputException if the machine has no room for it
   */
  TrainingRun(
      Backend backend, TrainingSetup setup, ReportWriter writer, RunLog log, Console console) {
    this.backend = backend;
    this.setup = setup;
    this.writer = writer;
    this.log = log;
    this.console = console;
    TrainingConfig config = setup.config();
    new Explanation(setup.architecture(), backend)
        .requireRoomToTrain(config.batch(), config.optimizer().states());
  }

  /** From the beginning. */
  History start() {
    try (Network network = new Network(backend, setup.architecture(), setup.config().seed())) {
      return run(network, null, History.empty(), TrainingState.start());
    }
  }

  /**
   * From where a run stands.
   *
   * @param file where that was read from
   */
  History resume(KeptRun earlier, Path file) {
    Checkpoint last = earlier.last();
    log.fact("resumedAfterEpoch", Integer.toString(last.history().last().epoch()));
    try (Network network = last.network(backend, file.toString())) {
      return run(network, earlier, last.history(), last.state());
    }
  }

  private History run(Network network, KeptRun earlier, History history, TrainingState state) {
    return new Trainer(setup.config(), new Keeper(network, earlier), setup.validation())
        .resume(network, setup.train(), setup.test(), history, state);
  }

  /** Keeps the folder up to date. */
  private final class Keeper implements TrainingListener {
    private final Network network;
    private final EpochLines lines = new EpochLines(console, setup);

    /** Null before the first epoch. */
    private KeptRun kept;

    Keeper(Network network, KeptRun earlier) {
      this.network = network;
      this.kept = earlier;
    }

    @Override
    public void step(long samples, long total, double loss) {
      lines.step(samples, total, loss);
    }

    @Override
    public void epoch(History history, TrainingState state) {
      log.took("train", lines.epochTime());
      lines.epoch(history, state);
      kept = KeptRun.after(kept, network, setup.settings(), history, state);
      log.stage(
          "write",
          () ->
              writer.write(TrainingReport.of(setup, history, state.finished()), log, kept::write));
      lines.epochBegins();
    }
  }
}
