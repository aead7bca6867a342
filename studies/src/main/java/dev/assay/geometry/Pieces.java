package dev.assay.geometry;

import dev.assay.geometry.LocalNetwork.Form;
import dev.assay.geometry.Patch.Along;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a tile: convex polygons with one class. A polygon is cut along the first hinge that
 * bends on it, until bounds say that one class wins or the network is affine; then along the
 * borders of classes. Where two logits are equal all over a cell the class of smaller number wins.
 *
 * <p>What would be cut off narrower than a tolerance stays where it is.
 */
final class Pieces {
  /** As a multiple of the sides of the whole rectangle: less than what a {@link Patch} tells. */
  private static final double THINNEST = 1e-12;

  /** Logits are equal which differ by less, as a multiple of their size. */
  private static final double EQUAL = 1e-12;

  private static final int BORDER = -1;

  private final LocalNetwork network;
  private final int classes;
  private final double s;
  private final double t;
  private final double size;
  private final double tolerance;
  private final int grid;
  private final Portrait.Builder portrait;
  private final List<double[]> borders;
  private final Patch.Joiner joiner = new Patch.Joiner();

  /** Lines that were cut along, from label 4 on: unit vector, and cells on both sides. */
  private final List<Cut> cuts = new ArrayList<>();

  /** Of each remainder on the current polygon: affine part, least and largest deviation from it. */
  private final double[] affine;

  private final double[] least;
  private final double[] most;

  /** A line that was cut along. */
  private record Cut(double x, double y, Along above, Along below) {}

  /**
   * A tile.
   *
   * @param s of its lower left corner
   * @param t of its lower left corner
   * @param size of its sides
   * @param grid points in each direction of the grid whose regions are seen
   * @param portrait told of the cells
   * @param borders told of the pieces of borders between classes, in coordinates of the rectangle
   */
  Pieces(
      LocalNetwork network,
      double s,
      double t,
      double size,
      int grid,
      Portrait.Builder portrait,
      List<double[]> borders) {
    this.network = network;
    this.classes = network.logits().length;
    this.s = s;
    this.t = t;
    this.size = size;
    this.tolerance = THINNEST / size;
    this.grid = grid;
    this.portrait = portrait;
    this.borders = borders;
    affine = new double[3 * network.hinges()];
    least = new double[network.hinges()];
    most = new double[network.hinges()];
  }

  Patch patch() {
    settle(Polygon.square(), 0);
    for (Cut cut : cuts) {
      joiner.connect(cut.above, cut.below);
    }
    return joiner.end();
  }

  /** Whether there is a point of the grid in a rectangle. */
  static boolean seen(double left, double right, double bottom, double top, int grid) {
    return first(left, grid) <= last(right, grid) && first(bottom, grid) <= last(top, grid);
  }

  private static int first(double low, int grid) {
    return (int) Math.ceil((low - THINNEST) * (grid - 1));
  }

  private static int last(double high, int grid) {
    return (int) Math.floor((high + THINNEST) * (grid - 1));
  }

  /**
   * Settles a polygon.
   *
   * @param from hinges before are affine on it, and known
   */
  private void settle(Polygon polygon, int from) {
    int bent = -1;
    double[] line = null;
    double[] argument = new double[3];
    for (int k = from; k < network.hinges(); k++) {
      double[] deviation = argument(k, argument);
      double low = polygon.least(argument);
      double high = polygon.most(argument);
      boolean exact = deviation[0] == 0 && deviation[1] == 0;
      if (exact && low < 0 && high > 0) {
        double[] distance = normalized(argument);
        int side = side(polygon, distance);
        if (side == 0 && bent < 0) {
          bent = k;
          line = distance;
        }
        low = side > 0 ? 0 : low;
        high = side < 0 ? 0 : high;
      }
      remainder(k, argument, deviation, low + deviation[0], high + deviation[1]);
    }
    int winner = winner(polygon);
    if (winner >= 0) {
      add(polygon, winner);
    } else if (bent < 0) {
      divide(polygon);
    } else {
      Cut cut = new Cut(-line[2], line[1], new Along(), new Along());
      cuts.add(cut);
      int label = Patch.SIDES + 2 * (cuts.size() - 1);
      Polygon above = polygon.above(line, tolerance, label);
      Polygon below = polygon.above(negative(line), tolerance, label + 1);
      settle(above, bent);
      settle(below, bent);
    }
  }

