package dev.assay.geometry;

/**
 * A piecewise-linear network's value and derivative at a point, by one pass forward and one back
 * for all rows asked for. Where it has no derivative, rectifiers at zero count as off and maxima as
 * the first of equals, which is a direction to try, no more.
 */
final class Linearized {
  private final PiecewiseLinear network;
  private final double[][] values;

  Linearized(PiecewiseLinear network, double[] point) {
    this.network = network;
    values = new double[network.stages().size() + 1][];
    values[0] = point;
    for (int s = 0; s < network.stages().size(); s++) {
      Stage stage = network.stages().get(s);
      values[s + 1] = new double[stage.out().size()];
      stage.apply(values[s], 1, values[s + 1]);
    }
  }

  double[] logits() {
    return values[values.length - 1];
  }

  /**
   * Gradients of linear functions of the logits.
   *
   * @param rows count × K
   * @return count × n
   */
  double[] gradients(double[] rows, int count) {
    double[] current = rows;
    for (int s = network.stages().size() - 1; s >= 0; s--) {
      Stage stage = network.stages().get(s);
      double[] below = new double[count * stage.in().size()];
      if (stage instanceof AffineMap map) {
        map.multiplyTransposed(current, count, below);
      } else if (stage instanceof Rectifier rectifier) {
        for (int i = 0; i < below.length; i++) {
          int unit = i % values[s].length;
          below[i] = values[s][unit] > 0 || rectifier.passes(unit) ? current[i] : 0;
        }
      } else {
        maximum((Maximum) stage, values[s], current, below, count);
      }
      current = below;
    }
    return current;
  }

  private static void maximum(
      Maximum pool, double[] x, double[] current, double[] below, int count) {
    int plane = pool.out().plane();
    int n = pool.in().size();
    int m = pool.out().size();
    for (int o = 0; o < m; o++) {
      int channel = o / plane * pool.in().plane();
      int winner = channel + pool.pixel(pool.start(o % plane));
      for (int k = pool.start(o % plane); k < pool.start(o % plane + 1); k++) {
        int i = channel + pool.pixel(k);
        winner = x[i] > x[winner] ? i : winner;
      }
      for (int row = 0; row < count; row++) {
        below[row * n + winner] += current[row * m + o];
      }
    }
  }
}
