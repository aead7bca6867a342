package dev.assay.train;

import java.util.List;

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
}
