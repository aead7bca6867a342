package dev.assay.tree;

import java.math.BigInteger;

/**
 * The best of the splits of one node that were offered, by Gini impurity, in integers, so that no
 * rounding chooses. A split into parts of l and h samples, of which l_c and h_c are of class c, is
 * the better the larger {@code Σ l_c² / l + Σ h_c² / h = (h Σ l_c² + l Σ h_c²) / (l h)}. The first
 * of equal ones wins.
 */
final class BestSplit {
  private int feature;
  private double threshold;
  private int equal;
  private long numerator;
  private long denominator;

  /** Forgets what was offered. */
  void clear() {
    equal = 0;
    numerator = 0;
    denominator = 1;
  }

  /**
   * @param low samples below, at least one
   * @param lowSquares sum of the squares of their numbers by class
   * @param high samples above, at least one
   * @param highSquares sum of the squares of their numbers by class
   * @return whether it is better than all before
   */
  boolean offer(int ofFeature, int low, long lowSquares, int high, long highSquares) {
    long top = high * lowSquares + low * highSquares;
    long bottom = (long) low * high;
    int order = compare(top, denominator, numerator, bottom);
    if (order > 0) {
      feature = ofFeature;
      threshold = Codes.THRESHOLD;
      equal = 1;
      numerator = top;
      denominator = bottom;
    } else if (order == 0) {
      equal++;
    }
    return order > 0;
  }

  /** Sets the threshold of the split that was just better than all. */
  void at(double value) {
    threshold = value;
  }

  /**
   * The best, or null if none was offered.
   *
   * @param count samples of the node
   * @param squares sum of the squares of their numbers by class
   */
  Split result(int count, long squares) {
    if (equal == 0) {
      return null;
    }
    BigInteger n = BigInteger.valueOf(count);
    BigInteger bottom = BigInteger.valueOf(denominator);
    BigInteger gain =
        n.multiply(BigInteger.valueOf(numerator))
            .subtract(BigInteger.valueOf(squares).multiply(bottom));
    return new Split(feature, threshold, equal, gain, n.multiply(bottom));
  }

  /** Compares a · b with c · d, none of them negative, in 128 bits. */
  private static int compare(long a, long b, long c, long d) {
    long first = Math.multiplyHigh(a, b);
    long second = Math.multiplyHigh(c, d);
    return first == second ? Long.compareUnsigned(a * b, c * d) : Long.compare(first, second);
  }
}
