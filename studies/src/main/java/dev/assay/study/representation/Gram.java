package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;

/**
 * The products of all pairs of samples, each once, from products of blocks of samples: all that
 * distances, cosines and alignments take of activations.
 */
public final class Gram {
  private static final int ROWS = 256;
  private static final int VALUES = 1 << 23;

  private final double[] products;

  private Gram(int count) {
    products = new double[at(count, 0)];
  }

  /** Of all samples of a representation, whichever of them are looked at. */
  public static Gram of(Representation of, LinearAlgebra algebra) {
    int count = of.labels().length;
    int units = of.units();
    int block = rows(count, units);
    Gram gram = new Gram(count);
    double[] left = new double[block * units];
    double[] right = new double[block * units];
    double[] found = new double[block * block];
    for (int second = 0; second < count; second += block) {
      int columns = Math.min(block, count - second);
      copy(of, second, columns, right, 1, columns);
      for (int first = 0; first <= second; first += block) {
        int rows = Math.min(block, count - first);
        copy(of, first, rows, left, units, 1);
        algebra.multiply(rows, units, columns, left, right, found);
        for (int c = 0; c < columns; c++) {
          for (int r = 0; r < rows && first + r <= second + c; r++) {
            gram.products[at(second + c, first + r)] = found[r * columns + c];
          }
        }
      }
    }
    return gram;
  }

  private static void copy(
      Representation of, int from, int rows, double[] into, int ofRow, int ofUnit) {
    for (int r = 0; r < rows; r++) {
      int start = (from + r) * of.units();
      for (int u = 0; u < of.units(); u++) {
        into[r * ofRow + u * ofUnit] = of.values()[start + u];
      }
    }
  }

  private static int rows(int count, int units) {
    return Math.max(1, Math.min(Math.min(count, ROWS), VALUES / units));
  }

  /** Memory that it takes. */
  static long bytes(int count) {
    return Double.BYTES * (count + 1L) * count / 2;
  }

  /** Memory that finding it takes, besides. */
  static long effort(int count, int units) {
    long rows = rows(count, units);
    return Double.BYTES * (2 * rows * units + rows * rows);
  }

  /** The product of two samples, i ≥ j. */
  double of(int i, int j) {
    return products[at(i, j)];
  }

  private static int at(int i, int j) {
    return i * (i + 1) / 2 + j;
  }
}
