package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;

/**
 * All distances between samples: {@code ‖x‖² + ‖y‖² − 2 x·y} from products of blocks of samples,
 * but {@code Σ (x − y)²} where most of that would be rounding.
 */
final class Pairs {
  private static final int ROWS = 256;
  private static final int VALUES = 1 << 23;
  private static final double CANCELLED = 1e-6;

  /** Digits of a cosine that are rounding are cut off, so that they part no equal distances. */
  private static final double COSINES = 1e12;

  private final Representation of;
  private final LinearAlgebra algebra;
  private final double[] squares;

  /** Tells of a pair once, {@code i < j}; for fixed i or j in ascending order of the other. */
  interface Listener {
    /**
     * @param cosine {@code 1 − x·y / ‖x‖ ‖y‖}; from a zero vector 1 to any other, and 0 to another
     *     zero vector
     */
    void pair(int i, int j, double euclidean, double cosine);
  }

  Pairs(Representation of, LinearAlgebra algebra) {
    this.of = of;
    this.algebra = algebra;
    squares = new double[of.count()];
    for (int i = 0; i < squares.length; i++) {
      int start = of.start(i);
      for (int u = start; u < start + of.units(); u++) {
        squares[i] += (double) of.values()[u] * of.values()[u];
      }
    }
  }

  private static int rows(int count, int units) {
    return Math.max(1, Math.min(Math.min(count, ROWS), VALUES / units));
  }

  /** Memory that {@link #forEach} takes. */
  static long bytes(int count, int units) {
    long rows = rows(count, units);
    return Double.BYTES * (2 * rows * units + rows * rows + count);
  }

  void forEach(Listener listener) {
    products(
        (i, j, product) -> {
          if (i < j) {
            tell(i, j, product, listener);
          }
        });
  }

  /** Tells of the product of each pair once, {@code i ≤ j}, in the same order. */
  interface Products {
    void pair(int i, int j, double product);
  }

  void products(Products listener) {
    int count = of.count();
    int block = rows(count, of.units());
    double[] left = new double[block * of.units()];
    double[] right = new double[block * of.units()];
    double[] products = new double[block * block];
    for (int second = 0; second < count; second += block) {
      int columns = Math.min(block, count - second);
      copy(second, columns, right, 1, columns);
      for (int first = 0; first <= second; first += block) {
        int rows = Math.min(block, count - first);
        copy(first, rows, left, of.units(), 1);
        algebra.multiply(rows, of.units(), columns, left, right, products);
        for (int r = 0; r < rows; r++) {
          for (int c = first == second ? r : 0; c < columns; c++) {
            listener.pair(first + r, second + c, products[r * columns + c]);
          }
        }
      }
    }
  }

  private void copy(int from, int rows, double[] into, int ofRow, int ofUnit) {
    for (int r = 0; r < rows; r++) {
      int start = of.start(from + r);
      for (int u = 0; u < of.units(); u++) {
        into[r * ofRow + u * ofUnit] = of.values()[start + u];
      }
    }
  }

  private void tell(int i, int j, double product, Listener listener) {
    double sum = squares[i] + squares[j];
    double square = sum - 2 * product;
    if (square < CANCELLED * sum) {
      square = square(i, j);
    }
    listener.pair(i, j, Math.sqrt(square), cosine(squares[i] * squares[j], product, sum));
  }

  private static double cosine(double squares, double product, double sum) {
    if (squares == 0) {
      return sum == 0 ? 0 : 1;
    }
    return Math.rint((1 - product / Math.sqrt(squares)) * COSINES) / COSINES;
  }

  private double square(int i, int j) {
    float[] values = of.values();
    int a = of.start(i);
    int b = of.start(j);
    double sum = 0;
    for (int u = 0; u < of.units(); u++) {
      double difference = (double) values[a + u] - values[b + u];
      sum += difference * difference;
    }
    return sum;
  }
}
