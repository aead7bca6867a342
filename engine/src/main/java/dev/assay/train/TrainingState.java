package dev.assay.train;

import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Parameters;
import java.util.List;
import java.util.Optional;

/**
 * What a run needs, besides the parameters, to go on where it stopped. Random streams are
 * counter-based, so they have no state.
 *
 * @param steps updates done
 * @param finished whether nothing is left to do
 * @param optimizer the optimiser's state, each laid out like {@code Parameters.trained()}
 */
public record TrainingState(long steps, boolean finished, List<float[]> optimizer) {

  /** Before the first step. */
  public static TrainingState start() {
    return new TrainingState(0, false, List.of());
  }

  /** The same where nobody is to go on from here. */
  public TrainingState over() {
    return new TrainingState(steps, true, List.of());
  }

  /**
   * What is in the way of going on from here to the end that the run would have had without a stop;
   * empty if nothing is.
   *
   * @param config of the run
   * @param history of the epochs so far
   * @param samples that it trains on
   */
  Optional<String> obstacle(
      TrainingConfig config, Architecture architecture, History history, int samples) {
    int done = history.epochs().size();
    long expected = done * Batches.of(architecture, config.batch(), samples).steps();
    if (steps != expected) {
      return Optional.of(
          Text.format(
              "%d steps are done, but %d epochs of %d samples in batches of %d have %d",
              steps, done, samples, config.batch(), expected));
    }
    long size = Parameters.trainedSize(architecture);
    int states = done == 0 ? 0 : config.optimizer().states();
    for (int i = 0; i < states; i++) {
      if (i >= optimizer.size() || optimizer.get(i).length != size) {
        return Optional.of(
            Text.format(
                "of the optimiser's state, tensor %s of %d values is missing; without it training would end elsewhere",
                Checkpoint.OPTIMIZER + i, size));
      }
    }
    return optimizer.size() == states
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "the optimiser %s has %d tensors of state, %d are given",
                config.optimizer().text(), states, optimizer.size()));
  }
}
