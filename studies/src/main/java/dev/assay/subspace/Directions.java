package dev.assay.subspace;

/**
 * The directions in which a search may leave a point: displacements are {@code P β} with
 * orthonormal columns of P (n × m), so that {@code ‖P β‖ = ‖β‖}.
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
   */
  void project(float[] vectors, int offset, double[] coordinates);

  /**
   * Moves a point: {@code x ← x + P β}.
   *
   * @param coordinates m
   * @param point n, changed
   */
  void lift(double[] coordinates, double[] point);

  /** Every direction: P is the identity. */
  static Directions all(int n) {
    return new AllDirections(n);
  }
}
