package dev.assay.subspace;

import dev.assay.backend.cpu.LongVectors;

/** The whole space. */
record AllDirections(int dimension) implements Directions {

  @Override
  public int size() {
    return dimension;
  }

  @Override
  public double project(float[] vectors, int offset, double[] coordinates) {
    return LongVectors.widen(vectors, offset, coordinates);
  }

  @Override
  public void lift(double[] coordinates, double[] point) {
    for (int i = 0; i < dimension; i++) {
      point[i] += coordinates[i];
    }
  }

  /** In one pass: points are long. */
  @Override
  public void move(
      double[] coordinates, float[] x, int from, double[] scratch, float[] into, int offset) {
    LongVectors.displace(x, from, coordinates, into, offset);
  }
}