  /** Writes the affine part of an argument; returns its least and largest deviation. */
  private double[] argument(int k, double[] target) {
    Form form = network.hinge(k);
    System.arraycopy(form.plane(), 0, target, 0, 3);
    double low = 0;
    double high = 0;
    double[] w = form.remainders();
    for (int j = 0; j < w.length; j++) {
      if (w[j] != 0) {
        target[0] += w[j] * affine[3 * j];
        target[1] += w[j] * affine[3 * j + 1];
        target[2] += w[j] * affine[3 * j + 2];
        low += w[j] > 0 ? w[j] * least[j] : w[j] * most[j];
        high += w[j] > 0 ? w[j] * most[j] : w[j] * least[j];
      }
    }
    return new double[] {low, high};
  }

  /** {@code max(p, 0) − λ p} of an argument p between bounds. */
  private void remainder(int k, double[] argument, double[] deviation, double low, double high) {
    double slope = high <= 0 ? 0 : low >= 0 ? 1 : high / (high - low);
    double factor = slope - network.slope(k);
    for (int r = 0; r < 3; r++) {
      affine[3 * k + r] = factor * argument[r];
    }
    least[k] = factor * (factor > 0 ? deviation[0] : deviation[1]);
    most[k] = factor * (factor > 0 ? deviation[1] : deviation[0]);
    if (low < 0 && high > 0) {
      most[k] -= slope * low;
    }
  }

  private static double[] normalized(double[] f) {
    double length = Math.hypot(f[1], f[2]);
    return new double[] {f[0] / length, f[1] / length, f[2] / length};
  }

  private static double[] negative(double[] f) {
    return new double[] {-f[0], -f[1], -f[2]};
  }

  /** On which side of a line a polygon lies, up to the tolerance; 0 for both. */
  private int side(Polygon polygon, double[] line) {
    double low = polygon.least(line);
    double high = polygon.most(line);
    if (low >= -tolerance || high <= tolerance) {
      return high >= -low ? 1 : -1;
    }
    return 0;
  }

  /** The class that certainly wins on a polygon, alone; −1 for none. */
  private int winner(Polygon polygon) {
    double[] middle = new double[2];
    for (int v = 0; v < polygon.size(); v++) {
      middle[0] += polygon.x(v) / polygon.size();
      middle[1] += polygon.y(v) / polygon.size();
    }
    int best = 0;
    double largest = Double.NEGATIVE_INFINITY;
    double[] zero = new double[network.hinges()];
    for (int c = 0; c < classes; c++) {
      double[] f = difference(network.logits()[c], new Form(new double[3], zero));
      double value = f[0] + f[1] * middle[0] + f[2] * middle[1] + (f[3] + f[4]) / 2;
      best = value > largest ? c : best;
      largest = Math.max(largest, value);
    }
    for (int c = 0; c < classes; c++) {
      if (c != best) {
        double[] f = difference(network.logits()[best], network.logits()[c]);
        if (!(polygon.least(f) + f[3] > 0)) {
          return -1;
        }
      }
    }
    return best;
  }

  /** Affine part of a difference of logits, and its least and largest deviation. */
  private double[] difference(Form a, Form b) {
    double[] f = new double[5];
    for (int r = 0; r < 3; r++) {
      f[r] = a.plane()[r] - b.plane()[r];
    }
    for (int j = 0; j < affine.length / 3; j++) {
      double w = a.remainder(j) - b.remainder(j);
      if (w != 0) {
        f[0] += w * affine[3 * j];
        f[1] += w * affine[3 * j + 1];
        f[2] += w * affine[3 * j + 2];
        f[3] += w > 0 ? w * least[j] : w * most[j];
        f[4] += w > 0 ? w * most[j] : w * least[j];
      }
    }
    return f;
  }

