package dev.assay.bench.cost;

/**
 * {@code y = a · x^exponent}, fitted to {@code log y} over {@code log x} by least squares.
 *
 * @param interval half the width of the exponent's 95 % confidence interval (Student's t)
 * @param fit the share of the variance of {@code log y} that the line explains (R²); 1 for
 *     constants
 * @param last the exponent between the last two points, where fixed costs weigh least
 */
record PowerLaw(double exponent, double interval, double fit, double last) {
  /** The 97.5 % quantiles of Student's t for 1, 2, … degrees of freedom. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228
  };

  /** At least three points, at most {@code STUDENT.length + 2}, all positive. */
  static PowerLaw of(double[] x, double[] y) {
    int n = x.length;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += Math.log(x[i]) / n;
      meanY += Math.log(y[i]) / n;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      double dx = Math.log(x[i]) - meanX;
      double dy = Math.log(y[i]) - meanY;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    double slope = xy / xx;
    double unexplained = Math.max(0, yy - slope * xy);
    double error = Math.sqrt(unexplained / (n - 2) / xx);
    double last = Math.log(y[n - 1] / y[n - 2]) / Math.log(x[n - 1] / x[n - 2]);
    return new PowerLaw(slope, STUDENT[n - 3] * error, yy == 0 ? 1 : 1 - unexplained / yy, last);
  }
}
