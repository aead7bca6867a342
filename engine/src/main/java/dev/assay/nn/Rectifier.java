package dev.assay.nn;

/** The ReLU at the end of a step: whether there is one, and who masks its cotangents. */
enum Rectifier {
  NONE,

  /** The step masks them itself. */
  OWN,

  /**
   * The max pooling that follows masks its own cotangents, which are fewer: what wins a window has
   * passed ReLU exactly if the window's maximum is positive.
   */
  POOLED;

  boolean present() {
    return this != NONE;
  }

  boolean masks() {
    return this == OWN;
  }
}
