package dev.assay.peers;

import dev.assay.geometry.PiecewiseLinear;
import dev.assay.subspace.Directions;
import dev.assay.train.Checkpoint;
import java.util.Arrays;

/**
 * Holds what searches found against the network in double precision: a point counts if the class
 * has changed there, or a hundredth of a per cent farther out, as points lie on the boundary up to
 * the rounding of floats; it then has the longer distance.
 */
final class DoubleCheck {
  private static final double FARTHER = 1 + 1e-4;
  private static final int CHUNK = 64;

  private final MarginProblem problem;
  private final PiecewiseLinear network;
  private final Directions directions;

  DoubleCheck(MarginProblem problem, Checkpoint checkpoint) {
    this.problem = problem;
    network = PiecewiseLinear.of(checkpoint.architecture(), checkpoint.parameters(), problem.cut());
    directions = problem.directions();
  }

  /**
   * Distances of the points that count.
   *
   * @param displacements count × m, NaN where nothing was found
   * @return infinite where nothing was found, NaN where the class is still the same
   */
  double[] distances(float[] displacements) {
    double[] distances = new double[problem.count()];
    Arrays.fill(distances, Double.NaN);
    for (double factor : new double[] {1, FARTHER}) {
      for (int from = 0; from < distances.length; from += CHUNK) {
        int to = Math.min(distances.length, from + CHUNK);
        boolean[] changed = changed(displacements, factor, from, to);
        for (int i = from; i < to; i++) {
          if (Double.isNaN(distances[i]) && changed[i - from]) {
            distances[i] = factor * norm(displacements, i);
          }
        }
      }
    }
    for (int i = 0; i < distances.length; i++) {
      if (Float.isNaN(displacements[i * directions.size()])) {
        distances[i] = Double.POSITIVE_INFINITY;
      }
    }
    return distances;
  }

  private boolean[] changed(float[] displacements, double factor, int from, int to) {
    int n = problem.length();
    int m = directions.size();
    double[] points = new double[(to - from) * n];
    double[] point = new double[n];
    double[] coordinates = new double[m];
    for (int i = from; i < to; i++) {
      for (int k = 0; k < n; k++) {
        point[k] = problem.points()[i * n + k];
      }
      for (int c = 0; c < m; c++) {
        coordinates[c] = factor * displacements[i * m + c];
      }
      directions.lift(coordinates, point);
      System.arraycopy(point, 0, points, (i - from) * n, n);
    }
    double[] logits = network.logits(points, to - from);
    boolean[] changed = new boolean[to - from];
    int classes = network.classes();
    for (int i = 0; i < changed.length; i++) {
      int label = problem.labels()[from + i];
      for (int k = 0; k < classes; k++) {
        changed[i] |= k != label && logits[i * classes + k] >= logits[i * classes + label];
      }
    }
    return changed;
  }

  private double norm(float[] displacements, int i) {
    int m = directions.size();
    double squares = 0;
    for (int c = i * m; c < (i + 1) * m; c++) {
      squares += (double) displacements[c] * displacements[c];
    }
    return Math.sqrt(squares);
  }
}
