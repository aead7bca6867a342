package dev.assay.geometry;

/** One step of a piecewise-linear function; immutable, for any number of threads. */
sealed interface Stage permits AffineMap, Rectifier, Maximum {

  Grid in();

  Grid out();

  /**
   * Values of the step.
   *
   * @param x count × in
   * @param y count × out, output
   */
  void apply(double[] x, int count, double[] y);
}
