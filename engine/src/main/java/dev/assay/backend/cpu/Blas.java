package dev.assay.backend.cpu;

import dev.assay.io.Text;
import dev.assay.kernels.NativeCache;
import org.bytedeco.openblas.global.openblas_full;

/**
 * Double-precision linear algebra by OpenBLAS and LAPACK, on Java arrays, row-major. The library is
 * loaded by the first call (about a third of a second): training and start-up do not need it. It
 * runs on the calling thread alone, so results do not depend on the number of cores.
 */
public final class Blas {
  private static final String REASON = load();

  private Blas() {}

  /**
   * Eigenvalues in ascending order; component {@code i} of the unit eigenvector of {@code
   * values[k]} is {@code vectors[k · n + i]}.
   */
  public record Eigen(double[] values, double[] vectors) {}

  /** Whether OpenBLAS can be called. */
  public static boolean available() {
    return REASON == null;
  }

  /** Why OpenBLAS cannot be called, in one line; null if it can. */
  public static String reason() {
    return REASON;
  }

  /** For example {@code OpenBLAS 0.3.31}. */
  public static String version() {
    require();
    String[] words = openblas_full.openblas_get_config().getString().split(" ");
    return words.length < 2 ? words[0] : words[0] + " " + words[1];
  }

  /**
   * The processor family whose kernels OpenBLAS chose, for example {@code Cooperlake}; the
   * environment variable {@code OPENBLAS_CORETYPE} forces another.
   */
  public static String core() {
    require();
    return openblas_full.openblas_get_corename().getString();
  }

  /** Threads OpenBLAS runs on: 1. */
  public static int threads() {
    require();
    return openblas_full.openblas_get_num_threads();
  }

  /**
   * Eigenvalues and eigenvectors of a symmetric matrix (LAPACK {@code dsyevd}).
   *
   * @param matrix n×n; the part on and below the diagonal is read
   * @throws IllegalArgumentException if an entry is not finite
   */
  public static Eigen symmetricEigen(double[] matrix, int n) {
    require();
    check(matrix, n, n, "matrix");
    for (double entry : matrix) {
      if (!Double.isFinite(entry)) {
        throw new IllegalArgumentException("matrix has an entry that is not finite: " + entry);
      }
    }
    double[] vectors = matrix.clone();
    double[] values = new double[n];
    // column-major: the lower triangle of the rows is LAPACK's upper one, and its columns of
    // eigenvectors are our rows
    int info =
        openblas_full.LAPACKE_dsyevd(
            openblas_full.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', n, vectors, n, values);
    if (info != 0) {
      throw new IllegalStateException(
          "eigenvalues did not converge (dsyevd returned " + info + ")");
    }
    return new Eigen(values, vectors);
  }

  /**
   * {@code XᵀX} of a matrix of {@code rows × columns}: {@code columns × columns}, exactly
   * symmetric.
   */
  public static double[] gram(double[] x, int rows, int columns) {
    require();
    check(x, rows, columns, "x");
    double[] gram = new double[Math.multiplyExact(columns, columns)];
    openblas_full.cblas_dsyrk(
        openblas_full.CblasRowMajor,
        openblas_full.CblasLower,
        openblas_full.CblasTrans,
        columns,
        rows,
        1,
        x,
        columns,
        0,
        gram,
        columns);
    for (int i = 0; i < columns; i++) {
      for (int j = i + 1; j < columns; j++) {
        gram[i * columns + j] = gram[j * columns + i];
      }
    }
    return gram;
  }

  /** {@code A·B} of {@code rows × inner} and {@code inner × columns}. */
  public static double[] product(double[] a, double[] b, int rows, int inner, int columns) {
    check(a, rows, inner, "a");
    check(b, inner, columns, "b");
    double[] product = new double[Math.multiplyExact(rows, columns)];
    multiply(rows, inner, columns, a, b, product);
    return product;
  }

  /**
   * {@code c = a·b} of {@code rows × inner} and {@code inner × columns}, from the beginning of
   * arrays that may be longer.
   */
  public static void multiply(
      int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    require();
    enough(a.length, rows, inner, "a");
    enough(b.length, inner, columns, "b");
    enough(c.length, rows, columns, "c");
    openblas_full.cblas_dgemm(
        openblas_full.CblasRowMajor,
        openblas_full.CblasNoTrans,
        openblas_full.CblasNoTrans,
        rows,
        columns,
        inner,
        1,
        a,
        inner,
        b,
        columns,
        0,
        c,
        columns);
  }

  /** The same in single precision. */
  public static void multiply(int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    require();
    enough(a.length, rows, inner, "a");
    enough(b.length, inner, columns, "b");
    enough(c.length, rows, columns, "c");
    openblas_full.cblas_sgemm(
        openblas_full.CblasRowMajor,
        openblas_full.CblasNoTrans,
        openblas_full.CblasNoTrans,
        rows,
        columns,
        inner,
        1,
        a,
        inner,
        b,
        columns,
        0,
        c,
        columns);
  }

  private static void enough(int values, int rows, int columns, String name) {
    if (rows < 1 || columns < 1 || values < (long) rows * columns) {
      throw new IllegalArgumentException(
          Text.format(
              "%s must hold a matrix of %d×%d, but has %d values", name, rows, columns, values));
    }
  }

  private static void check(double[] matrix, int rows, int columns, String name) {
    if (rows < 1 || columns < 1 || matrix.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          Text.format(
              "%s must be a matrix of %d×%d, got %d values", name, rows, columns, matrix.length));
    }
  }

  static void require() {
    if (REASON != null) {
      throw new IllegalStateException(REASON);
    }
  }

  private static String load() {
    try {
      NativeCache.load(
          "org/bytedeco/openblas",
          "libopenblas.so.0",
          () -> openblas_full.openblas_set_num_threads(1));
      return null;
    } catch (LinkageError e) {
      return "OpenBLAS not available: " + NativeCache.cause(e);
    }
  }
}
