package dev.assay.study.representation;

import dev.assay.algebra.JavaAlgebra;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A vector for each class: how equal their lengths and the angles between them are. */
final class Frame {
  private final double[][] vectors;
  private final double zero;
  private final double[] products;

  /**
   * @param zero up to which length a vector has no direction
   */
  Frame(double[][] vectors, double zero) {
    this.vectors = vectors;
    this.zero = zero;
    int count = vectors.length;
    products = new double[count * count];
    for (int c = 0; c < count; c++) {
      for (int d = 0; d <= c; d++) {
        double product = JavaAlgebra.dot(vectors[c].length, vectors[c], 0, vectors[d], 0);
        products[c * count + d] = product;
        products[d * count + c] = product;
      }
    }
  }

  int count() {
    return vectors.length;
  }

  double[] vector(int c) {
    return vectors[c];
  }

  /** The product of two of them. */
  double product(int c, int d) {
    return products[c * count() + d];
  }

  /** Those of all pairs: count × count, to be kept by the caller. */
  double[] products() {
    return products.clone();
  }

  /** Whether none has a direction. */
  boolean vanishes() {
    return lengths().allMatch(length -> length <= zero);
  }

  /** Whether one has no direction. */
  boolean incomplete() {
    return lengths().anyMatch(length -> length <= zero);
  }

  /** Standard deviation, of one less than there are, of lengths over their mean. */
  double equinorm() {
    double mean = lengths().sum() / count();
    double squares = lengths().map(length -> (length - mean) * (length - mean)).sum();
    return Math.sqrt(squares / (count() - 1)) / mean;
  }

  /**
   * Mean over pairs of {@code |cos + 1 / (count − 1)|}; NaN where one has no direction. The vectors
   * of a simplex have 0.
   */
  double equiangularity() {
    if (incomplete()) {
      return Double.NaN;
    }
    double[] lengths = lengths().toArray();
    double sum = 0;
    for (int c = 0; c < count(); c++) {
      for (int d = 0; d < count(); d++) {
        if (c != d) {
          sum += Math.abs(product(c, d) / lengths[c] / lengths[d] + 1.0 / (count() - 1));
        }
      }
    }
    return sum / count() / (count() - 1);
  }

  /** Square of the distance to another frame after each was scaled to length 1 as a whole. */
  double distance(Frame other) {
    double own = size();
    double others = other.size();
    double sum = 0;
    for (int c = 0; c < count(); c++) {
      for (int u = 0; u < vectors[c].length; u++) {
        double difference = vectors[c][u] / own - other.vectors[c][u] / others;
        sum += difference * difference;
      }
    }
    return sum;
  }

  private double size() {
    return Math.sqrt(IntStream.range(0, count()).mapToDouble(c -> product(c, c)).sum());
  }

  private DoubleStream lengths() {
    return IntStream.range(0, count()).mapToDouble(c -> Math.sqrt(product(c, c)));
  }
}
