package dev.assay.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decision regions of a tiny dense network on the unit square of its two inputs by brute force: for
 * each pattern of active units and each class the polygon of points that satisfy all their
 * inequalities; polygons of one class belong together if two of their sides lie on one another.
 */
final class PlaneOracle {
  private static final double EPSILON = 1e-9;

  private final Map<String, float[]> parameters;
  private final int[] widths;

  /** Corners and class. */
  private record Region(List<double[]> corners, int winner) {}

  PlaneOracle(Map<String, float[]> parameters, int... widths) {
    this.parameters = parameters;
    this.widths = widths;
  }

  int regions() {
    List<Region> all = new ArrayList<>();
    int units = 0;
    for (int l = 1; l < widths.length - 1; l++) {
      units += widths[l];
    }
    for (int pattern = 0; pattern < 1 << units; pattern++) {
      addTo(all, pattern);
    }
    int[] group = new int[all.size()];
    int count = 0;
    for (int i = 0; i < group.length; i++) {
      if (group[i] == 0) {
        spread(all, group, i, ++count);
      }
    }
    return count;
  }

  private static void spread(List<Region> all, int[] group, int at, int number) {
    group[at] = number;
    for (int j = 0; j < group.length; j++) {
      if (group[j] == 0
          && all.get(at).winner == all.get(j).winner
          && touch(all.get(at).corners, all.get(j).corners)) {
        spread(all, group, j, number);
      }
    }
  }

  private void addTo(List<Region> all, int pattern) {
    List<double[]> corners =
        List.of(new double[] {0, 0}, new double[] {1, 0}, new double[] {1, 1}, new double[] {0, 1});
    // rows (a, b, c) of a x + b y + c
    double[][] values = {{1, 0, 0}, {0, 1, 0}};
    int unit = 0;
    for (int l = 1; l < widths.length; l++) {
      values = affine(2 * (l - 1), values, widths[l]);
      for (int u = 0; l < widths.length - 1 && u < widths[l]; u++) {
        boolean active = (pattern >> unit++ & 1) == 1;
        corners = cut(corners, values[u], active ? 1 : -1);
        values[u] = active ? values[u] : new double[3];
      }
    }
    for (int i = 0; i < values.length; i++) {
      List<double[]> left = corners;
      for (int j = 0; j < values.length; j++) {
        double[] lead = new double[3];
        for (int k = 0; k < 3; k++) {
          lead[k] = values[i][k] - values[j][k];
        }
        left = i == j ? left : cut(left, lead, 1);
      }
      if (area(left) > 1e-14) {
        all.add(new Region(left, i));
      }
    }
  }

  private double[][] affine(int layer, double[][] inputs, int outputs) {
    float[] weight = parameters.get("layers.%d.weight".formatted(layer));
    float[] bias = parameters.get("layers.%d.bias".formatted(layer));
    double[][] rows = new double[outputs][3];
    for (int o = 0; o < outputs; o++) {
      rows[o][2] = bias[o];
      for (int i = 0; i < inputs.length; i++) {
        for (int k = 0; k < 3; k++) {
          rows[o][k] += weight[o * inputs.length + i] * inputs[i][k];
        }
      }
    }
    return rows;
  }

  private static List<double[]> cut(List<double[]> corners, double[] row, double sign) {
    List<double[]> left = new ArrayList<>();
    for (int v = 0; v < corners.size(); v++) {
      double[] p = corners.get(v);
      double[] q = corners.get((v + 1) % corners.size());
      double f = sign * (row[0] * p[0] + row[1] * p[1] + row[2]);
      double g = sign * (row[0] * q[0] + row[1] * q[1] + row[2]);
      if (f >= 0) {
        left.add(p);
      }
      if (f < 0 && g > 0 || f > 0 && g < 0) {
        double share = f / (f - g);
        left.add(new double[] {p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])});
      }
    }
    return left;
  }

  private static double area(List<double[]> corners) {
    double area = 0;
    for (int v = 0; v < corners.size(); v++) {
      double[] p = corners.get(v);
      double[] q = corners.get((v + 1) % corners.size());
      area += (p[0] * q[1] - p[1] * q[0]) / 2;
    }
    return area;
  }

  private static boolean touch(List<double[]> one, List<double[]> other) {
    for (int v = 0; v < one.size(); v++) {
      for (int w = 0; w < other.size(); w++) {
        if (shared(
                one.get(v),
                one.get((v + 1) % one.size()),
                other.get(w),
                other.get((w + 1) % other.size()))
            > EPSILON) {
          return true;
        }
      }
    }
    return false;
  }

  /** Length that two sides have in common. */
  private static double shared(double[] a, double[] b, double[] c, double[] d) {
    double length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < EPSILON) {
      return 0;
    }
    double x = (b[0] - a[0]) / length;
    double y = (b[1] - a[1]) / length;
    if (Math.abs(x * (c[1] - a[1]) - y * (c[0] - a[0])) > EPSILON
        || Math.abs(x * (d[1] - a[1]) - y * (d[0] - a[0])) > EPSILON) {
      return 0;
    }
    double from = x * (c[0] - a[0]) + y * (c[1] - a[1]);
    double to = x * (d[0] - a[0]) + y * (d[1] - a[1]);
    return Math.min(length, Math.max(from, to)) - Math.max(0, Math.min(from, to));
  }
}
