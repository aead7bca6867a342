package dev.assay.geometry;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Window;
import java.util.Arrays;

/**
 * How alike the results of two inputs of a convolution without stride are. The square of the length
 * of {@code W y}, {@code 0 ≤ y ≤ x}, is {@code Σ_uv y_u y_v (w_u · w_v)}, where {@code w_u} is the
 * result of input u alone; it is at most {@code Σ_uv x_u x_v max(0, w_u · w_v)}. Where inputs are
 * few hardly any two of them meet in one output, and this is far less than the spectral norm
 * allows. Each output position is counted with its positive part, so that it does not matter which
 * of them lie outside.
 */
final class Overlaps {
  private static final int MOST_TERMS = 1024;

  private final Grid in;
  private final Window window;

  /** By rows and columns that the second input lies further on, and by both channels. */
  private final double[][] products;

  Overlaps(ConvMap map, LinearAlgebra algebra) {
    in = map.in();
    window = map.window();
    int terms = map.terms();
    double[] gram = new double[terms * terms];
    algebra.addOuterProducts(map.weights(), map.out().channels(), terms, gram);
    products = new double[(2 * window.kernelHeight() - 1) * (2 * window.kernelWidth() - 1)][];
    for (int down = 1 - window.kernelHeight(); down < window.kernelHeight(); down++) {
      for (int right = 1 - window.kernelWidth(); right < window.kernelWidth(); right++) {
        products[index(down, right)] = products(gram, terms, down, right);
      }
    }
  }

  /** Whether this is known for a convolution, and does not take too much room. */
  static boolean fit(ConvMap map) {
    return map.terms() <= MOST_TERMS
        && map.window().strideHeight() == 1
        && map.window().strideWidth() == 1;
  }

  private int index(int down, int right) {
    return (down + window.kernelHeight() - 1) * (2 * window.kernelWidth() - 1)
        + right
        + window.kernelWidth()
        - 1;
  }

  private double[] products(double[] gram, int terms, int down, int right) {
    int area = window.area();
    double[] sums = new double[in.channels() * in.channels()];
    for (int tap = 0; tap < area; tap++) {
      int a = tap / window.kernelWidth() + down;
      int b = tap % window.kernelWidth() + right;
      if (a < 0 || a >= window.kernelHeight() || b < 0 || b >= window.kernelWidth()) {
        continue;
      }
      int other = a * window.kernelWidth() + b;
      for (int c = 0; c < in.channels(); c++) {
        for (int d = 0; d < in.channels(); d++) {
          int i = c * area + tap;
          int j = d * area + other;
          double product = gram[Math.min(i, j) * terms + Math.max(i, j)];
          sums[c * in.channels() + d] += Math.max(0, product);
        }
      }
    }
    return sums;
  }

  /** See {@link AffineMap#lengths}. */
  double[] lengths(int[] units, double[][] largest) {
    int[] first = new int[in.plane()];
    int[] next = new int[units.length];
    Arrays.fill(first, -1);
    double[] squares = new double[largest.length];
    for (int u = 0; u < units.length; u++) {
      int pixel = units[u] % in.plane();
      next[u] = first[pixel];
      first[pixel] = u;
      addPairs(u, units, largest, first, next, squares);
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /** Of a unit with itself and, twice, with those noted before it. */
  private void addPairs(
      int u, int[] units, double[][] largest, int[] first, int[] next, double[] squares) {
    int row = units[u] % in.plane() / in.width();
    int column = units[u] % in.width();
    int channel = units[u] / in.plane() * in.channels();
    int top = Math.max(0, row - window.kernelHeight() + 1);
    int bottom = Math.min(in.height(), row + window.kernelHeight());
    int left = Math.max(0, column - window.kernelWidth() + 1);
    int right = Math.min(in.width(), column + window.kernelWidth());
    for (int i = top; i < bottom; i++) {
      for (int j = left; j < right; j++) {
        double[] alike = products[index(i - row, j - column)];
        for (int v = first[i * in.width() + j]; v >= 0; v = next[v]) {
          double product = (v == u ? 1 : 2) * alike[channel + units[v] / in.plane()];
          for (int r = 0; r < squares.length; r++) {
            squares[r] += product * largest[r][u] * largest[r][v];
          }
        }
      }
    }
  }
}
