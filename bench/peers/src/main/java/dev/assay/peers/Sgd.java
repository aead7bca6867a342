package dev.assay.peers;

/** The optimiser of all sides: stochastic gradient descent with momentum. */
final class Sgd {
  static final float RATE = 0.01f;
  static final float MOMENTUM = 0.9f;

  /** Gradients of the second step show whether the first update was the same. */
  static final int COMPARED_STEPS = 2;

  private Sgd() {}
}
