package dev.assay.subspace;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.backend.cpu.LongVectors;

/**
 * Any m columns of P.
 *
 * @param values m × n, one column after the other
 * @param dimension n
 */
record Columns(double[] values, int dimension) implements Directions {

  @Override
  public int size() {
    return values.length / dimension;
  }

  @Override
  public double project(float[] vectors, int offset, double[] coordinates) {
    LongVectors.project(dimension, vectors, offset, values, coordinates);
    return LongVectors.product(coordinates, coordinates);
  }

  @Override
  public void lift(double[] coordinates, double[] point) {
    for (int c = 0; c < coordinates.length; c++) {
      JavaAlgebra.axpy(dimension, coordinates[c], values, c * dimension, point, 0);
    }
  }
}
