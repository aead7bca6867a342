package dev.assay.algebra;

import dev.assay.backend.cpu.Blas;
import dev.assay.backend.cpu.BlasRows;
import java.util.Arrays;

/** OpenBLAS ({@code dsyrk}, {@code dgemm}) and LAPACK ({@code dsyevd}), on one thread. */
final class BlasAlgebra implements LinearAlgebra {
  static final BlasAlgebra INSTANCE = new BlasAlgebra();

  private BlasAlgebra() {}

  @Override
  public void addOuterProducts(double[] rows, int count, int n, double[] sum) {
    double[] exact = rows.length == count * n ? rows : Arrays.copyOf(rows, count * n);
    double[] gram = Blas.gram(exact, count, n);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        sum[i * n + j] += gram[i * n + j];
      }
    }
  }

  @Override
  public void multiply(int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    Blas.multiply(rows, inner, columns, a, b, c);
  }

  @Override
  public void multiply(int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    Blas.multiply(rows, inner, columns, a, b, c);
  }

  @Override
  public RowProducts rowProducts(int rows, int inner) {
    return new Rows(new BlasRows(rows, inner));
  }

  /** {@link BlasRows} as all know it. */
  private record Rows(BlasRows rows) implements RowProducts {
    @Override
    public void left(float[] values, int first, int stride, int count, int inner) {
      rows.left(values, first, stride, count, inner);
    }

    @Override
    public void right(float[] values, int first, int stride, int count, int inner) {
      rows.right(values, first, stride, count, inner);
    }

    @Override
    public void multiply(double[] into) {
      rows.multiply(into);
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  @Override
  public Eigen symmetricEigen(double[] matrix, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        matrix[j * n + i] = matrix[i * n + j];
      }
    }
    Blas.Eigen eigen = Blas.symmetricEigen(matrix, n);
    return new Eigen(eigen.values(), eigen.vectors());
  }
}
