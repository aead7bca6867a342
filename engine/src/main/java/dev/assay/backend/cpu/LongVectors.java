package dev.assay.backend.cpu;

import dev.assay.io.Text;
import dev.assay.kernels.KernelLibrary;
import dev.assay.kernels.Kernels;
import java.util.Objects;

/**
 * Arithmetic of long vectors, in double precision where nothing else is said, on Java arrays. By
 * kernels where there are some and a call is worth it, else by the same loops in Java, to the same
 * bits: element i belongs to lane {@code i mod 16} of a sum, and lanes are added in halves.
 */
public final class LongVectors {
  private static final int LANES = 16;

  /** Elements from which on a kernel is faster than the call costs. */
  private static final int LONG = 64;

  private static final boolean KERNELS = KernelLibrary.available();

  private LongVectors() {}

  /** {@code Σ a_i b_i}. */
  public static double product(double[] a, double[] b) {
    same(a.length, b.length);
    return KERNELS && a.length >= LONG ? Kernels.product(a.length, a, b) : InJava.product(a, b);
  }

  /** {@code Σ a_{from+i} b_{at+i}}, n of them, in double precision. */
  public static double product(int n, float[] a, int from, float[] b, int at) {
    Objects.checkFromIndexSize(from, n, a.length);
    Objects.checkFromIndexSize(at, n, b.length);
    return KERNELS && n >= LONG
        ? Kernels.narrowProduct(n, a, from, b, at)
        : InJava.product(n, a, from, b, at);
  }

  /**
   * {@code y_c = Σ_i x_{from+i} rows_{c·n+i}}, as many as there are of y.
   *
   * @param rows of n values each
   */
  public static void project(int n, float[] x, int from, double[] rows, double[] y) {
    Objects.checkFromIndexSize(from, n, x.length);
    same(n * y.length, rows.length);
    if (KERNELS && n >= LONG) {
      Kernels.project(n, y.length, x, from, rows, y);
    } else {
      InJava.project(n, x, from, rows, y);
    }
  }

  /**
   * {@code y_i = x_{from+i}}, as many as there are of y.
   *
   * @return {@code Σ y_i²}
   */
  public static double widen(float[] x, int from, double[] y) {
    Objects.checkFromIndexSize(from, y.length, x.length);
    return KERNELS && y.length >= LONG
        ? Kernels.widen(y.length, x, from, y)
        : InJava.widen(x, from, y);
  }

  /** {@code into_{offset+i} = x_{from+i} + by_i}, rounded once. */
  public static void displace(float[] x, int from, double[] by, float[] into, int offset) {
    Objects.checkFromIndexSize(from, by.length, x.length);
    Objects.checkFromIndexSize(offset, by.length, into.length);
    if (KERNELS && by.length >= LONG) {
      Kernels.displace(by.length, x, from, by, into, offset);
    } else {
      InJava.displace(x, from, by, into, offset);
    }
  }

  /** {@code into_{offset+i} = x_{from+i} + factor · ray_i}, rounded once. */
  public static void extend(
      float[] x, int from, double factor, float[] ray, float[] into, int offset) {
    Objects.checkFromIndexSize(from, ray.length, x.length);
    Objects.checkFromIndexSize(offset, ray.length, into.length);
    if (KERNELS && ray.length >= LONG) {
      Kernels.extend(ray.length, x, from, factor, ray, into, offset);
    } else {
      InJava.extend(x, from, factor, ray, into, offset);
    }
  }

  /**
   * {@code moved ← inertia · moved + back · ray + down · slope} and {@code to ← ray + moved}, each
   * rounded once, where {@code ray = unit · at}.
   *
   * @param slope begins at {@code from}
   * @param to may be {@code at}
   * @return {@code Σ to_i²}
   */
  public static double turn(
      double unit,
      double inertia,
      double back,
      double down,
      float[] slope,
      int from,
      float[] moved,
      float[] at,
      float[] to) {
    Objects.checkFromIndexSize(from, at.length, slope.length);
    same(at.length, moved.length);
    same(at.length, to.length);
    return KERNELS && at.length >= LONG
        ? Kernels.turn(at.length, unit, inertia, back, down, slope, from, moved, at, to)
        : InJava.turn(unit, inertia, back, down, slope, from, moved, at, to);
  }

  private static void same(int expected, int length) {
    if (length != expected) {
      throw new IllegalArgumentException(
          Text.format("vectors of %d and %d values", expected, length));
    }
  }

  /** The same loops without kernels. */
  static final class InJava {
    private InJava() {}

    static double product(double[] a, double[] b) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < a.length; i++) {
        lanes[i % LANES] += a[i] * b[i];
      }
      return total(lanes);
    }

    static double product(int n, float[] a, int from, float[] b, int at) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < n; i++) {
        lanes[i % LANES] += (double) a[from + i] * b[at + i];
      }
      return total(lanes);
    }

    static void project(int n, float[] x, int from, double[] rows, double[] y) {
      for (int c = 0; c < y.length; c++) {
        double[] lanes = new double[LANES];
        for (int i = 0; i < n; i++) {
          lanes[i % LANES] += x[from + i] * rows[c * n + i];
        }
        y[c] = total(lanes);
      }
    }

    static double widen(float[] x, int from, double[] y) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < y.length; i++) {
        y[i] = x[from + i];
        lanes[i % LANES] += y[i] * y[i];
      }
      return total(lanes);
    }

    static void displace(float[] x, int from, double[] by, float[] into, int offset) {
      for (int i = 0; i < by.length; i++) {
        into[offset + i] = (float) (x[from + i] + by[i]);
      }
    }

    static void extend(float[] x, int from, double factor, float[] ray, float[] into, int offset) {
      for (int i = 0; i < ray.length; i++) {
        into[offset + i] = (float) (x[from + i] + factor * ray[i]);
      }
    }

    static double turn(
        double unit,
        double inertia,
        double back,
        double down,
        float[] slope,
        int from,
        float[] moved,
        float[] at,
        float[] to) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < at.length; i++) {
        double ray = unit * at[i];
        double move = inertia * moved[i] + back * ray + down * slope[from + i];
        moved[i] = (float) move;
        to[i] = (float) (ray + move);
        lanes[i % LANES] += (double) to[i] * to[i];
      }
      return total(lanes);
    }

    private static double total(double[] lanes) {
      for (int half = LANES / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          lanes[i] += lanes[i + half];
        }
      }
      return lanes[0];
    }
  }
}
