package dev.assay.nn;

/** What kind of function a layer is, in evaluation mode. */
public enum Linearity {
  /** A linear map and a shift. */
  AFFINE,

  /** Affine on each of finitely many polytopes. */
  PIECEWISE_LINEAR,

  /** Neither, so that there is no exact geometry; measures of first order stay. */
  OTHER
}
