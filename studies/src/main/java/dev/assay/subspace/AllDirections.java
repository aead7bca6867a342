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

  /** In one pass: points are long. */
  @Override
  public void move(
      double[] coordinates, float[] x, int from, double[] scratch, float[] into, int offset) {
    for (int i = 0; i < dimension; i++) {
      into[offset + i] = (float) (x[from + i] + coordinates[i]);
    }
  }
}
