package dev.assay.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The exact margin of a tiny dense network with two hidden layers, by brute force: for each pattern
 * of active units, the least-norm point where two classes tie within the pattern's polytope. That
 * point is the least-norm solution of the tie and some of the polytope's sides taken as equations,
 * so all sets of up to m − 1 sides are tried.
 */
final class PatternOracle {
  private final double[][][] weights = new double[3][][];
  private final double[][] biases = new double[3][];
  private final int m;

  PatternOracle(Map<String, float[]> parameters, int... widths) {
    m = widths[0];
    for (int l = 0; l < 3; l++) {
      float[] w = parameters.get("layers.%d.weight".formatted(2 * l));
      float[] b = parameters.get("layers.%d.bias".formatted(2 * l));
      weights[l] = new double[widths[l + 1]][widths[l]];
      biases[l] = new double[widths[l + 1]];
      for (int o = 0; o < b.length; o++) {
        biases[l][o] = b[o];
        for (int i = 0; i < widths[l]; i++) {
          weights[l][o][i] = w[o * widths[l] + i];
        }
      }
    }
  }

  /** Distance from a point to the nearest tie of its class with another one. */
  double margin(float[] x) {
    double[] origin = new double[m];
    for (int k = 0; k < m; k++) {
      origin[k] = x[k];
    }
    int winner = winner(origin);
    int first = biases[0].length;
    int units = first + biases[1].length;
    double nearest = Double.POSITIVE_INFINITY;
    for (int pattern = 0; pattern < 1 << units; pattern++) {
      // rows (a, c) of a · β + c, of units and then logits, within the pattern
      double[][] one = affine(0, identity(origin));
      double[][] two = affine(1, masked(one, pattern));
      double[][] logits = affine(2, masked(two, pattern >> first));
      List<double[]> sides = new ArrayList<>();
      for (int u = 0; u < units; u++) {
        double sign = (pattern >> u & 1) == 1 ? 1 : -1;
        sides.add(scaled(u < first ? one[u] : two[u - first], sign));
      }
      for (int k = 0; k < logits.length; k++) {
        if (k != winner) {
          double[] tie = sum(logits[winner], scaled(logits[k], -1));
          List<double[]> equations = new ArrayList<>(List.of(tie));
          nearest = Math.min(nearest, search(equations, sides, 0, nearest));
        }
      }
    }
    return nearest;
  }

  private double search(List<double[]> equations, List<double[]> sides, int from, double best) {
    double[] point = leastNorm(equations);
    double nearest = best;
    if (point != null && norm(point) < nearest && inside(sides, point)) {
      nearest = norm(point);
    }
    for (int s = from; s < sides.size() && equations.size() < m; s++) {
      equations.add(sides.get(s));
      nearest = search(equations, sides, s + 1, nearest);
      equations.remove(equations.size() - 1);
    }
    return nearest;
  }

  private boolean inside(List<double[]> sides, double[] point) {
    for (double[] side : sides) {
      if (value(side, point) < -1e-9) {
        return false;
      }
    }
    return true;
  }

  /** {@code Aᵀ (A Aᵀ)⁻¹ (−c)} by elimination; null where the rows depend on each other. */
  private double[] leastNorm(List<double[]> rows) {
    int n = rows.size();
    double[][] system = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < m; k++) {
          system[i][j] += rows.get(i)[k] * rows.get(j)[k];
        }
      }
      system[i][n] = -rows.get(i)[m];
    }
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c + 1; r < n; r++) {
        pivot = Math.abs(system[r][c]) > Math.abs(system[pivot][c]) ? r : pivot;
      }
      double[] swap = system[c];
      system[c] = system[pivot];
      system[pivot] = swap;
      if (Math.abs(system[c][c]) < 1e-12) {
        return null;
      }
      for (int r = 0; r < n; r++) {
        double factor = r == c ? 0 : system[r][c] / system[c][c];
        for (int k = c; k <= n; k++) {
          system[r][k] -= factor * system[c][k];
        }
      }
    }
    double[] point = new double[m];
    for (int r = 0; r < n; r++) {
      for (int k = 0; k < m; k++) {
        point[k] += system[r][n] / system[r][r] * rows.get(r)[k];
      }
    }
    return point;
  }

  private int winner(double[] x) {
    double[] values = x;
    for (int l = 0; l < 3; l++) {
      double[] next = biases[l].clone();
      for (int o = 0; o < next.length; o++) {
        for (int i = 0; i < values.length; i++) {
          next[o] += weights[l][o][i] * values[i];
        }
        next[o] = l < 2 ? Math.max(0, next[o]) : next[o];
      }
      values = next;
    }
    return Nets.argmax(values, 0, values.length);
  }

  private double[][] identity(double[] origin) {
    double[][] rows = new double[m][m + 1];
    for (int k = 0; k < m; k++) {
      rows[k][k] = 1;
      rows[k][m] = origin[k];
    }
    return rows;
  }

  private double[][] affine(int layer, double[][] inputs) {
    double[][] rows = new double[biases[layer].length][m + 1];
    for (int o = 0; o < rows.length; o++) {
      rows[o][m] = biases[layer][o];
      for (int i = 0; i < inputs.length; i++) {
        rows[o] = sum(rows[o], scaled(inputs[i], weights[layer][o][i]));
      }
    }
    return rows;
  }

  private double[][] masked(double[][] rows, int pattern) {
    double[][] result = new double[rows.length][];
    for (int u = 0; u < rows.length; u++) {
      result[u] = scaled(rows[u], pattern >> u & 1);
    }
    return result;
  }

  private double value(double[] row, double[] point) {
    double value = row[m];
    for (int k = 0; k < m; k++) {
      value += row[k] * point[k];
    }
    return value;
  }

  private static double norm(double[] point) {
    double squares = 0;
    for (double x : point) {
      squares += x * x;
    }
    return Math.sqrt(squares);
  }

  private static double[] scaled(double[] row, double factor) {
    double[] result = row.clone();
    for (int k = 0; k < result.length; k++) {
      result[k] *= factor;
    }
    return result;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] result = a.clone();
    for (int k = 0; k < result.length; k++) {
      result[k] += b[k];
    }
    return result;
  }
}
