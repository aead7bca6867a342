package dev.assay.geometry;

/**
 * Small linear programs: the largest {@code c · y} with {@code A y ≤ b}, b not negative, y of any
 * sign, by the simplex method in a tableau with Bland's rule, which does not go in circles.
 */
final class Simplex {
  /** What is smaller is taken for zero. */
  private static final double ZERO = 1e-11;

  private final int variables;
  private final int rows;
  private final double[][] tableau;
  private final int[] basis;

  private Simplex(double[] c, double[][] a, double[] b) {
    variables = c.length;
    rows = a.length;
    int columns = 2 * variables + rows + 1;
    tableau = new double[rows + 1][columns];
    basis = new int[rows];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < variables; j++) {
        // y is a difference of two that are not negative
        tableau[r][j] = a[r][j];
        tableau[r][variables + j] = -a[r][j];
      }
      tableau[r][2 * variables + r] = 1;
      tableau[r][columns - 1] = b[r];
      basis[r] = 2 * variables + r;
    }
    for (int j = 0; j < variables; j++) {
      tableau[rows][j] = -c[j];
      tableau[rows][variables + j] = c[j];
    }
  }

  /**
   * Where the maximum is.
   *
   * @throws IllegalArgumentException if there is none
   */
  static double[] maximize(double[] c, double[][] a, double[] b) {
    Simplex simplex = new Simplex(c, a, b);
    while (simplex.step()) {
      continue;
    }
    return simplex.solution();
  }

  /** Whether it went on. */
  private boolean step() {
    int last = tableau[0].length - 1;
    int enter = 0;
    while (enter < last && tableau[rows][enter] > -ZERO) {
      enter++;
    }
    if (enter == last) {
      return false;
    }
    int leave = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int r = 0; r < rows; r++) {
      if (tableau[r][enter] > ZERO) {
        double ratio = tableau[r][last] / tableau[r][enter];
        if (ratio < least || ratio == least && basis[r] < basis[leave]) {
          least = ratio;
          leave = r;
        }
      }
    }
    if (leave < 0) {
      throw new IllegalArgumentException("a linear program without a maximum");
    }
    pivot(leave, enter);
    return true;
  }

  private void pivot(int leave, int enter) {
    double[] row = tableau[leave];
    double by = row[enter];
    for (int j = 0; j < row.length; j++) {
      row[j] /= by;
    }
    for (int r = 0; r <= rows; r++) {
      double factor = tableau[r][enter];
      if (r != leave && factor != 0) {
        for (int j = 0; j < row.length; j++) {
          tableau[r][j] -= factor * row[j];
        }
      }
    }
    basis[leave] = enter;
  }

  private double[] solution() {
    int last = tableau[0].length - 1;
    double[] y = new double[variables];
    for (int r = 0; r < rows; r++) {
      if (basis[r] < variables) {
        y[basis[r]] += tableau[r][last];
      } else if (basis[r] < 2 * variables) {
        y[basis[r] - variables] -= tableau[r][last];
      }
    }
    return y;
  }
}
