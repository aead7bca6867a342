package dev.assay.algebra;

/**
 * Products of the rows of two matrices, {@code Σ_k left[i, k] · right[j, k]}: the values in single
 * precision, the sums in double. Rows are handed over once, however often they are multiplied. Used
 * by one thread at a time.
 */
public interface RowProducts extends AutoCloseable {

  /**
   * Takes rows on the left.
   *
   * @param first where the first of them begins
   * @param stride from one to the next
   * @param inner values of each, as many as on the other side when they are multiplied
   */
  void left(float[] values, int first, int stride, int rows, int inner);

  /** The same on the right. */
  void right(float[] values, int first, int stride, int rows, int inner);

  /**
   * All products of the rows that were taken last.
   *
   * @param into left rows × right rows, output; may be longer
   */
  void multiply(double[] into);

  @Override
  void close();
}
