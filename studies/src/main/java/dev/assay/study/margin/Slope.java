package dev.assay.study.margin;

import dev.assay.backend.cpu.LongVectors;
import dev.assay.subspace.Directions;

/**
 * The difference {@code f_i − f_j} to one class at a point, and its gradient. Holds scratch memory:
 * one for each thread.
 */
final class Slope {
  private final Directions directions;
  private final float[] projected;

  /** The gradient in coordinates begins at an index of an array, as told where those are values. */
  private float[] vector;

  private int from;
  private double lead;
  private double squares;
  private double outward;

  Slope(Directions directions) {
    this.directions = directions;
    projected = new float[directions.whole() ? 0 : directions.size()];
  }

  /**
   * @param gradients holds the gradient of the difference from {@code g} on, until the next point
   */
  void at(double lead, float[] gradients, int g, Spot.OnRay here) {
    this.lead = lead;
    if (directions.whole()) {
      vector = gradients;
      from = g;
    } else {
      directions.project(gradients, g, projected);
      vector = projected;
      from = 0;
    }
    squares = LongVectors.product(directions.size(), vector, from, vector, from);
    outward = here.product(vector, from);
  }

  /** The difference; negative where class j already wins. */
  double lead() {
    return lead;
  }

  /** Holds the gradient, in coordinates, until the next point is told. */
  float[] vector() {
    return vector;
  }

  /** Where it begins there. */
  int from() {
    return from;
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
