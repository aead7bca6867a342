package dev.assay.algebra;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Householder reduction to tridiagonal form, then implicit QR steps with Wilkinson's shift (Golub
 * and Van Loan, Matrix Computations, §8.3). Eigenvectors are kept as rows, so that every inner loop
 * walks contiguous memory.
 */
public final class JavaAlgebra implements LinearAlgebra {
  public static final JavaAlgebra INSTANCE = new JavaAlgebra();

  private static final double EPS = Math.ulp(1.0);
  private static final int STEPS_PER_VALUE = 60;

  /** Rows that stay in the second-level cache while every sum is passed over. */
  private static final int BLOCK = 64;

  private JavaAlgebra() {}

  @Override
  public void addOuterProducts(double[] rows, int count, int n, double[] sum) {
    for (int from = 0; from < count; from += BLOCK) {
      addOuterProducts(rows, from, Math.min(count, from + BLOCK), n, sum);
    }
  }

  private static void addOuterProducts(double[] rows, int from, int to, int n, double[] sum) {
    for (int i = 0; i < n; i++) {
      int out = i * n;
      int r = from;
      // four rows at once: one pass over the sums for four over the rows
      for (; r + 4 <= to; r += 4) {
        int r0 = r * n;
        int r1 = r0 + n;
        int r2 = r1 + n;
        int r3 = r2 + n;
        double a = rows[r0 + i];
        double b = rows[r1 + i];
        double c = rows[r2 + i];
        double d = rows[r3 + i];
        for (int j = i; j < n; j++) {
          sum[out + j] += a * rows[r0 + j] + b * rows[r1 + j] + c * rows[r2 + j] + d * rows[r3 + j];
        }
      }
      for (; r < to; r++) {
        axpy(n - i, rows[r * n + i], rows, r * n + i, sum, out + i);
      }
    }
  }

