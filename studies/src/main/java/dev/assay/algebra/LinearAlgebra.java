package dev.assay.algebra;

import dev.assay.backend.cpu.Blas;

/**
 * The heavy operations of principal components and exact geometry, in double precision. {@link
 * #java()} is plain Java: it is used where no native library can be loaded, and it is the oracle of
 * those that can.
 */
public interface LinearAlgebra {

  /**
   * Adds the outer products of some rows: {@code sum[i,j] += Σ_r rows[r,i] · rows[r,j]} for {@code
   * j ≥ i}; what is below the diagonal is not touched.
   *
   * @param rows count × n
   * @param sum n × n
   */
  void addOuterProducts(double[] rows, int count, int n, double[] sum);

  /**
   * A product of matrices: {@code c = a · b}. The arrays may be longer than needed.
   *
   * @param a rows × inner
   * @param b inner × columns
   * @param c rows × columns, output
   */
  void multiply(int rows, int inner, int columns, double[] a, double[] b, double[] c);

  /** The same in single precision: each value is a sum of products, in any order. */
  void multiply(int rows, int inner, int columns, float[] a, float[] b, float[] c);

  /**
   * For products of rows.
   *
   * @param rows on each side, at most
   * @param inner values of a row, at most
   */
  RowProducts rowProducts(int rows, int inner);

  /**
   * All eigenvalues and eigenvectors of a symmetric matrix.
   *
   * @param matrix n × n, of which {@code j ≥ i} is read; destroyed
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

  /** OpenBLAS and LAPACK where they can be loaded, plain Java elsewhere. */
  static LinearAlgebra best() {
    return Blas.available() ? BlasAlgebra.INSTANCE : java();
  }

  /** What {@link #best} is, for the record: the library and its processor family, or Java. */
  static String description() {
    return Blas.available() ? Blas.version() + ", " + Blas.core() : "plain Java";
  }
}
