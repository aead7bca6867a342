package dev.assay.study.margin;

import dev.assay.backend.cpu.LongVectors;
import dev.assay.subspace.Directions;
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
  private final double[] nearest;
  private double difference;
  private double squares;
  private int rival;

  /** For each class: {@code o_j}, {@code ‖w_j‖²} (0 for none), and where the gradient begins. */
  private double[] differences = {};

  private double[] norms = {};
  private int[] rows = {};

  private float[] gradients;

  Linearization(Directions directions) {
    this.directions = directions;
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
    this.gradients = gradients;
    differences = new double[classes];
    norms = new double[classes];
    rows = new int[classes];
    rival = -1;
    int row = g;
    for (int j = 0; j < classes; j++) {
      if (!question.counts(reference, j)) {
        continue;
      }
      double norm2 = squares(gradients, row);
      if (!(norm2 < Double.POSITIVE_INFINITY)) {
        return Outcome.NON_FINITE;
      }
      differences[j] = (double) logits[z + reference] - logits[z + j];
      norms[j] = norm2;
      rows[j] = row;
      row += directions.dimension();
      if (norm2 > 0 && (rival < 0 || ratio(j) < ratio(rival))) {
        rival = j;
      }
    }
    if (rival < 0) {
      return Outcome.FLAT;
    }
    directions.project(gradients, rows[rival], nearest);
    difference = differences[rival];
    squares = norms[rival];
    return Outcome.FOUND;
  }

  private double squares(float[] gradients, int row) {
    return directions.whole()
        ? LongVectors.product(nearest.length, gradients, row, gradients, row)
        : directions.project(gradients, row, nearest);
  }

  /** Distance to the boundary with a class. */
  private double ratio(int j) {
    return Math.abs(differences[j]) / Math.sqrt(norms[j]);
  }

  /** The classes j of the nearest boundaries, at most so many, nearest first. */
  int[] nearest(int most) {
    return IntStream.range(0, norms.length)
        .filter(j -> norms[j] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(this::ratio))
        .limit(most)
        .mapToInt(j -> j)
        .toArray();
  }

  /** The whole step onto the boundary with one of them, as long as the gradients are there. */
  Spot.OnRay stepTo(int j) {
    return Spot.OnRay.of(-differences[j] / norms[j], gradient(j));
  }

  private float[] gradient(int j) {
    float[] w = new float[nearest.length];
    directions.project(gradients, rows[j], w);
    return w;
  }

  /** By class, {@code ‖w_j‖²}, 0 where there is none; nothing changes them. */
  double[] norms() {
    return norms;
  }

  /** Distance to the second nearest boundary; infinite for none. */
  double others() {
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < norms.length; j++) {
      if (j != rival && norms[j] > 0) {
        least = Math.min(least, ratio(j));
      }
    }
    return least;
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
    return Vectors.times(-difference / squares, nearest);
  }
}
