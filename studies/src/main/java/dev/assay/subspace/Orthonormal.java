package dev.assay.subspace;

import dev.assay.algebra.JavaAlgebra;

/** Gram and Schmidt's way to an orthonormal basis. */
final class Orthonormal {
  private Orthonormal() {}

  /**
   * Makes a row of a basis orthogonal to those before it, and of length 1.
   *
   * @param basis one vector a row, those before row k orthonormal
   */
  static void complete(double[] basis, int k, int dimension) {
    int row = k * dimension;
    // what is left of a row that is nearly in the span is not quite orthogonal; a second pass
    // makes it exact
    for (int pass = 0; pass < 2; pass++) {
      for (int earlier = 0; earlier < row; earlier += dimension) {
        double product = JavaAlgebra.dot(dimension, basis, earlier, basis, row);
        JavaAlgebra.axpy(dimension, -product, basis, earlier, basis, row);
      }
      double norm = Math.sqrt(JavaAlgebra.dot(dimension, basis, row, basis, row));
      for (int i = 0; i < dimension; i++) {
        basis[row + i] /= norm;
      }
    }
  }
}
