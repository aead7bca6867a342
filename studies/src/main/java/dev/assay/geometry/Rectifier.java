package dev.assay.geometry;

import java.util.BitSet;

/** ReLU, value by value; where branches lie beside each other, of some of them only. */
final class Rectifier implements Stage {
  private final Grid in;
  private final BitSet passing;

  /** Of all values. */
  Rectifier(Grid in) {
    this(in, new BitSet());
  }

  /**
   * @param passing values that pass as they are
   */
  Rectifier(Grid in, BitSet passing) {
    this.in = in;
    this.passing = passing;
  }

  /** Whether a value passes as it is, of either sign. */
  boolean passes(int unit) {
    return passing.get(unit);
  }

  /** Whether none passes as it is. */
  boolean isWhole() {
    return passing.isEmpty();
  }

  @Override
  public Grid in() {
    return in;
  }

  @Override
  public Grid out() {
    return in;
  }

  @Override
  public void apply(double[] x, int count, double[] y) {
    for (int i = 0; i < count * in.size(); i++) {
      // NaN stays NaN
      y[i] = Math.max(x[i], 0);
    }
    for (int i = passing.nextSetBit(0); i >= 0; i = passing.nextSetBit(i + 1)) {
      for (int n = 0; n < count; n++) {
        y[n * in.size() + i] = x[n * in.size() + i];
      }
    }
  }
}
