package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.random.Streams;
import java.util.Arrays;

/**
 * The bidiagonal matrix to which a linear operator is brought, a step at a time, from one random
 * vector for all operators of a size (Golub and Kahan 1965). Its largest singular value grows
 * towards the operator's, in some tens of steps where the power method takes hundreds. Products are
 * in single precision, so five digits hold. Vectors are not made orthogonal again: those that come
 * back bring copies of values that are found, none that is larger.
 */
final class Bidiagonal {
  private static final int STEPS = 300;

  /** What a step must add, relatively. */
  private static final double PRECISION = 1e-6;

  private final double[] diagonal = new double[STEPS];

  /** Right of the diagonal. */
  private final double[] beside = new double[STEPS];

  private int size;

  private Bidiagonal() {}

  /** The largest singular value of an operator. */
  static double largest(AffineMap operator) {
    long key = Streams.key(0, "bidiagonal");
    double[] v = new double[operator.in().size()];
    Arrays.setAll(v, i -> Streams.normal(key, i));
    double[] u = new double[operator.out().size()];
    double[] image = new double[u.length];
    double[] back = new double[v.length];
    Bidiagonal found = new Bidiagonal();
    double norm = 0;
    int still = 0;
    double length = normalise(v);
    while (still < 2 && found.size < STEPS && length > PRECISION * norm) {
      operator.multiplyRoughly(v, 1, image);
      JavaAlgebra.axpy(u.length, -length, u, 0, image, 0);
      System.arraycopy(image, 0, u, 0, u.length);
      double diagonal = normalise(u);
      operator.multiplyTransposedRoughly(u, 1, back);
      JavaAlgebra.axpy(v.length, -diagonal, v, 0, back, 0);
      System.arraycopy(back, 0, v, 0, v.length);
      length = normalise(v);
      found.add(diagonal, length);
      double larger = found.norm(norm);
      still = larger - norm <= PRECISION * larger ? still + 1 : 0;
      norm = larger;
    }
    return norm;
  }

  private void add(double onDiagonal, double next) {
    diagonal[size] = onDiagonal;
    beside[size++] = next;
  }

  /**
   * The largest singular value of what is there, the last value beside the diagonal left out.
   *
   * @param before that of one row and column less
   */
  private double norm(double before) {
    double low = before;
    double high = 0; // the largest sum of a row or column is at least the norm
    for (int i = 0; i < size; i++) {
      high = Math.max(high, diagonal[i] + (i == 0 ? 0 : beside[i - 1]));
      high = Math.max(high, diagonal[i] + (i + 1 == size ? 0 : beside[i]));
    }
    while (high - low > 1e-3 * PRECISION * high) {
      double middle = (low + high) / 2;
      if (isAbove(middle * middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** Whether no eigenvalue of the square, a tridiagonal matrix, is larger (Sylvester's law). */
  private boolean isAbove(double value) {
    double pivot = 1;
    double off = 0;
    for (int i = 0; i < size; i++) {
      double on = diagonal[i] * diagonal[i] + (i == 0 ? 0 : beside[i - 1] * beside[i - 1]);
      pivot = value - on - off * off / pivot;
      if (!(pivot > 0)) {
        return false;
      }
      off = diagonal[i] * beside[i];
    }
    return true;
  }

  /** Takes a vector to length 1, unless it is zero; its length before. */
  private static double normalise(double[] vector) {
    double length = Math.sqrt(JavaAlgebra.dot(vector.length, vector, 0, vector, 0));
    if (length > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= length;
      }
    }
    return length;
  }
}
