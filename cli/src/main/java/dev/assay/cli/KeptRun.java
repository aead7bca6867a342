package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import dev.assay.train.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a training keeps in its folder: the network that came of it so far, and where it stands.
 * These are one checkpoint, unless samples were held out: then the network is that of the epoch
 * with the lowest loss on them.
 *
 * @param network the network, with the history up to its epoch
 * @param last after the last epoch, with all that is needed to go on
 */
record KeptRun(Checkpoint network, Checkpoint last) {
  /** Name of the checkpoint to go on from, where it is not the network's. */
  static final String LAST = "last.safetensors";

  /** The checkpoint to go on from in a folder, whether there is one or not. */
  static Path file(Path folder) {
    Path last = folder.resolve(LAST);
    return Files.exists(last) ? last : folder.resolve(Models.CHECKPOINT);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param last read from {@link #file}
   */
  static KeptRun read(Path folder, Checkpoint last) {
    if (!Files.exists(folder.resolve(LAST))) {
      return new KeptRun(last, last);
    }
    Path file = folder.resolve(Models.CHECKPOINT);
    Checkpoint network = Models.open(file);
    History history = last.history();
    if (!network.architecture().equals(last.architecture())
        || !network.history().equals(history.first(epoch(history).epoch()))) {
      throw new BadInputException(
          Text.format(
              "%s: is not the network after epoch %d of %s, which had the lowest validation loss;"
                  + " add --force to train it anew",
              file, epoch(history).epoch(), LAST));
    }
    return new KeptRun(network, last);
  }

  /** The epoch whose network is kept. */
  static History.Epoch epoch(History history) {
    return history.validation().isEmpty() ? history.last() : history.best();
  }

  /**
   * What is kept after one more epoch.
   *
   * @param before after the epoch before it, null where there was none
   */
  static KeptRun after(
      KeptRun before,
      Network network,
      Map<String, String> settings,
      History history,
      TrainingState state) {
    Checkpoint last = Checkpoint.of(network, settings, history, state);
    if (history.validation().isEmpty()) {
      return new KeptRun(last, last);
    }
    Checkpoint kept = epoch(history).equals(history.last()) ? last : before.network;
    return new KeptRun(
        new Checkpoint(
            kept.architecture(), kept.parameters(), settings, kept.history(), kept.state().over()),
        last);
  }

  void write(Path folder) {
    network.write(folder.resolve(Models.CHECKPOINT));
    if (network != last) {
      last.write(folder.resolve(LAST));
    }
  }
}
