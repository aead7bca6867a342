package dev.assay.subspace;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;

/**
 * The span of m orthonormal vectors in n dimensions; immutable. The leading principal components of
 * a data set come from {@link PrincipalComponents#leading}.
 */
public final class Subspace implements Directions {
  private static final double ORTHONORMAL = 1e-9;

  private final Columns columns;

  private Subspace(double[] basis, int dimension) {
    this.columns = new Columns(basis, dimension);
  }

  /**
   * The span of given vectors.
   *
   * @param basis m × n, one vector a row; orthonormal to 10⁻⁹
   */
  public static Subspace spannedBy(double[] basis, int dimension) {
    if (dimension < 1 || basis.length == 0 || basis.length % dimension != 0) {
      throw new IllegalArgumentException(
          Text.format(
              "a basis of vectors of length %d cannot have %d values", dimension, basis.length));
    }
    for (int a = 0; a < basis.length; a += dimension) {
      for (int b = 0; b <= a; b += dimension) {
        double product = JavaAlgebra.dot(dimension, basis, a, basis, b);
        if (!(Math.abs(product - (a == b ? 1 : 0)) <= ORTHONORMAL)) {
          throw new IllegalArgumentException(
              Text.format(
                  "basis vectors %d and %d have the product %s: not orthonormal",
                  b / dimension, a / dimension, product));
        }
      }
    }
    return trusted(basis.clone(), dimension);
  }

  /**
   * A subspace that knows nothing of any data: the span of vectors of independent normal values,
   * which has no preferred direction.
   *
   * @throws BadInputException if there are not so many dimensions
   */
  public static Subspace random(int dimension, int size, long seed) {
    if (size < 1 || size > dimension || (long) size * dimension > Shape.MAX_SIZE) {
      throw new BadInputException(
          Text.format(
              "cannot draw a subspace of %d dimensions among %d; choose 1 to %d",
              size, dimension, Math.min(dimension, Shape.MAX_SIZE / dimension)));
    }
    long key = Streams.key(seed, "random subspace");
    double[] basis = new double[size * dimension];
    Arrays.setAll(basis, i -> Streams.normal(key, i));
    for (int k = 0; k < size; k++) {
      Orthonormal.complete(basis, k, dimension);
    }
    return trusted(basis, dimension);
  }

  /** Takes the array, which is orthonormal by construction. */
  static Subspace trusted(double[] basis, int dimension) {
    return new Subspace(basis, dimension);
  }

  @Override
  public int dimension() {
    return columns.dimension();
  }

  @Override
  public int size() {
    return columns.size();
  }

  /** The vectors, m × n, one a row. */
  public double[] basis() {
    return columns.values().clone();
  }

  @Override
  public double project(float[] vectors, int offset, double[] coordinates) {
    return columns.project(vectors, offset, coordinates);
  }

  @Override
  public void lift(double[] coordinates, double[] point) {
    columns.lift(coordinates, point);
  }
}
