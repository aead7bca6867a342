package dev.assay.study.margin;

import dev.assay.subspace.Directions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The network's linearisation at a point and the nearest boundary of it: with {@code o_j = f_i −
 * f_j} and {@code w_j = Pᵀ ∇(f_i − f_j)}, the j that minimises {@code |o_j| / ‖w_j‖}. The nearest
 * point of that boundary is {@code − o w / ‖w‖²} away (Lagrange). Holds scratch memory: one for
 * each thread.
 */
final class Linearization {
  /** What there is to say about the nearest boundary. */
  enum Outcome {
    FOUND,
    /** Every {@code w_j} is zero. */
    FLAT,
    NON_FINITE
  }

  private final Directions directions;
  private double[] candidate;
  private double[] nearest;
  private double difference;
  private double squares;
  private int rival;

  /** Distances to the boundaries of each class, infinite for none. */
  private double[] ratios = {};

  Linearization(Directions directions) {
    this.directions = directions;
    candidate = new double[directions.size()];
    nearest = new double[directions.size()];
  }

  /**
   * @param logits holds K logits from {@code z} on, all finite
   * @param question tells which j count
   * @param gradients holds, from {@code g} on, the gradients of {@code f_i − f_j} for every j that
   *     counts, in order
   */
  Outcome at(
      float[] logits,
      int z,
      int classes,
      int reference,
      Question question,
      float[] gradients,
      int g) {
    double best = Double.POSITIVE_INFINITY;
    rival = -1;
    int row = g;
    ratios = new double[classes];
    Arrays.fill(ratios, Double.POSITIVE_INFINITY);
    for (int j = 0; j < classes; j++) {
      if (!question.counts(reference, j)) {
        continue;
      }
      directions.project(gradients, row, candidate);
      row += directions.dimension();
      double norm2 = 0;
      for (double value : candidate) {
        norm2 += value * value;
      }
      if (!(norm2 < Double.POSITIVE_INFINITY)) {
        return Outcome.NON_FINITE;
      }
      double o = (double) logits[z + reference] - logits[z + j];
      double ratio = Math.abs(o) / Math.sqrt(norm2);
      ratios[j] = norm2 > 0 ? ratio : Double.POSITIVE_INFINITY;
      if (norm2 > 0 && ratio < best) {
        best = ratio;
        rival = j;
        difference = o;
        squares = norm2;
        double[] swap = nearest;
        nearest = candidate;
        candidate = swap;
      }
    }
    return rival < 0 ? Outcome.FLAT : Outcome.FOUND;
  }

  /** The classes j of the nearest boundaries, at most so many, nearest first. */
  int[] nearest(int most) {
    return IntStream.range(0, ratios.length)
        .filter(j -> ratios[j] < Double.POSITIVE_INFINITY)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> ratios[j]))
        .limit(most)
        .mapToInt(j -> j)
        .toArray();
  }

  /** The class j of the nearest boundary. */
  int rival() {
    return rival;
  }

  /** Distance to it; negative where class j already wins. */
  double distance() {
    return difference / Math.sqrt(squares);
  }

  /** The whole step onto it, in coordinates. */
  double[] step() {
    return along(-difference / squares);
  }

  /**
   * The point of it that is nearest to the sample.
   *
   * @param here coordinates of the point of linearisation
   */
  double[] foot(double[] here) {
    double product = 0;
    for (int c = 0; c < here.length; c++) {
      product += nearest[c] * here[c];
    }
    return along((product - difference) / squares);
  }

  private double[] along(double factor) {
    double[] vector = new double[nearest.length];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = factor * nearest[c];
    }
    return vector;
  }
}
