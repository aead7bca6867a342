package dev.assay.study.representation;

import java.util.stream.IntStream;

/**
 * All distances between samples: {@code ‖x‖² + ‖y‖² − 2 x·y} from their products, but {@code Σ (x −
 * y)²} where most of that would be rounding.
 */
final class Pairs {
  private static final double CANCELLED = 1e-6;

  /** Digits of a cosine that are rounding are cut off, so that they part no equal distances. */
  private static final double COSINES = 1e12;

  private final Representation of;
  private final Gram products;

  /**
   * @param products of all samples, those that are not looked at, too
   */
  Pairs(Representation of, Gram products) {
    this.of = of;
    this.products = products;
  }

  /** Tells of a pair once, {@code i < j}; for fixed i or j in ascending order of the other. */
  interface Listener {
    /**
     * @param cosine {@code 1 − x·y / ‖x‖ ‖y‖}; from a zero vector 1 to any other, and 0 to another
     *     zero vector
     */
    void pair(int i, int j, double euclidean, double cosine);
  }

  void forEach(Listener listener) {
    double[] squares = IntStream.of(of.rows()).mapToDouble(row -> products.of(row, row)).toArray();
    for (int j = 0; j < squares.length; j++) {
      for (int i = 0; i < j; i++) {
        double product = products.of(of.rows()[j], of.rows()[i]);
        double sum = squares[i] + squares[j];
        double square = sum - 2 * product;
        listener.pair(
            i,
            j,
            Math.sqrt(square < CANCELLED * sum ? square(i, j) : square),
            cosine(squares[i] * squares[j], product, sum));
      }
    }
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
