package dev.assay.cli;

import dev.assay.io.Text;
import dev.assay.train.Evaluation;
import dev.assay.train.History;
import dev.assay.train.History.Epoch;
import dev.assay.train.TrainingListener;
import dev.assay.train.TrainingState;
import java.time.Duration;

/** Tells on the console how training goes: a bar while it runs, a line after each epoch. */
final class EpochLines implements TrainingListener {
  private final Console console;
  private final TrainingSetup setup;
  private long began = System.nanoTime();
  private double smoothed = Double.NaN;

  EpochLines(Console console, TrainingSetup setup) {
    this.console = console;
    this.setup = setup;
  }

  @Override
  public void step(long samples, long total, double loss) {
    smoothed = Double.isNaN(smoothed) ? loss : 0.95 * smoothed + 0.05 * loss;
    console.progress(setup.name(), samples, total, "samples", Text.format("loss %.4f", smoothed));
  }

  /** What follows belongs to the next epoch; what came before (a report was written) to none. */
  void epochBegins() {
    began = System.nanoTime();
  }

  /** Time since the epoch began. */
  Duration epochTime() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Override
  public void epoch(History history, TrainingState state) {
    Epoch last = history.last();
    double seconds = epochTime().toNanos() / 1e9;
    console.say(
        Text.format(
            "%s: epoch %d/%d, loss %.4f, train %.2f %%, %stest %.2f %%, %.1f s, %,.0f samples/s",
            setup.name(),
            last.epoch(),
            setup.config().epochs(),
            last.trainLoss(),
            100 * last.trainAccuracy(),
            validated(history),
            100 * last.testAccuracy(),
            seconds,
            setup.batches().used() / seconds));
    epochBegins();
  }

  private static String validated(History history) {
    if (history.validation().isEmpty()) {
      return "";
    }
    Evaluation held = history.validation().get(history.validation().size() - 1);
    return Text.format("validation %.2f %% (loss %.4f), ", 100 * held.accuracy(), held.loss());
  }
}
