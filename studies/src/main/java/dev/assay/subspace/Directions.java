package dev.assay.subspace;

/**
 * The directions in which a search may leave a point: displacements are {@code P β} with
 * orthonormal columns of P (n × m), so that {@code ‖P β‖ = ‖β‖}; or what a linear map makes of such
 * ({@link #under}).
 */
public interface Directions {

  /** Length n of a point. */
  int dimension();

  /** Number m of coordinates. */
  int size();

  /**
   * Coordinates of a vector's projection: {@code β = Pᵀ v}.
   *
   * @param vectors holds v, n values from {@code offset} on
   * @param coordinates m, output
   * @return {@code ‖β‖²}
   */
  double project(float[] vectors, int offset, double[] coordinates);

  /** The same coordinates, rounded once. */
  default void project(float[] vectors, int offset, float[] coordinates) {
    double[] exact = new double[size()];
    project(vectors, offset, exact);
    for (int c = 0; c < exact.length; c++) {
      coordinates[c] = (float) exact[c];
    }
  }

  /**
   * Moves a point: {@code x ← x + P β}.
   *
   * @param coordinates m
   * @param point n, changed
   */
  void lift(double[] coordinates, double[] point);

  /**
   * A moved point, {@code x + P β}, in double and rounded once.
   *
   * @param x the point begins at {@code from}
   * @param scratch n values, changed
   * @param into output, n values from {@code offset} on
   */
  default void move(
      double[] coordinates, float[] x, int from, double[] scratch, float[] into, int offset) {
    for (int i = 0; i < dimension(); i++) {
      scratch[i] = x[from + i];
    }
    lift(coordinates, scratch);
    for (int i = 0; i < dimension(); i++) {
      into[offset + i] = (float) scratch[i];
    }
  }

  /** The same with coordinates that are so many times a vector in single precision. */
  default void move(
      double factor, float[] ray, float[] x, int from, double[] scratch, float[] into, int offset) {
    double[] coordinates = new double[ray.length];
    for (int c = 0; c < ray.length; c++) {
      coordinates[c] = factor * ray[c];
    }
    move(coordinates, x, from, scratch, into, offset);
  }

  /** Whether P is the identity: coordinates are the values of a displacement. */
  default boolean whole() {
    return false;
  }

  /**
   * What a linear map makes of these directions: A P, of which columns are not orthonormal.
   *
   * @param map A, h × n
   */
  default Directions under(float[] map) {
    int outputs = map.length / dimension();
    double[] columns = new double[size() * outputs];
    double[] row = new double[size()];
    for (int k = 0; k < outputs; k++) {
      project(map, k * dimension(), row);
      for (int c = 0; c < row.length; c++) {
        columns[c * outputs + k] = row[c];
      }
    }
    return new Columns(columns, outputs);
  }

  /** Every direction: P is the identity. */
  static Directions all(int n) {
    return new AllDirections(n);
  }
}
