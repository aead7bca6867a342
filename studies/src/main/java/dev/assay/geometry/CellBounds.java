package dev.assay.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Lower bounds of {@code f_i − f_k} on a cell of a slice, as linear functions of β. A cell is the
 * part of a box that lies in a ball around the origin. Values of hidden stages are bounded forwards
 * as a linear function of β and a radius; the differences then go backwards through linear bounds
 * of every ReLU and maximum (CROWN, Zhang et al. 2018).
 */
final class CellBounds {
  private static final double UNIT = Math.ulp(1.0) / 2;

  private final PiecewiseLinear network;
  private final List<AffineMap> absolute = new ArrayList<>();
  private final int size;
  private final int winner;

  /** Bounds for the class that wins at the origin. */
  CellBounds(PiecewiseLinear network, List<AffineMap> absolute, int winner) {
    this.network = network;
    this.absolute.addAll(absolute);
    this.size = network.length();
    this.winner = winner;
  }

  /** The absolute maps of all stages, null where a stage is not affine. */
  static List<AffineMap> absolute(PiecewiseLinear network) {
    List<AffineMap> maps = new ArrayList<>();
    for (Stage stage : network.stages()) {
      maps.add(stage instanceof AffineMap map ? map.absolute() : null);
    }
    return maps;
  }

  /** A box with its centre and half widths, and the radius of the ball. */
  record Cell(double[] centre, double[] half, double radius) {

    /** Distance of the box from the origin. */
    double distance() {
      double squares = 0;
      for (int k = 0; k < half.length; k++) {
        double gap = Math.max(0, Math.abs(centre[k]) - half[k]);
        squares += gap * gap;
      }
      return Math.sqrt(squares);
    }

    /** Largest change of a linear function over the box from its centre: {@code Σ |g_k| h_k}. */
    double spread(double[] g, int at, int stride) {
      double sum = 0;
      for (int k = 0; k < half.length; k++) {
        sum += Math.abs(g[at + k * stride]) * half[k];
      }
      return sum;
    }

    double atCentre(double[] g, int at, int stride) {
      double sum = 0;
      for (int k = 0; k < half.length; k++) {
        sum += g[at + k * stride] * centre[k];
      }
      return sum;
    }
  }

  /**
   * Lower bounds of the differences to every other class, in order: {@code constant[k] + Σ
   * slope[k, ·] β}.
   */
  record Differences(double[] constant, double[] slope) {}

  private record Range(double[] low, double[] high, double[] magnitude) {}

  Differences bound(Cell cell) {
    List<Stage> stages = network.stages();
    Range[] ranges = new Range[stages.size() + 1];
    forward(cell, ranges);
    int rivals = network.classes() - 1;
    double[] rows = new double[rivals * network.classes()];
    for (int k = 0, row = 0; k < network.classes(); k++) {
      if (k != winner) {
        rows[row * network.classes() + winner] = 1;
        rows[row++ * network.classes() + k] = -1;
      }
    }
    double[] constant = new double[rivals];
    for (int s = stages.size() - 1; s >= 0; s--) {
      Stage stage = stages.get(s);
      double[] below = new double[rivals * stage.in().size()];
      if (stage instanceof AffineMap map) {
        backAffine(map, rows, constant, ranges[s + 1].magnitude);
        map.multiplyTransposed(rows, rivals, below);
      } else if (stage instanceof Rectifier) {
        backRectifier(ranges[s], rows, constant, below);
      } else {
        backMaximum((Maximum) stage, ranges[s], rows, constant, below);
      }
      rows = below;
    }
    return new Differences(constant, rows);
  }

  /** Ranges of what enters each stage. */
  private void forward(Cell cell, Range[] ranges) {
    List<Stage> stages = network.stages();
    double[] forms = new double[(size + 1) * size];
    for (int k = 0; k < size; k++) {
      forms[(k + 1) * size + k] = 1;
    }
    double[] radius = new double[size];
    ranges[0] = range(cell, forms, radius);
    for (int s = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      int n = stage.out().size();
      double[] next = new double[(size + 1) * n];
      double[] nextRadius = new double[n];
      double[] magnitude = null;
      if (stage instanceof AffineMap map) {
        map.multiply(forms, size + 1, next);
        map.addConstant(next, 0);
        magnitude = affineRadius(s, map, ranges[s], radius, nextRadius);
      } else if (stage instanceof Rectifier) {
        rectify(ranges[s], forms, radius, next, nextRadius);
      } else {
        maximum((Maximum) stage, ranges[s], forms, radius, next, nextRadius);
      }
      forms = next;
      radius = nextRadius;
      Range range = range(cell, forms, radius);
      ranges[s + 1] = magnitude == null ? range : new Range(range.low, range.high, magnitude);
    }
  }

