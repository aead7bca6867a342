package dev.assay.nn;

import dev.assay.tensor.Tensor;

/**
 * Looks at what passes a cut while a network runs: on the thread that made it and in the memory
 * where it was made, so most often while it is in cache.
 */
@FunctionalInterface
public interface Tap {

  /**
   * Takes some of the samples. Several threads call at a time, in any order, each sample once.
   *
   * @param first number of the first of them
   * @param x activations, which stay only as long as this call and are not changed
   * @param worker which of the backend's workers calls; use it to pick memory only
   */
  void take(int first, Tensor x, int worker);
}
