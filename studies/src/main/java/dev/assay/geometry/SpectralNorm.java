package dev.assay.geometry;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Window;
import java.util.Arrays;

/**
 * Upper bounds of the largest factor by which a linear operator lengthens a vector, in the
 * Euclidean norm.
 *
 * <p>Of a matrix: the largest eigenvalue λ of its Gram matrix G. As G has no negative eigenvalue,
 * {@code λ^p ≤ ‖G^p‖_F}, and squaring G six times gives p = 64, which is at most a few percent too
 * much.
 *
 * <p>Of a convolution: with zeros around its input it is a part of the convolution on the infinite
 * grid, whose norm is the largest of those of its symbols {@code Σ W_ab e^{i(aω + bφ)}} (Sedghi,
 * Gupta and Long 2019, for the circular case). For any vector v, {@code ‖symbol · v‖²} is a
 * trigonometric polynomial of degree d = kernel − 1 in each frequency, hence between N equidistant
 * frequencies at most {@code 1 / cos(π d / N)} of its largest value at them (Ehlich and Zeller
 * 1964). A stride turns pixels into channels first.
 */
final class SpectralNorm {
  private static final int SQUARINGS = 6;
  private static final int FREQUENCIES = 16;
  private static final int FEWER_FREQUENCIES = 8;
  private static final int WIDE = 128;

  /** Far more than what rounding does to a Gram matrix and its powers. */
  private static final double ROUNDING = 1 + 1e-6;

  private SpectralNorm() {}

  /** Of a matrix, rows × columns. */
  static double of(double[] matrix, int rows, int columns, LinearAlgebra algebra) {
    double[] gram = gram(matrix, rows, columns, algebra);
    return ROUNDING * Math.sqrt(largest(gram, null, Math.min(rows, columns), 0, algebra));
  }

  /**
   * Of a convolution.
   *
   * @param weights outputs × inputs × kernel rows × kernel columns
   */
  static double of(
      double[] weights, int outputs, int inputs, Window window, LinearAlgebra algebra) {
    Taps taps = Taps.of(weights, outputs, inputs, window);
    int m = outputs;
    int n = taps.inputs;
    int perDegree = Math.min(m, n) > WIDE ? FEWER_FREQUENCIES : FREQUENCIES;
    int high = Math.max(1, perDegree * (taps.height - 1));
    int wide = Math.max(1, perDegree * (taps.width - 1));
    double largest = 0;
    double[] real = new double[m * n];
    double[] imaginary = new double[m * n];
    for (int j = 0; j <= high / 2; j++) {
      // the symbol of the opposite frequency is the conjugate
      for (int k = 0; k < wide; k++) {
        taps.symbol(2 * Math.PI * j / high, 2 * Math.PI * k / wide, real, imaginary);
        largest = Math.max(largest, squaredNorm(real, imaginary, m, n, largest, algebra));
      }
    }
    double between =
        Math.cos(Math.PI * (taps.height - 1) / high) * Math.cos(Math.PI * (taps.width - 1) / wide);
    return ROUNDING * Math.sqrt(largest / between);
  }

  /** Weights of a convolution without stride. */
  private record Taps(double[] weights, int inputs, int height, int width, int outputs) {

    /** Input channel c at {@code (s i + p, s j + q)} becomes a channel of its own at (i, j). */
    static Taps of(double[] weights, int outputs, int inputs, Window window) {
      int strideHeight = window.strideHeight();
      int strideWidth = window.strideWidth();
      int height = (window.kernelHeight() + strideHeight - 1) / strideHeight;
      int width = (window.kernelWidth() + strideWidth - 1) / strideWidth;
      int phases = strideHeight * strideWidth;
      double[] taps = new double[height * width * outputs * inputs * phases];
      int source = 0;
      for (int o = 0; o < outputs; o++) {
        for (int c = 0; c < inputs; c++) {
          for (int a = 0; a < window.kernelHeight(); a++) {
            for (int b = 0; b < window.kernelWidth(); b++) {
              int phase = a % strideHeight * strideWidth + b % strideWidth;
              int tap = a / strideHeight * width + b / strideWidth;
              int column = c * phases + phase;
              taps[(tap * outputs + o) * inputs * phases + column] = weights[source++];
            }
          }
        }
      }
      return new Taps(taps, inputs * phases, height, width, outputs);
    }

