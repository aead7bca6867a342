package dev.assay.study;

import dev.assay.nn.Inputs;

/** A classifier that is looked at at several places while it runs; see {@link Subject#forward}. */
@FunctionalInterface
public interface Forward {

  /**
   * Runs.
   *
   * @param inputs are made while it does
   * @param found for each place room for count × activations; output
   */
  void run(Inputs inputs, int count, float[][] found);
}
