package dev.assay.train;

import dev.assay.io.Text;

/**
 * The loss, a parameter, a running statistic or the state of the optimiser became infinite or not a
 * number. The message says which, at which step, and what to try.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param what what is not finite, with a verb
   * @param epoch from 1
   * @param step from 1, over all epochs
   */
  DivergedException(String what, int epoch, long step) {
    super(
        Text.format(
            "training diverged: %s at step %d (epoch %d); lower the learning rate",
            what, step, epoch));
  }
}
