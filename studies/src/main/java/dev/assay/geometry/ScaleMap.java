package dev.assay.geometry;

import java.util.Arrays;

/** Every value by a factor, plus a constant: BatchNorm in evaluation mode. */
final class ScaleMap extends AffineMap {
  private final double[] factor;
  private final double[] constant;

  /** One factor and constant for each value of a sample. */
  ScaleMap(Grid grid, double[] factor, double[] constant) {
    super(grid, grid);
    this.factor = factor;
    this.constant = constant;
  }

  static ScaleMap identity(Grid grid) {
    double[] ones = new double[grid.size()];
    Arrays.fill(ones, 1);
    return new ScaleMap(grid, ones, new double[ones.length]);
  }

  @Override
  void multiply(double[] x, int count, double[] y) {
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < factor.length; i++) {
        y[n * factor.length + i] = factor[i] * x[n * factor.length + i];
      }
    }
  }

  @Override
  void addConstant(double[] y, int from) {
    for (int i = 0; i < constant.length; i++) {
      y[from + i] += constant[i];
    }
  }

  @Override
  void multiplyTransposed(double[] y, int count, double[] x) {
    multiply(y, count, x);
  }

  @Override
  double spectralNorm() {
    return Arrays.stream(factor).map(Math::abs).max().orElse(0);
  }

  @Override
  double absoluteNorm() {
    return norm();
  }

  @Override
  AffineMap absolute() {
    return new ScaleMap(
        in(), Arrays.stream(factor).map(Math::abs).toArray(), new double[factor.length]);
  }

  @Override
  boolean heavy() {
    return false;
  }

  @Override
  int terms() {
    return 1;
  }

  @Override
  int transposedTerms() {
    return 1;
  }

  @Override
  double[] rowNorms() {
    return Arrays.stream(factor).map(Math::abs).toArray();
  }

  @Override
  int[] reach(Breakpoints breakpoints, int breakpoint) {
    int[] box = new int[6];
    Arrays.setAll(box, b -> breakpoints.edge(breakpoint, b));
    return box;
  }

  @Override
  Breakpoints multiply(Breakpoints breakpoints, int[] order) {
    Breakpoints result = new Breakpoints(order.length, breakpoints.used());
    Grid grid = in();
    for (int k : order) {
      int[] box = reach(breakpoints, k);
      int to = result.add(breakpoints.at(k), box[0], box[1], box[2], box[3], box[4], box[5]);
      int source = breakpoints.from(k);
      for (int c = box[0]; c < box[1]; c++) {
        for (int h = box[2]; h < box[3]; h++) {
          for (int w = box[4]; w < box[5]; w++) {
            int unit = c * grid.plane() + h * grid.width() + w;
            result.values()[to++] = factor[unit] * breakpoints.values()[source++];
          }
        }
      }
    }
    return result;
  }
}
