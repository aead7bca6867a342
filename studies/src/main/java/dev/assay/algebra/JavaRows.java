package dev.assay.algebra;

/** {@link RowProducts} in plain Java. */
final class JavaRows implements RowProducts {
  private double[][] left;
  private double[][] right;

  @Override
  public void left(float[] values, int first, int stride, int rows, int inner) {
    left = copy(values, first, stride, rows, inner);
  }

  @Override
  public void right(float[] values, int first, int stride, int rows, int inner) {
    right = copy(values, first, stride, rows, inner);
  }

  private static double[][] copy(float[] values, int first, int stride, int rows, int inner) {
    double[][] copy = new double[rows][inner];
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < inner; k++) {
        copy[r][k] = values[first + r * stride + k];
      }
    }
    return copy;
  }

  @Override
  public void multiply(double[] into) {
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right.length; j++) {
        into[i * right.length + j] = JavaAlgebra.dot(left[i].length, left[i], 0, right[j], 0);
      }
    }
  }

  @Override
  public void close() {
    // arrays are Java's
  }
}