  /** Radius after an affine map, rounding included; returns {@code |W| |x| + |b|}. */
  private double[] affineRadius(
      int s, AffineMap map, Range range, double[] radius, double[] nextRadius) {
    int n = nextRadius.length;
    double[] both = new double[2 * radius.length];
    for (int i = 0; i < radius.length; i++) {
      both[i] = radius[i];
      both[radius.length + i] = Math.max(Math.abs(range.low[i]), Math.abs(range.high[i]));
    }
    double[] result = new double[2 * n];
    absolute.get(s).apply(both, 2, result);
    double[] constant = new double[n];
    map.addConstant(constant, 0);
    double[] magnitude = new double[n];
    double unit = (map.terms() + size + 8) * UNIT;
    for (int i = 0; i < n; i++) {
      magnitude[i] = result[n + i] + Math.abs(constant[i]);
      nextRadius[i] = result[i] + 2 * unit * magnitude[i];
    }
    return magnitude;
  }

  private Range range(Cell cell, double[] forms, double[] radius) {
    int n = radius.length;
    double[] low = new double[n];
    double[] high = new double[n];
    for (int i = 0; i < n; i++) {
      double middle = forms[i] + cell.atCentre(forms, n + i, n);
      double box = cell.spread(forms, n + i, n) + radius[i];
      double squares = 0;
      for (int k = 1; k <= size; k++) {
        squares += forms[k * n + i] * forms[k * n + i];
      }
      double ball = cell.radius * Math.sqrt(squares) + radius[i];
      low[i] = Math.max(middle - box, forms[i] - ball);
      high[i] = Math.min(middle + box, forms[i] + ball);
    }
    return new Range(low, high, null);
  }

  private void rectify(
      Range range, double[] forms, double[] radius, double[] next, double[] nextRadius) {
    int n = radius.length;
    for (int i = 0; i < n; i++) {
      double low = range.low[i];
      double high = range.high[i];
      if (high <= 0) {
        continue;
      }
      double slope = low >= 0 ? 1 : high / (high - low);
      double shift = low >= 0 ? 0 : -slope * low / 2;
      for (int k = 0; k <= size; k++) {
        next[k * n + i] = slope * forms[k * n + i];
      }
      next[i] += shift;
      nextRadius[i] = slope * radius[i] + shift;
    }
  }

  /** The input that is the largest wherever it is known, and a range for the rest. */
  private void maximum(
      Maximum pool,
      Range range,
      double[] forms,
      double[] radius,
      double[] next,
      double[] nextRadius) {
    int n = pool.in().size();
    int m = pool.out().size();
    for (int o = 0; o < m; o++) {
      int best = best(pool, range, o);
      double others = others(pool, range, o, best);
      if (range.low[best] >= others) {
        for (int k = 0; k <= size; k++) {
          next[k * m + o] = forms[k * n + best];
        }
        nextRadius[o] = radius[best];
      } else {
        double high = Math.max(others, range.high[best]);
        next[o] = (range.low[best] + high) / 2;
        nextRadius[o] = (high - range.low[best]) / 2;
      }
    }
  }

  /** The input with the largest lower bound. */
  private static int best(Maximum pool, Range range, int o) {
    int plane = pool.out().plane();
    int channel = o / plane * pool.in().plane();
    int best = channel + pool.pixel(pool.start(o % plane));
    for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
      int i = channel + pool.pixel(k);
      best = range.low[i] > range.low[best] ? i : best;
    }
    return best;
  }

  /** Upper bound of all inputs but one. */
  private static double others(Maximum pool, Range range, int o, int but) {
    int plane = pool.out().plane();
    int channel = o / plane * pool.in().plane();
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
      int i = channel + pool.pixel(k);
      highest = i == but ? highest : Math.max(highest, range.high[i]);
    }
    return highest;
  }

  private void backAffine(AffineMap map, double[] rows, double[] constant, double[] magnitude) {
    int n = map.out().size();
    double[] shift = new double[n];
    map.addConstant(shift, 0);
    double unit = 4 * (map.terms() + n + 8) * UNIT;
    for (int row = 0; row < constant.length; row++) {
      double sum = 0;
      double slack = 0;
      for (int i = 0; i < n; i++) {
        sum += rows[row * n + i] * shift[i];
        slack += Math.abs(rows[row * n + i]) * magnitude[i];
      }
      constant[row] += sum - unit * slack;
    }
  }

  private static void backRectifier(
      Range range, double[] rows, double[] constant, double[] below) {
    int n = range.low.length;
    for (int row = 0; row < constant.length; row++) {
      for (int i = 0; i < n; i++) {
        double factor = rows[row * n + i];
        double low = range.low[i];
        double high = range.high[i];
        if (low >= 0) {
          below[row * n + i] = factor;
        } else if (high > 0 && factor > 0) {
          below[row * n + i] = high > -low ? factor : 0;
        } else if (high > 0) {
          double slope = high / (high - low);
          below[row * n + i] = factor * slope;
          constant[row] -= factor * slope * low;
        }
      }
    }
  }

  private static void backMaximum(
      Maximum pool, Range range, double[] rows, double[] constant, double[] below) {
    int n = pool.in().size();
    int m = pool.out().size();
    for (int o = 0; o < m; o++) {
      int best = best(pool, range, o);
      double others = others(pool, range, o, best);
      boolean known = range.low[best] >= others;
      for (int row = 0; row < constant.length; row++) {
        double factor = rows[row * m + o];
        if (known || factor > 0) {
          below[row * n + best] += factor;
        } else {
          constant[row] += factor * Math.max(others, range.high[best]);
        }
      }
    }
  }
}
