package dev.assay.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells polygons on which one class certainly wins: values are followed as an affine middle and a
 * radius around it (a zonotope whose errors are merged at every stage), from a stage at which they
 * are affine to the differences of logits.
 */
final class PolygonBounds {
  private final List<Stage> stages;
  private final List<AffineMap> absolute = new ArrayList<>();
  private final int winner;

  PolygonBounds(PiecewiseLinear network, int winner) {
    this.stages = network.stages();
    this.winner = winner;
    for (Stage stage : stages) {
      absolute.add(stage instanceof AffineMap map ? map.absolute() : null);
    }
  }

  /**
   * Whether no other class can be as high anywhere in the polygon.
   *
   * @param stage the first to pass
   * @param forms what enters it, 3 × n: constant, slopes
   */
  boolean certain(Polygon polygon, int stage, double[] forms) {
    double[] middle = forms;
    double[] radius = new double[forms.length / 3];
    for (int s = stage; s < stages.size(); s++) {
      Stage through = stages.get(s);
      int n = through.out().size();
      double[] next = new double[3 * n];
      double[] nextRadius = new double[n];
      if (through instanceof AffineMap map) {
        map.multiply(middle, 3, next);
        map.addConstant(next, 0);
        absolute.get(s).multiply(radius, 1, nextRadius);
      } else if (through instanceof Rectifier rectifier) {
        rectify(rectifier, polygon, middle, radius, next, nextRadius);
      } else {
        maximum((Maximum) through, polygon, middle, radius, next, nextRadius);
      }
      middle = next;
      radius = nextRadius;
    }
    return wins(polygon, middle, radius);
  }

  private boolean wins(Polygon polygon, double[] z, double[] radius) {
    int k = radius.length;
    for (int j = 0; j < k; j++) {
      double c = z[winner] - z[j] - radius[winner] - radius[j];
      double a = z[k + winner] - z[k + j];
      double b = z[2 * k + winner] - z[2 * k + j];
      if (j != winner && !(polygon.least(c, a, b) > 0)) {
        return false;
      }
    }
    return true;
  }

  private static void rectify(
      Rectifier stage,
      Polygon polygon,
      double[] x,
      double[] radius,
      double[] next,
      double[] nextRadius) {
    int n = radius.length;
    for (int i = 0; i < n; i++) {
      double low = polygon.least(x[i], x[n + i], x[2 * n + i]) - radius[i];
      double high = polygon.most(x[i], x[n + i], x[2 * n + i]) + radius[i];
      boolean on = low >= 0 || stage.passes(i);
      if (high <= 0 && !stage.passes(i)) {
        continue;
      }
      double slope = on ? 1 : high / (high - low);
      double shift = on ? 0 : -slope * low / 2;
      next[i] = slope * x[i] + shift;
      next[n + i] = slope * x[n + i];
      next[2 * n + i] = slope * x[2 * n + i];
      nextRadius[i] = slope * radius[i] + shift;
    }
  }

  /** The input that is the largest wherever it is known, and a range for the rest. */
  private static void maximum(
      Maximum pool,
      Polygon polygon,
      double[] x,
      double[] radius,
      double[] next,
      double[] nextRadius) {
    int n = radius.length;
    int m = nextRadius.length;
    for (int o = 0; o < m; o++) {
      int window = o % pool.out().plane();
      int channel = o / pool.out().plane() * pool.in().plane();
      double low = Double.NEGATIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double others = Double.NEGATIVE_INFINITY;
      int best = -1;
      for (int k = pool.start(window); k < pool.start(window + 1); k++) {
        int i = channel + pool.pixel(k);
        double least = polygon.least(x[i], x[n + i], x[2 * n + i]) - radius[i];
        double most = polygon.most(x[i], x[n + i], x[2 * n + i]) + radius[i];
        if (best < 0 || least > low) {
          others = high;
          low = least;
          best = i;
        } else {
          others = Math.max(others, most);
        }
        high = Math.max(high, most);
      }
      if (low >= others) {
        next[o] = x[best];
        next[m + o] = x[n + best];
        next[2 * m + o] = x[2 * n + best];
        nextRadius[o] = radius[best];
      } else {
        next[o] = (low + high) / 2;
        nextRadius[o] = (high - low) / 2;
      }
    }
  }
}
