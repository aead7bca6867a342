package dev.assay.subspace;

/** The whole space. */
record AllDirections(int dimension) implements Directions {

  @Override
  public int size() {
    return dimension;
  }

  @Override
  public void project(float[] vectors, int offset, double[] coordinates) {
    for (int i = 0; i < dimension; i++) {
      coordinates[i] = vectors[offset + i];
    }
  }

  @Override
  public void lift(double[] coordinates, double[] point) {
    for (int i = 0; i < dimension; i++) {
      point[i] += coordinates[i];
    }
  }
}
