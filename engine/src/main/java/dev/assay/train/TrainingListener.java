package dev.assay.train;

/** Told how training goes. All methods do nothing by default. */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * After every step.
   *
   * @param samples samples trained on so far, over all epochs
   * @param total samples of the whole run, if it does not stop early
   * @param loss loss of the step
   */
  default void step(long samples, long total, double loss) {}

  /** After every epoch, once its checkpoint is due. */
  default void epoch(History history, TrainingState state) {}
}
