package dev.assay.train;

import dev.assay.io.Text;

/** The loss became infinite or not a number. The message says at which step, and what to try. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergedException(int epoch, long step, double loss) {
    super(
        Text.format(
            "training diverged: the loss is %s at step %d (epoch %d); lower the learning rate",
            loss, step, epoch));
  }
}
