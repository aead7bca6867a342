package dev.assay.geometry;

/**
 * Gauss and Legendre's rule on the unit interval: exact for polynomials of degree 2 n − 1.
 *
 * @param nodes ascending
 * @param weights they add up to 1
 */
record GaussLegendre(double[] nodes, double[] weights) {
  private static final int TURNS = 100;

  /** The rule of n points: roots of Legendre's polynomial by Newton's method. */
  static GaussLegendre of(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double x = -StrictMath.cos(StrictMath.PI * (i + 0.75) / (n + 0.5));
      double slope = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = n * (x * value - before) / (x * x - 1);
        double step = value / slope;
        x -= step;
        if (Math.abs(step) < 1e-15) {
          break;
        }
      }
      nodes[i] = (1 + x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
    return new GaussLegendre(nodes, weights);
  }
}
