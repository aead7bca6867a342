package dev.assay.geometry;

import java.util.Arrays;

/**
 * The same sparse linear operator on every channel's plane: average pooling, low-pass filters,
 * global average pooling.
 */
final class PlaneMap extends AffineMap {
  private static final double ROUNDING = 1 + 1e-12;

  private final int[][] targets;
  private final double[][] weights;
  private final int terms;
  private final PlaneMap absolute;

  private PlaneMap(Grid in, Grid out, int[][] targets, double[][] weights, int terms) {
    super(in, out);
    this.targets = targets;
    this.weights = weights;
    this.terms = terms;
    double[][] sizes = new double[weights.length][];
    Arrays.setAll(sizes, i -> Arrays.stream(weights[i]).map(Math::abs).toArray());
    absolute =
        Arrays.deepEquals(sizes, weights) ? this : new PlaneMap(in, out, targets, sizes, terms);
  }

  /** Collects what each output position takes from which input position. */
  static final class Builder {
    private final Grid in;
    private final Grid out;
    private final int[][] targets;
    private final double[][] weights;
    private final int[] taken;

    Builder(Grid in, Grid out) {
      this.in = in;
      this.out = out;
      this.targets = new int[in.plane()][0];
      this.weights = new double[in.plane()][0];
      this.taken = new int[out.plane()];
    }

    void add(int source, int target, double weight) {
      int size = targets[source].length;
      targets[source] = Arrays.copyOf(targets[source], size + 1);
      weights[source] = Arrays.copyOf(weights[source], size + 1);
      targets[source][size] = target;
      weights[source][size] = weight;
      taken[target]++;
    }

    PlaneMap build() {
      return new PlaneMap(in, out, targets, weights, Arrays.stream(taken).max().orElse(0));
    }
  }

  @Override
  void multiply(double[] x, int count, double[] y) {
    Arrays.fill(y, 0, count * out().size(), 0);
    for (int p = 0; p < count * in().channels(); p++) {
      for (int i = 0; i < targets.length; i++) {
        double value = x[p * in().plane() + i];
        for (int k = 0; k < targets[i].length; k++) {
          y[p * out().plane() + targets[i][k]] += weights[i][k] * value;
        }
      }
    }
  }

  @Override
  void addConstant(double[] y, int from) {}

  @Override
  void multiplyTransposed(double[] y, int count, double[] x) {
    for (int p = 0; p < count * in().channels(); p++) {
      for (int i = 0; i < targets.length; i++) {
        double sum = 0;
        for (int k = 0; k < targets[i].length; k++) {
          sum += weights[i][k] * y[p * out().plane() + targets[i][k]];
        }
        x[p * in().plane() + i] = sum;
      }
    }
  }

  /** By the largest sums of absolute values of a row and of a column (Schur's test). */
  @Override
  double spectralNorm() {
    double[] rows = new double[out().plane()];
    double column = 0;
    for (int i = 0; i < targets.length; i++) {
      double sum = 0;
      for (int k = 0; k < targets[i].length; k++) {
        double size = Math.abs(weights[i][k]);
        rows[targets[i][k]] += size;
        sum += size;
      }
      column = Math.max(column, sum);
    }
    return ROUNDING * Math.sqrt(column * Arrays.stream(rows).max().orElse(0));
  }

  @Override
  double absoluteNorm() {
    return norm();
  }

  @Override
  AffineMap absolute() {
    return absolute;
  }

  @Override
  boolean heavy() {
    return false;
  }

  @Override
  int terms() {
    return terms;
  }

  @Override
  int transposedTerms() {
    return Arrays.stream(targets).mapToInt(found -> found.length).max().orElse(0);
  }

  @Override
  double[] rowNorms() {
    double[] squares = new double[out().plane()];
    for (int i = 0; i < targets.length; i++) {
      for (int k = 0; k < targets[i].length; k++) {
        for (int l = 0; l < targets[i].length; l++) {
          // an input may reach an output more than once
          boolean same = targets[i][k] == targets[i][l];
          squares[targets[i][k]] += same ? weights[i][k] * weights[i][l] : 0;
        }
      }
    }
    double[] norms = new double[out().size()];
    Arrays.setAll(norms, o -> Math.sqrt(squares[o % squares.length]));
    return norms;
  }

  @Override
  int[] reach(Breakpoints breakpoints, int breakpoint) {
    int[] box = {
      breakpoints.edge(breakpoint, 0),
      breakpoints.edge(breakpoint, 1),
      out().height(),
      0,
      out().width(),
      0
    };
    for (int h = breakpoints.edge(breakpoint, 2); h < breakpoints.edge(breakpoint, 3); h++) {
      for (int w = breakpoints.edge(breakpoint, 4); w < breakpoints.edge(breakpoint, 5); w++) {
        for (int target : targets[h * in().width() + w]) {
          int row = target / out().width();
          int column = target % out().width();
          box[2] = Math.min(box[2], row);
          box[3] = Math.max(box[3], row + 1);
          box[4] = Math.min(box[4], column);
          box[5] = Math.max(box[5], column + 1);
        }
      }
    }
    return box[3] == 0 ? null : box;
  }

  @Override
  Breakpoints multiply(Breakpoints breakpoints, int[] order) {
    Breakpoints result = new Breakpoints(order.length, breakpoints.used());
    for (int k : order) {
      int[] box = reach(breakpoints, k);
      if (box != null) {
        int to = result.add(breakpoints.at(k), box[0], box[1], box[2], box[3], box[4], box[5]);
        spread(breakpoints, k, box, result.values(), to);
      }
    }
    return result;
  }

  private void spread(Breakpoints breakpoints, int k, int[] box, double[] values, int to) {
    int width = box[5] - box[4];
    int plane = (box[3] - box[2]) * width;
    int source = breakpoints.from(k);
    for (int c = 0; c < breakpoints.extent(k, 0); c++) {
      for (int h = breakpoints.edge(k, 2); h < breakpoints.edge(k, 3); h++) {
        for (int w = breakpoints.edge(k, 4); w < breakpoints.edge(k, 5); w++) {
          double change = breakpoints.values()[source++];
          int pixel = h * in().width() + w;
          for (int i = 0; change != 0 && i < targets[pixel].length; i++) {
            int row = targets[pixel][i] / out().width() - box[2];
            int column = targets[pixel][i] % out().width() - box[4];
            values[to + c * plane + row * width + column] += weights[pixel][i] * change;
          }
        }
      }
    }
  }
}