  @Override
  public void multiply(int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    Arrays.fill(c, 0, rows * columns, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        double factor = a[i * inner + k];
        if (factor != 0) {
          axpy(columns, factor, b, k * columns, c, i * columns);
        }
      }
    }
  }

  @Override
  public void multiply(int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    Arrays.fill(c, 0, rows * columns, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        float factor = a[i * inner + k];
        for (int j = 0; factor != 0 && j < columns; j++) {
          c[i * columns + j] += factor * b[k * columns + j];
        }
      }
    }
  }

  @Override
  public RowProducts rowProducts(int rows, int inner) {
    return new JavaRows();
  }

  @Override
  public Eigen symmetricEigen(double[] matrix, int n) {
    double[] diagonal = new double[n];
    double[] beside = new double[n];
    double[] scales = tridiagonalize(matrix, n, diagonal, beside);
    double[] vectors = new double[n * n];
    for (int i = 0; i < n; i++) {
      vectors[i * n + i] = 1;
    }
    diagonalize(diagonal, beside, vectors, n);
    for (int k = n - 3; k >= 0; k--) {
      for (int row = 0; row < n && scales[k] != 0; row++) {
        reflect(matrix, k * n + k + 1, scales[k], vectors, row * n + k + 1, n - k - 1);
      }
    }
    return ascending(diagonal, vectors, n);
  }

  /**
   * Reduces a symmetric matrix to tridiagonal form {@code T = Qᵀ A Q}, {@code Q = H₀ H₁ …}, {@code
   * H_k = I − scale_k v_k v_kᵀ}. Leaves v_k in row k, right of the diagonal.
   *
   * @param beside output: beside[k] couples k and k + 1
   * @return the scales, 0 where H_k is the identity
   */
  private static double[] tridiagonalize(double[] a, int n, double[] diagonal, double[] beside) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = a[j * n + i];
      }
    }
    double[] scales = new double[n];
    double[] p = new double[n];
    for (int k = 0; k < n; k++) {
      diagonal[k] = a[k * n + k];
      int length = n - k - 1;
      int v = k * n + k + 1;
      if (length <= 1) {
        beside[k] = length == 1 ? a[v] : 0;
        continue;
      }
      scales[k] = householder(a, v, length, beside, k);
      if (scales[k] != 0) {
        updateBothSides(a, n, k + 1, v, scales[k], p);
      }
    }
    return scales;
  }

  /** Turns a vector into the v of its reflection; returns 2 / vᵀv, and the new first element. */
  private static double householder(double[] a, int v, int length, double[] alpha, int at) {
    double largest = 0;
    for (int i = 1; i < length; i++) {
      largest = Math.max(largest, Math.abs(a[v + i]));
    }
    double first = a[v];
    if (largest == 0) {
      alpha[at] = first;
      return 0;
    }
    largest = Math.max(largest, Math.abs(first));
    double squares = 0;
    for (int i = 0; i < length; i++) {
      a[v + i] /= largest;
      squares += a[v + i] * a[v + i];
    }
    double norm = a[v] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    double vv = 2 * (squares - a[v] * norm);
    a[v] -= norm;
    alpha[at] = norm * largest;
    return 2 / vv;
  }

  /** A ← H A H on the trailing block that starts at {@code from}. */
  private static void updateBothSides(
      double[] a, int n, int from, int v, double scale, double[] p) {
    int length = n - from;
    double vp = 0;
    for (int i = 0; i < length; i++) {
      p[i] = scale * dot(length, a, (from + i) * n + from, a, v);
      vp += p[i] * a[v + i];
    }
    axpy(length, -0.5 * scale * vp, a, v, p, 0);
    for (int i = 0; i < length; i++) {
      int row = (from + i) * n + from;
      double vi = a[v + i];
      double qi = p[i];
      for (int j = 0; j < length; j++) {
        a[row + j] -= vi * p[j] + qi * a[v + j];
      }
    }
  }

  /** QR iteration on a tridiagonal matrix; the rows of {@code vectors} take every rotation. */
  private static void diagonalize(double[] d, double[] e, double[] vectors, int n) {
    double scale = 0;
    for (int i = 0; i < n; i++) {
      scale = Math.max(scale, Math.abs(d[i]) + Math.abs(e[i]));
    }
    if (!(scale < Double.POSITIVE_INFINITY)) {
      throw new ArithmeticException("the matrix has entries that are not finite");
    }
    double floor = EPS * EPS * scale;
    long left = (long) STEPS_PER_VALUE * n;
    int high = n - 1;
    while (high > 0) {
      int low = high;
      while (low > 0 && Math.abs(e[low - 1]) > negligible(d, low, floor)) {
        low--;
      }
      if (low == high) {
        high--;
        continue;
      }
      if (left-- == 0) {
        throw new ArithmeticException("the QR iteration does not converge");
      }
      qrStep(d, e, vectors, n, low, high);
    }
  }

  private static double negligible(double[] d, int i, double floor) {
    return Math.max(floor, EPS * (Math.abs(d[i - 1]) + Math.abs(d[i])));
  }

  private static void qrStep(double[] d, double[] e, double[] vectors, int n, int low, int high) {
    double half = (d[high - 1] - d[high]) / 2;
    double corner = e[high - 1];
    double root = Math.hypot(half, corner);
    double shift = d[high] - corner * (corner / (half + (half >= 0 ? root : -root)));
    double x = d[low] - shift;
    double bulge = e[low];
    for (int k = low; k < high; k++) {
      double r = Math.hypot(x, bulge);
      double c = r == 0 ? 1 : x / r;
      double s = r == 0 ? 0 : bulge / r;
      if (k > low) {
        e[k - 1] = r;
      }
      double a = d[k];
      double b = e[k];
      double g = d[k + 1];
      d[k] = c * c * a + 2 * c * s * b + s * s * g;
      d[k + 1] = s * s * a - 2 * c * s * b + c * c * g;
      e[k] = c * s * (g - a) + (c * c - s * s) * b;
      if (k < high - 1) {
        x = e[k];
        bulge = s * e[k + 1];
        e[k + 1] *= c;
      }
      rotate(vectors, k * n, (k + 1) * n, n, c, s);
    }
  }

  private static void rotate(double[] m, int first, int second, int n, double c, double s) {
    for (int i = 0; i < n; i++) {
      double a = m[first + i];
      double b = m[second + i];
      m[first + i] = c * a + s * b;
      m[second + i] = c * b - s * a;
    }
  }

  private static void reflect(double[] v, int at, double scale, double[] x, int from, int n) {
    axpy(n, -scale * dot(n, v, at, x, from), v, at, x, from);
  }

  private static Eigen ascending(double[] values, double[] vectors, int n) {
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sorted = new double[n];
    double[] rows = new double[n * n];
    for (int i = 0; i < n; i++) {
      sorted[i] = values[order[i]];
      System.arraycopy(vectors, order[i] * n, rows, i * n, n);
    }
    return new Eigen(sorted, rows);
  }

  /** Four independent sums, so that the additions do not wait for each other. */
  public static double dot(int n, double[] a, int i, double[] b, int j) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= n; k += 4) {
      s0 += a[i + k] * b[j + k];
      s1 += a[i + k + 1] * b[j + k + 1];
      s2 += a[i + k + 2] * b[j + k + 2];
      s3 += a[i + k + 3] * b[j + k + 3];
    }
    for (; k < n; k++) {
      s0 += a[i + k] * b[j + k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  public static void axpy(int n, double factor, double[] x, int i, double[] y, int j) {
    for (int k = 0; k < n; k++) {
      y[j + k] += factor * x[i + k];
    }
  }
}
