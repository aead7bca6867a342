package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;

/** The products of all pairs of samples: count × count. */
final class Gram {
  private final Representation of;
  private final double[] products;

  Gram(Representation of, LinearAlgebra algebra) {
    this.of = of;
    int count = of.count();
    products = new double[count * count];
    new Pairs(of, algebra)
        .products(
            (i, j, product) -> {
              products[i * count + j] = product;
              products[j * count + i] = product;
            });
  }

  /** Memory that it takes. */
  static long bytes(int count) {
    return (long) Double.BYTES * count * count;
  }

  double at(int i, int j) {
    return products[i * of.count() + j];
  }
}
