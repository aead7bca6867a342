package dev.assay.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is left of a network on a tile of a plane: the hinges that may bend there, and the logits.
 *
 * <p>With x and y the coordinates of the tile, hinge k has an argument {@code p_k = a + b x + c y +
 * Σ_{j<k} w_j ρ_j}, which may take both signs on the tile, and leaves the remainder {@code ρ_k =
 * max(p_k, 0) − λ_k p_k}, in which {@code λ_k} is a constant between 0 and 1. Logits are affine
 * functions of x, y and all remainders.
 */
final class LocalNetwork {
  /** An argument of a hinge, or a logit: three coefficients of 1, x, y, and those of remainders. */
  record Form(double[] plane, double[] remainders) {
    /** Coefficient of a remainder. */
    double remainder(int k) {
      return k < remainders.length ? remainders[k] : 0;
    }
  }

  private final List<Form> hinges = new ArrayList<>();
  private double[] slopes = new double[16];
  private double[] gaps = new double[16];
  private Form[] logits;

  int hinges() {
    return hinges.size();
  }

  Form hinge(int k) {
    return hinges.get(k);
  }

  /** λ. */
  double slope(int k) {
    return slopes[k];
  }

  /** The largest remainder on the tile; the smallest is 0. */
  double gap(int k) {
    return gaps[k];
  }

  Form[] logits() {
    return logits;
  }

  void logits(Form[] found) {
    logits = found;
  }

  /**
   * Adds a hinge.
   *
   * @param low lower bound of its argument on the tile, negative
   * @param high upper bound, positive
   */
  int add(Form argument, double low, double high) {
    int k = hinges.size();
    if (k == slopes.length) {
      slopes = Arrays.copyOf(slopes, 2 * k);
      gaps = Arrays.copyOf(gaps, 2 * k);
    }
    hinges.add(argument);
    slopes[k] = high / (high - low);
    gaps[k] = -low * slopes[k];
    return k;
  }
}
