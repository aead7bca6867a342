package dev.assay.store;

import dev.assay.io.Text;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import java.nio.file.Path;

/**
 * A network that was trained.
 *
 * @param folder its cell
 * @param model after the last epoch, without the optimiser's state
 */
public record TrainedNetwork(Path folder, Checkpoint model) {
  static final String MODEL = "model.safetensors";
  static final String BEST = "best.safetensors";

  public History history() {
    return model.history();
  }

  /** The network as it was after an epoch that was asked to be kept. */
  public Checkpoint after(int epoch) {
    return Checkpoint.read(folder.resolve(snapshot(epoch)));
  }

  /** The network as it was when the loss beside training, by which that stopped, was lowest. */
  public Checkpoint best() {
    return Checkpoint.read(folder.resolve(BEST));
  }

  static String snapshot(int epoch) {
    return Text.format("epoch-%05d.safetensors", epoch);
  }
}
