package dev.assay.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walks a small dense network along a segment piece by piece: the slope of every unit on the piece
 * says where the next one switches.
 */
final class LineOracle {
  private static final double STEP = 1e-9;

  private final List<Double> breaks = new ArrayList<>();
  private final List<Double> changes = new ArrayList<>();
  private final List<Integer> classes = new ArrayList<>();

  /** A network of {@code depth} dense layers, and both ends of the segment one after the other. */
  LineOracle(Map<String, float[]> parameters, int depth, float[] ends) {
    int hidden = (parameters.size() / 2) - 1;
    if (hidden != depth) {
      throw new IllegalArgumentException("layers: " + hidden);
    }
    double t = 0;
    while (t < 1) {
      t = piece(parameters, hidden, ends, t);
    }
  }

  private double piece(Map<String, float[]> parameters, int hidden, float[] ends, double t) {
    int n = ends.length / 2;
    double[] value = new double[n];
    double[] slope = new double[n];
    double inside = t + STEP;
    for (int i = 0; i < n; i++) {
      slope[i] = (double) ends[n + i] - ends[i];
      value[i] = ends[i] + inside * slope[i];
    }
    double next = 1;
    for (int l = 0; l <= hidden; l++) {
      float[] weight = parameters.get("layers.%d.weight".formatted(2 * l));
      float[] bias = parameters.get("layers.%d.bias".formatted(2 * l));
      double[] v = new double[bias.length];
      double[] s = new double[bias.length];
      for (int o = 0; o < bias.length; o++) {
        v[o] = bias[o];
        for (int i = 0; i < value.length; i++) {
          v[o] += (double) weight[o * value.length + i] * value[i];
          s[o] += (double) weight[o * value.length + i] * slope[i];
        }
        if (l < hidden) {
          double crossing = inside - v[o] / s[o];
          if (crossing > inside && crossing < next) {
            next = crossing;
          }
          if (v[o] < 0) {
            v[o] = 0;
            s[o] = 0;
          }
        }
      }
      value = v;
      slope = s;
    }
    follow(value, slope, inside, t, next);
    if (next < 1) {
      breaks.add(next);
    }
    return next;
  }

  private void follow(double[] value, double[] slope, double inside, double from, double to) {
    int classCount = value.length;
    double t = from;
    while (t < to) {
      int winner = 0;
      for (int k = 1; k < classCount; k++) {
        double a = value[k] + slope[k] * (t + STEP - inside);
        double b = value[winner] + slope[winner] * (t + STEP - inside);
        winner = a > b ? k : winner;
      }
      if (classes.isEmpty() || classes.get(classes.size() - 1) != winner) {
        if (!classes.isEmpty()) {
          changes.add(t);
        }
        classes.add(winner);
      }
      double next = to;
      for (int k = 0; k < classCount; k++) {
        double crossing = inside + (value[winner] - value[k]) / (slope[k] - slope[winner]);
        if (slope[k] > slope[winner] && crossing > t + STEP && crossing < next) {
          next = crossing;
        }
      }
      t = next;
    }
  }

  double[] breaks() {
    return breaks.stream().mapToDouble(d -> d).toArray();
  }

  double[] changes() {
    return changes.stream().mapToDouble(d -> d).toArray();
  }

  int[] classes() {
    return classes.stream().mapToInt(k -> k).toArray();
  }
}
