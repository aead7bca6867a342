package dev.assay.train;

import java.util.function.Supplier;

/**
 * When training is over before its last epoch: asked after every epoch of the clean pass over the
 * training set (evaluation mode, no augmentation), so that networks do not differ in how far they
 * are trained, or of the samples beside it that are evaluated after every epoch.
 */
public sealed interface StoppingCriterion {
  /** All epochs are trained. */
  StoppingCriterion NEVER = new Never();

  /**
   * Whether it is reached.
   *
   * @param history of the epochs so far
   * @param training evaluates the training set; asked only if need be
   */
  boolean isReached(History history, Supplier<Evaluation> training);

  /** Whether it looks at the samples beside training. */
  default boolean watchesBeside() {
    return false;
  }

  /** What was reached, for a person. */
  String words();

  /** An accuracy from 0, exclusive, to 1. */
  static StoppingCriterion accuracy(double least) {
    return new Accuracy(least);
  }

  /** A mean cross-entropy, as the tasks of PGDL stop at 0.01. */
  static StoppingCriterion loss(double most) {
    return new Loss(most);
  }

  /** So many epochs in a row after which the loss on the samples beside is no lower than before. */
  static StoppingCriterion patience(int epochs) {
    return new Patience(epochs);
  }

  /** See {@link #NEVER}. */
  record Never() implements StoppingCriterion {
    @Override
    public boolean isReached(History history, Supplier<Evaluation> training) {
      return false;
    }

    @Override
    public String words() {
      return "all epochs";
    }
  }

  /** See {@link #accuracy}. */
  record Accuracy(double least) implements StoppingCriterion {
    public Accuracy {
      if (!(least > 0 && least <= 1)) {
        throw new IllegalArgumentException(
            "stop accuracy must be above 0 and at most 1, got " + least);
      }
    }

    @Override
    public boolean isReached(History history, Supplier<Evaluation> training) {
      return training.get().accuracy() >= least;
    }

    @Override
    public String words() {
      return "the training accuracy reached " + least;
    }
  }

  /** See {@link #loss}. */
  record Loss(double most) implements StoppingCriterion {
    public Loss {
      if (!(most > 0 && most < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("stop loss must be a positive number, got " + most);
      }
    }

    @Override
    public boolean isReached(History history, Supplier<Evaluation> training) {
      return training.get().loss() <= most;
    }

    @Override
    public String words() {
      return "the training loss fell to " + most;
    }
  }

  /** See {@link #patience}. */
  record Patience(int epochs) implements StoppingCriterion {
    public Patience {
      if (epochs < 1) {
        throw new IllegalArgumentException("patience must be at least 1 epoch, got " + epochs);
      }
    }

    @Override
    public boolean isReached(History history, Supplier<Evaluation> training) {
      return history.last().epoch() - history.best().epoch() >= epochs;
    }

    @Override
    public boolean watchesBeside() {
      return true;
    }

    @Override
    public String words() {
      return "the loss beside training had not fallen for " + epochs + " epochs";
    }
  }
}
