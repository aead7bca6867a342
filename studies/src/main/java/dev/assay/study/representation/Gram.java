package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;

/** The products of all pairs of samples, each once. */
final class Gram {
  private final double[] products;

  Gram(Representation of, LinearAlgebra algebra) {
    products = new double[at(of.count(), 0)];
    new Pairs(of, algebra).products((i, j, product) -> products[at(j, i)] = product);
  }

  /** Memory that it takes. */
  static long bytes(int count) {
    return Double.BYTES * (count + 1L) * count / 2;
  }

  /** The product of two samples, i ≥ j. */
  double of(int i, int j) {
    return products[at(i, j)];
  }

  private static int at(int i, int j) {
    return i * (i + 1) / 2 + j;
  }
}
