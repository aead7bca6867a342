package dev.assay.tree;

import java.math.BigInteger;

/**
 * The best split of a node.
 *
 * @param threshold what is larger goes up
 * @param equal how many splits are as good, itself among them
 * @param numerator of the gain, exactly
 * @param denominator of the gain; it is positive
 */
record Split(int feature, double threshold, int equal, BigInteger numerator, BigInteger denominator)
    implements Comparable<Split> {

  /**
   * By how much the sum over samples of their nodes' Gini impurity falls: {@code n G − l G_low − h
   * G_high}, rounded once.
   */
  double gain() {
    return new Quotient(numerator, denominator).rounded();
  }

  /** By gain. */
  @Override
  public int compareTo(Split other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  private record Quotient(BigInteger numerator, BigInteger denominator) {
    /** Enough bits that truncation is below rounding. */
    private static final int BITS = 64;

    double rounded() {
      BigInteger scaled = numerator.shiftLeft(BITS).divide(denominator);
      return Math.scalb(scaled.doubleValue(), -BITS);
    }
  }
}