    void symbol(double omega, double phi, double[] real, double[] imaginary) {
      Arrays.fill(real, 0);
      Arrays.fill(imaginary, 0);
      int size = outputs * inputs;
      for (int tap = 0; tap < height * width; tap++) {
        double angle = omega * (tap / width) + phi * (tap % width);
        JavaAlgebra.axpy(size, Math.cos(angle), weights, tap * size, real, 0);
        JavaAlgebra.axpy(size, Math.sin(angle), weights, tap * size, imaginary, 0);
      }
    }
  }

  /** {@code M Mᵀ} or {@code Mᵀ M}, whichever is smaller. */
  static double[] gram(double[] matrix, int rows, int columns, LinearAlgebra algebra) {
    double[] turned = transposed(matrix, rows, columns);
    int side = Math.min(rows, columns);
    double[] gram = new double[side * side];
    boolean flat = rows <= columns;
    algebra.multiply(
        side, Math.max(rows, columns), side, flat ? matrix : turned, flat ? turned : matrix, gram);
    return gram;
  }

  /** Of a complex matrix; any upper bound that is not larger than {@code enough} will do. */
  private static double squaredNorm(
      double[] real, double[] imaginary, int m, int n, double enough, LinearAlgebra algebra) {
    int side = Math.min(m, n);
    double[] gram = gram(real, m, n, algebra);
    double[] other = gram(imaginary, m, n, algebra);
    boolean flat = m <= n;
    double[] left = flat ? imaginary : transposed(imaginary, m, n);
    double[] right = flat ? transposed(real, m, n) : real;
    double[] mixed = new double[side * side];
    algebra.multiply(side, Math.max(m, n), side, left, right, mixed);
    double[] turned = new double[side * side];
    double sign = flat ? 1 : -1;
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        gram[i * side + j] += other[i * side + j];
        turned[i * side + j] = sign * (mixed[i * side + j] - mixed[j * side + i]);
      }
    }
    return largest(gram, turned, side, enough, algebra);
  }

  /**
   * A bound of the largest eigenvalue of a Hermitian matrix without negative ones.
   *
   * @param a its real part, overwritten
   * @param b its imaginary part, overwritten; null for zero
   */
  private static double largest(
      double[] a, double[] b, int n, double enough, LinearAlgebra algebra) {
    double norm = normalize(a, b);
    double bound = norm;
    double[] square = new double[n * n];
    double[] product = new double[n * n];
    for (int power = 1; power <= SQUARINGS && bound > enough && norm > 0; power++) {
      algebra.multiply(n, n, n, a, a, square);
      if (b != null) {
        algebra.multiply(n, n, n, b, b, product);
        for (int i = 0; i < n * n; i++) {
          square[i] -= product[i];
        }
        algebra.multiply(n, n, n, a, b, product);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            // BA is −(AB)ᵀ
            b[i * n + j] = product[i * n + j] - product[j * n + i];
          }
        }
      }
      System.arraycopy(square, 0, a, 0, n * n);
      norm = normalize(a, b);
      bound *= Math.pow(norm, 1.0 / (1 << power));
    }
    return bound;
  }

  /** Divides by the Frobenius norm and returns it. */
  private static double normalize(double[] a, double[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += a[i] * a[i] + (b == null ? 0 : b[i] * b[i]);
    }
    double norm = Math.sqrt(squares);
    for (int i = 0; norm > 0 && i < a.length; i++) {
      a[i] /= norm;
      if (b != null) {
        b[i] /= norm;
      }
    }
    return norm;
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] result = new double[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = matrix[r * columns + c];
      }
    }
    return result;
  }
}
