package dev.assay.study;

import dev.assay.backend.Backend;
import dev.assay.nn.Inputs;
import dev.assay.nn.Tap;

/** A classifier that is looked at at several places while it runs; see {@link Subject#forward}. */
public interface Forward {

  /** What computes, in whose memory taps see activations. */
  Backend backend();

  /**
   * Runs.
   *
   * @param inputs are made while it does
   * @param taps one for each place
   * @param logits room for count × classes; output
   */
  void run(Inputs inputs, int count, Tap[] taps, float[] logits);
}
