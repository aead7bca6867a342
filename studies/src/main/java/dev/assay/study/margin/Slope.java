package dev.assay.study.margin;

import dev.assay.subspace.Directions;

/**
 * The difference {@code f_i − f_j} to one class at a point, and its gradient. Holds scratch memory:
 * one for each thread.
 */
final class Slope {
  private final Directions directions;
  private final double[] vector;
  private double lead;
  private double squares;
  private double outward;

  Slope(Directions directions) {
    this.directions = directions;
    vector = new double[directions.size()];
  }

  /**
   * @param gradients holds the gradient of the difference from {@code g} on
   * @param here coordinates of the point
   */
  void at(double lead, float[] gradients, int g, double[] here) {
    this.lead = lead;
    squares = directions.project(gradients, g, vector);
    outward = Vectors.dot(vector, here);
  }

  /** The difference; negative where class j already wins. */
  double lead() {
    return lead;
  }

  /** Its gradient, in coordinates; until the next point is told. */
  double[] vector() {
    return vector;
  }

  /** Length of the gradient. */
  double steepness() {
    return Math.sqrt(squares);
  }

  boolean finite() {
    return squares < Double.POSITIVE_INFINITY;
  }

  boolean flat() {
    return squares == 0;
  }

  /** Product of the gradient with the point. */
  double outward() {
    return outward;
  }

  /**
   * Where the tangent meets the ray through the point: so many times as far as the point; infinite
   * or NaN for nowhere.
   */
  double crossing() {
    return 1 - lead / outward;
  }
}
