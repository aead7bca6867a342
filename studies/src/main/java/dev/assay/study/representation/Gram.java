package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;

/**
 * The products of all pairs of samples, each once, from products of blocks of samples: all that
 * distances, cosines and alignments take of activations.
 */
public final class Gram {
  private static final int ROWS = 512;
  private static final int UNITS = 4096;

  private final double[] products;

  private Gram(int count) {
    products = new double[at(count, 0)];
  }

  /** Of all samples of a representation, whichever of them are looked at. */
  public static Gram of(Representation of, LinearAlgebra algebra) {
    int count = of.labels().length;
    int units = of.units();
    int block = Math.min(count, ROWS);
    int most = Math.min(units, UNITS);
    Gram gram = new Gram(count);
    double[] left = new double[block * most];
    double[] right = new double[block * most];
    double[] found = new double[block * block];
    for (int second = 0; second < count; second += block) {
      int columns = Math.min(block, count - second);
      for (int unit = 0; unit < units; unit += most) {
        int inner = Math.min(most, units - unit);
        Slice slice = new Slice(of, unit, inner);
        slice.columns(second, columns, right);
        for (int first = 0; first <= second; first += block) {
          int rows = Math.min(block, count - first);
          slice.rows(first, rows, left);
          algebra.multiply(rows, inner, columns, left, right, found);
          gram.add(found, first, rows, second, columns);
        }
      }
    }
    return gram;
  }

  /** Some units of samples. */
  private record Slice(Representation of, int first, int units) {
    void rows(int from, int count, double[] into) {
      copy(from, count, into, units, 1);
    }

    void columns(int from, int count, double[] into) {
      copy(from, count, into, 1, count);
    }

    private void copy(int from, int count, double[] into, int sample, int unit) {
      for (int r = 0; r < count; r++) {
        int start = (from + r) * of.units() + first;
        for (int u = 0; u < units; u++) {
          into[r * sample + u * unit] = of.values()[start + u];
        }
      }
    }
  }

  private void add(double[] found, int first, int rows, int second, int columns) {
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows && first + r <= second + c; r++) {
        products[at(second + c, first + r)] += found[r * columns + c];
      }
    }
  }

  /** Memory that it takes. */
  static long bytes(int count) {
    return Double.BYTES * (count + 1L) * count / 2;
  }

  /** Memory that finding it takes, besides. */
  static long effort(int count, int units) {
    long rows = Math.min(count, ROWS);
    return Double.BYTES * (2 * rows * Math.min(units, UNITS) + rows * rows);
  }

  /** The product of two samples, i ≥ j. */
  double of(int i, int j) {
    return products[at(i, j)];
  }

  private static int at(int i, int j) {
    return i * (i + 1) / 2 + j;
  }
}
