package dev.assay.backend.cuda;

import dev.assay.tensor.Tensor;

/**
 * What follows a product: {@code y[n,o,…] ← y[n,o,…] + bias[o]}, then {@code max(y, 0)}.
 *
 * @param bias O, or null for none
 */
record Epilogue(Tensor bias, boolean relu) {

  boolean isNothing() {
    return bias == null && !relu;
  }

  /**
   * In place, as a kernel of its own.
   *
   * @param y N×O or N×O×H×W
   */
  void apply(Launch launch, Tensor y) {
    if (isNothing()) {
      return;
    }
    int outputs = y.shape().extent(1);
    launch
        .of(Kernel.ADD_BIAS)
        .put(y.size())
        .put(outputs)
        .put((int) (y.size() / y.count() / outputs))
        .put(relu)
        .put(bias)
        .put(y)
        .elements(y.size());
  }
}
