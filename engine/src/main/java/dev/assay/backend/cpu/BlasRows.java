package dev.assay.backend.cpu;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_full;

/**
 * Products of rows, {@code Σ_k left[i, k] · right[j, k]}, by OpenBLAS in memory of its own: arrays
 * of Java are copied for each call of {@link Blas}, rows that lie here are not. Used by one thread
 * at a time; gives its memory back when it is closed.
 */
public final class BlasRows implements AutoCloseable {
  private final Side left;
  private final Side right;
  private final DoublePointer found;
  private final DoubleBuffer products;
  private int inner;

  /** Some rows. */
  private static final class Side {
    final DoublePointer memory;
    final DoubleBuffer values;
    int count;

    Side(long most) {
      memory = new DoublePointer(most);
      values = memory.asBuffer();
    }

    void take(float[] from, int first, int stride, int rows, int inner) {
      int at = 0;
      for (int r = 0; r < rows; r++) {
        int begin = first + r * stride;
        for (int k = begin; k < begin + inner; k++) {
          values.put(at++, from[k]);
        }
      }
      count = rows;
    }
  }

  /**
   * @param rows on each side, at most
   * @param inner values of a row, at most
   * @throws IllegalStateException where there is no OpenBLAS
   */
  public BlasRows(int rows, int inner) {
    Blas.require();
    left = new Side((long) rows * inner);
    right = new Side((long) rows * inner);
    found = new DoublePointer((long) rows * rows);
    products = found.asBuffer();
  }

  /**
   * Takes rows on the left.
   *
   * @param first where the first of them begins
   * @param stride from one to the next
   * @param inner values of each, as many as on the other side when they are multiplied
   */
  public void left(float[] values, int first, int stride, int rows, int inner) {
    left.take(values, first, stride, rows, inner);
    this.inner = inner;
  }

  /** The same on the right. */
  public void right(float[] values, int first, int stride, int rows, int inner) {
    right.take(values, first, stride, rows, inner);
    this.inner = inner;
  }

  /**
   * All products of the rows that were taken last.
   *
   * @param into left rows × right rows, output; may be longer
   */
  public void multiply(double[] into) {
    openblas_full.cblas_dgemm(
        openblas_full.CblasRowMajor,
        openblas_full.CblasNoTrans,
        openblas_full.CblasTrans,
        left.count,
        right.count,
        inner,
        1,
        left.memory,
        inner,
        right.memory,
        inner,
        0,
        found,
        right.count);
    products.get(0, into, 0, left.count * right.count);
  }

  @Override
  public void close() {
    left.memory.close();
    right.memory.close();
    found.close();
  }
}
