package dev.assay.geometry;

/**
 * The two heavy operations that a principal component analysis needs, in double precision. {@link
 * #java()} is plain Java: it is used where no native library can be loaded, and it is the oracle of
 * those that can.
 */
public interface LinearAlgebra {

  /**
   * The Gram matrix {@code XᵀX}: n × n, exactly symmetric.
   *
   * @param rows X, count × n
   */
  double[] gram(double[] rows, int count, int n);

  /**
   * All eigenvalues and eigenvectors of a symmetric matrix.
   *
   * @param matrix n × n, both halves filled
   */
  Eigen symmetricEigen(double[] matrix, int n);

  /**
   * An eigendecomposition.
   *
   * @param values ascending, n of them
   * @param vectors n × n, row k is the unit eigenvector of value k; its sign is not specified
   */
  record Eigen(double[] values, double[] vectors) {}

  /** Plain Java, one thread. */
  static LinearAlgebra java() {
    return JavaAlgebra.INSTANCE;
  }
}
