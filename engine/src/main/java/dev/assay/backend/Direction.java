package dev.assay.backend;

/** Which product a packed copy of a layer's weights serves. */
public enum Direction {
  /** Inputs to outputs. */
  FORWARD,
  /** Cotangents of outputs to cotangents of inputs. */
  BACKWARD
}
