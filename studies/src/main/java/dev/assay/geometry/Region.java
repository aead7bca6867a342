package dev.assay.geometry;

import java.util.Arrays;

/** Where all of some affine inequalities {@code a · x ≤ b} hold; immutable. */
final class Region {
  private final int inputs;
  private final double[][] a;
  private final double[] b;

  /** All of space. */
  Region(int inputs) {
    this(inputs, new double[0][], new double[0]);
  }

  private Region(int inputs, double[][] a, double[] b) {
    this.inputs = inputs;
    this.a = a;
    this.b = b;
  }

  /** With {@code sign · x_input ≤ bound}, too; nothing more where that is infinite. */
  Region within(int input, int sign, double bound) {
    double[] row = new double[inputs];
    row[input] = sign;
    return Double.isInfinite(bound) ? this : with(row, bound);
  }

  /** With one inequality more. */
  Region with(double[] row, double bound) {
    double[][] rows = Arrays.copyOf(a, a.length + 1);
    double[] bounds = Arrays.copyOf(b, b.length + 1);
    rows[a.length] = row;
    bounds[b.length] = bound;
    return new Region(inputs, rows, bounds);
  }

  /**
   * A point inside at which an affine function is positive.
   *
   * @param coefficients of length 1
   * @param inside a point inside
   * @return null if it is nowhere larger than {@link ExactTree#SAME}
   */
  double[] beyond(double[] coefficients, double constant, double[] inside) {
    double here = constant + dot(coefficients, inside);
    if (here > ExactTree.SAME) {
      return inside;
    }
    // from inside on, and no farther than to the value 1
    double[][] rows = Arrays.copyOf(a, a.length + 1);
    double[] room = new double[a.length + 1];
    for (int i = 0; i < a.length; i++) {
      room[i] = Math.max(0, b[i] - dot(a[i], inside));
    }
    rows[a.length] = coefficients;
    room[a.length] = 1 - here;
    double[] way = Simplex.maximize(coefficients, rows, room);
    double there = here + dot(coefficients, way);
    if (there <= ExactTree.SAME) {
      return null;
    }
    double share = 1 - there / 2 / (there - here);
    double[] point = new double[inputs];
    Arrays.setAll(point, i -> inside[i] + share * way[i]);
    return point;
  }

  private static double dot(double[] u, double[] v) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * v[i];
    }
    return sum;
  }
}
