package dev.assay.nn;

import dev.assay.tensor.Tensor;

/**
 * What a step with parameters or with batch statistics adds in training. Sums over the batch run in
 * two parts: each slice leaves its own in a row of {@link Step.Io#partial}, then the rows are added
 * in their order, so the result does not depend on the number of threads.
 */
interface TrainingStep {

  /** Floats that each slice leaves. */
  long partialSize();

  /** The row of one slice, as views that the step wants to see. */
  Tensor[] partialViews(Tensor row);

  /** Where the gradient of this step's parameters goes: its layer's part of the flat gradient. */
  void bindGradient(Tensor gradient);

  /** True where the forward and the backward each need something of the whole batch half-way. */
  default boolean isBatchGlobal() {
    return false;
  }

  /** First part of a batch-global forward: this slice's statistics. */
  default void statistics(Step.Io io) {}

  /**
   * Combines them; {@code batch} holds all samples and all rows, cut into slices of {@code slice}
   * samples.
   */
  default void mergeStatistics(Step.Io batch, int slice) {}

  /** First part of a batch-global backward: this slice's sums. */
  default void backwardStatistics(Step.Io io) {}

  /** Combines them. */
  default void mergeBackwardStatistics(Step.Io batch) {}

  /**
   * Number of tasks that complete the parameter gradient after the backward of all slices; they may
   * run in parallel.
   */
  default int gradientTasks() {
    return 0;
  }

  /** One of those tasks, given the whole batch. */
  default void gradient(int task, Step.Io batch, Tensor scratch) {}

  /** True where {@link #gradient} reads dy of the whole batch, which then must be kept. */
  default boolean keepsOutputCotangent() {
    return false;
  }
}
