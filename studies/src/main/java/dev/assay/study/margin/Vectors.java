package dev.assay.study.margin;

import dev.assay.backend.cpu.LongVectors;

/** Arithmetic of coordinates. Sums run in a fixed order. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    return LongVectors.product(a, b);
  }

  static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  /** {@code a + factor · b}. */
  static double[] along(double[] a, double factor, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + factor * b[i];
    }
    return sum;
  }

  /** {@code factor · a}. */
  static double[] times(double factor, double[] a) {
    double[] product = new double[a.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = factor * a[i];
    }
    return product;
  }
}
