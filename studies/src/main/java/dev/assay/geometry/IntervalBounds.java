package dev.assay.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bounds of a network on intervals of a segment: every value lies between two lines in t. A line is
 * given by its values at both ends of the interval; a pair of lines by their mean and half their
 * distance. An affine map takes the mean through itself and the half distance through the absolute
 * values of its coefficients; a ReLU's upper line is the chord over the interval, its lower one zero
 * or the line itself (the choice of CROWN, Zhang et al. 2018). Half distances grow by what rounding
 * may have done, so that the bounds hold for the function in exact arithmetic.
 */
final class IntervalBounds {
  private static final double UNIT = Math.ulp(1.0) / 2;

  private final PiecewiseLinear network;
  private final List<AffineMap> absolute = new ArrayList<>();
  private final DenseMap last;

  IntervalBounds(PiecewiseLinear network) {
    this.network = network;
    for (Stage stage : network.stages()) {
      absolute.add(stage instanceof AffineMap map ? map.absolute() : null);
    }
    List<Stage> stages = network.stages();
    last = stages.get(stages.size() - 1) instanceof DenseMap dense ? dense : null;
  }

  /**
   * The class of each interval.
   *
   * @param start where t is zero, n values
   * @param direction what t multiplies
   * @param ends first and last t of each interval
   * @return the class that certainly wins on all of the interval; −1 where there may be several
   */
  int[] classes(double[] start, double[] direction, double[] ends) {
    int rows = ends.length;
    int n = start.length;
    double[] mean = new double[rows * n];
    double[] spread = new double[rows * n];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        mean[r * n + i] = start[i] + ends[r] * direction[i];
        spread[r * n + i] = 2 * UNIT * (Math.abs(start[i]) + Math.abs(direction[i]));
      }
    }
    List<Stage> stages = network.stages();
    int products = last == null ? stages.size() : stages.size() - 1;
    for (int s = 0; s < products; s++) {
      Stage stage = stages.get(s);
      double[] nextMean = new double[rows * stage.out().size()];
      double[] nextSpread = new double[nextMean.length];
      if (stage instanceof AffineMap map) {
        widen(mean, spread, map.terms());
        map.apply(mean, rows, nextMean);
        absolute.get(s).apply(spread, rows, nextSpread);
        widen(nextMean, nextSpread, 1);
      } else if (stage instanceof Rectifier) {
        rectify(mean, spread, nextMean, nextSpread, stage.in().size());
      } else {
        maximum((Maximum) stage, mean, spread, nextMean, nextSpread);
      }
      mean = nextMean;
      spread = nextSpread;
    }
    return winners(mean, spread, rows / 2);
  }

  private static void widen(double[] mean, double[] spread, int terms) {
    double unit = (terms + 4) * UNIT;
    for (int i = 0; i < mean.length; i++) {
      // what float32 cannot hold is left to the walk, which says so
      spread[i] =
          Math.abs(mean[i]) <= Float.MAX_VALUE
              ? spread[i] + unit * (Math.abs(mean[i]) + spread[i])
              : Double.POSITIVE_INFINITY;
    }
  }

  private static void rectify(
      double[] mean, double[] spread, double[] nextMean, double[] nextSpread, int n) {
    for (int row = 0; row < mean.length; row += 2 * n) {
      for (int i = row; i < row + n; i++) {
        int j = i + n;
        double low0 = mean[i] - spread[i];
        double low1 = mean[j] - spread[j];
        double high0 = mean[i] + spread[i];
        double high1 = mean[j] + spread[j];
        if (low0 >= 0 && low1 >= 0) {
          nextMean[i] = mean[i];
          nextMean[j] = mean[j];
          nextSpread[i] = spread[i];
          nextSpread[j] = spread[j];
        } else if (high0 > 0 || high1 > 0) {
          boolean zero = low0 + low1 <= 0;
          between(zero ? 0 : low0, Math.max(0, high0), i, nextMean, nextSpread);
          between(zero ? 0 : low1, Math.max(0, high1), j, nextMean, nextSpread);
        }
      }
    }
  }

  private static void between(double low, double high, int i, double[] mean, double[] spread) {
    mean[i] = (low + high) / 2;
    spread[i] = (high - low) / 2 + UNIT * (Math.abs(low) + Math.abs(high));
  }

  private static void maximum(
      Maximum pool, double[] mean, double[] spread, double[] nextMean, double[] nextSpread) {
    int n = pool.in().size();
    int m = pool.out().size();
    int plane = pool.out().plane();
    for (int pair = 0; pair < mean.length / (2 * n); pair++) {
      for (int o = 0; o < m; o++) {
        int from = 2 * pair * n + o / plane * pool.in().plane();
        double high0 = Double.NEGATIVE_INFINITY;
        double high1 = Double.NEGATIVE_INFINITY;
        double low0 = Double.NEGATIVE_INFINITY;
        double low1 = Double.NEGATIVE_INFINITY;
        for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
          int i = from + pool.pixel(k);
          int j = i + n;
          high0 = Math.max(high0, mean[i] + spread[i]);
          high1 = Math.max(high1, mean[j] + spread[j]);
          if (mean[i] - spread[i] + mean[j] - spread[j] > low0 + low1) {
            low0 = mean[i] - spread[i];
            low1 = mean[j] - spread[j];
          }
        }
        between(low0, high0, 2 * pair * m + o, nextMean, nextSpread);
        between(low1, high1, (2 * pair + 1) * m + o, nextMean, nextSpread);
      }
    }
  }

  private int[] winners(double[] mean, double[] spread, int pairs) {
    int[] winners = new int[pairs];
    int width = mean.length / (2 * pairs);
    for (int p = 0; p < pairs; p++) {
      double[] logits = last == null ? null : new double[2 * network.classes()];
      if (last == null) {
        logits = Arrays.copyOfRange(mean, 2 * p * width, 2 * (p + 1) * width);
      } else {
        last.apply(Arrays.copyOfRange(mean, 2 * p * width, 2 * (p + 1) * width), 2, logits);
      }
      int candidate = candidate(logits);
      boolean certain =
          wins(candidate, mean, spread, 2 * p * width, width)
              && wins(candidate, mean, spread, (2 * p + 1) * width, width);
      winners[p] = certain ? candidate : -1;
    }
    return winners;
  }

  private int candidate(double[] logits) {
    int classes = network.classes();
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = logits[k] + logits[classes + k] > logits[best] + logits[classes + best] ? k : best;
    }
    return best;
  }

  /** Whether a class certainly wins at one end; lines that hold at both ends hold in between. */
  private boolean wins(int i, double[] mean, double[] spread, int from, int width) {
    for (int k = 0; k < network.classes(); k++) {
      if (k != i && !(lead(i, k, mean, spread, from, width) > 0)) {
        return false;
      }
    }
    return true;
  }

  /** A lower bound of {@code f_i − f_k}. */
  private double lead(int i, int k, double[] mean, double[] spread, int from, int width) {
    if (last == null) {
      double slack = 4 * UNIT * (Math.abs(mean[from + i]) + Math.abs(mean[from + k]));
      return mean[from + i] - mean[from + k] - spread[from + i] - spread[from + k] - slack;
    }
    int classes = network.classes();
    double[] matrix = last.matrix();
    double unit = (width + 8) * UNIT;
    double sum = last.constant()[i] - last.constant()[k];
    double slack = unit * (Math.abs(last.constant()[i]) + Math.abs(last.constant()[k]));
    for (int v = 0; v < width; v++) {
      double weight = matrix[v * classes + i] - matrix[v * classes + k];
      sum += weight * mean[from + v] - Math.abs(weight) * spread[from + v];
      slack += unit * Math.abs(weight) * (Math.abs(mean[from + v]) + spread[from + v]);
    }
    return sum - slack;
  }
}
