package dev.assay.study.margin;

import dev.assay.backend.cpu.LongVectors;
import dev.assay.subspace.Directions;
import java.util.Arrays;

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

  Slope(Directions directions) {
    this.directions = directions;
    projected = new float[directions.whole() ? 0 : directions.size()];
  }

  /**
   * @param gradients holds the gradient of the difference from {@code g} on, until the next point
   */
  void at(double lead, float[] gradients, int g) {
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

  /** Product of the gradient with a point. */
  double outward(Spot.OnRay point) {
    return point.product(vector, from);
  }

  /** Distance to the boundary with class j if the gradient stayed as it is; infinite if flat. */
  double distance() {
    return Math.abs(lead) / steepness();
  }

  /** The whole step onto that boundary, in coordinates. */
  double[] step() {
    double factor = -lead / squares;
    double[] step = new double[directions.size()];
    for (int i = 0; i < step.length; i++) {
      step[i] = factor * vector[from + i];
    }
    return step;
  }

  /**
   * The point of that boundary that is nearest to the sample.
   *
   * @param here where the slope was seen
   */
  Spot.OnRay foot(Spot.OnRay here) {
    float[] ray = Arrays.copyOfRange(vector, from, from + directions.size());
    return Spot.OnRay.of((outward(here) - lead) / squares, ray);
  }
}
