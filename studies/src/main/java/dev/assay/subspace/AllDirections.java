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
  public void project(float[] vectors, int offset, float[] coordinates) {
    System.arraycopy(vectors, offset, coordinates, 0, dimension);
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

  @Override
  public void move(
      double factor, float[] ray, float[] x, int from, double[] scratch, float[] into, int offset) {
    LongVectors.extend(x, from, factor, ray, into, offset);
  }

  @Override
  public boolean whole() {
    return true;
  }
}