  /** Where the network is affine. */
  private void divide(Polygon polygon) {
    Form nothing = new Form(new double[3], new double[0]);
    double[][] logits = new double[classes][];
    double scale = 0;
    for (int c = 0; c < classes; c++) {
      logits[c] = difference(network.logits()[c], nothing);
      scale = Math.max(scale, Math.max(polygon.most(logits[c]), -polygon.least(logits[c])));
    }
    for (int c = 0; c < classes; c++) {
      Polygon left = polygon;
      for (int other = 0; other < classes && left.size() > 2; other++) {
        left = other == c ? left : beats(left, logits[c], logits[other], c < other, scale);
      }
      if (left.size() > 2) {
        add(left, c);
      }
    }
  }

  /** The part on which a logit is larger than another. */
  private Polygon beats(Polygon polygon, double[] a, double[] b, boolean tie, double scale) {
    double[] f = {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    double low = polygon.least(f);
    double high = polygon.most(f);
    boolean equal = Math.max(high, -low) <= EQUAL * scale;
    int side = equal ? (tie ? 1 : -1) : low >= 0 ? 1 : high <= 0 ? -1 : 0;
    double[] line = side == 0 ? normalized(f) : null;
    side = side == 0 ? side(polygon, line) : side;
    if (side > 0) {
      return polygon;
    }
    double[] all = {-1, 0, 0};
    return polygon.above(side < 0 ? all : line, tolerance, BORDER);
  }

  private void add(Polygon polygon, int winner) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < polygon.size(); v++) {
      left = Math.min(left, s + size * polygon.x(v));
      right = Math.max(right, s + size * polygon.x(v));
      bottom = Math.min(bottom, t + size * polygon.y(v));
      top = Math.max(top, t + size * polygon.y(v));
    }
    boolean seen =
        seen(left, right, bottom, top, grid) && contains(polygon, left, right, bottom, top);
    double area = size * size * polygon.area();
    portrait.polygon(winner, polygon, s, t, size, tolerance);
    int cell = joiner.cell(winner, area, left, right, bottom, top, seen);
    for (int v = 0; v < polygon.size(); v++) {
      side(polygon, v, cell);
    }
  }

  private boolean contains(Polygon polygon, double left, double right, double bottom, double top) {
    for (int row = first(bottom, grid); row <= last(top, grid); row++) {
      for (int column = first(left, grid); column <= last(right, grid); column++) {
        double x = ((double) column / (grid - 1) - s) / size;
        double y = ((double) row / (grid - 1) - t) / size;
        if (polygon.contains(x, y, tolerance)) {
          return true;
        }
      }
    }
    return false;
  }

  private void side(Polygon polygon, int v, int cell) {
    int w = (v + 1) % polygon.size();
    int label = polygon.label(v);
    if (label >= Patch.SIDES) {
      Cut cut = cuts.get((label - Patch.SIDES) / 2);
      double from = size * (cut.x * polygon.x(v) + cut.y * polygon.y(v));
      double to = size * (cut.x * polygon.x(w) + cut.y * polygon.y(w));
      Along along = (label - Patch.SIDES) % 2 == 0 ? cut.above : cut.below;
      along.add(Math.min(from, to), Math.max(from, to), cell);
    } else if (label == BORDER) {
      borders.add(
          new double[] {
            s + size * polygon.x(v),
            t + size * polygon.y(v),
            s + size * polygon.x(w),
            t + size * polygon.y(w)
          });
    } else {
      double from = label % 2 == 0 ? s + size * polygon.x(v) : t + size * polygon.y(v);
      double to = label % 2 == 0 ? s + size * polygon.x(w) : t + size * polygon.y(w);
      joiner.border(label, Math.min(from, to), Math.max(from, to), cell);
    }
  }
}
