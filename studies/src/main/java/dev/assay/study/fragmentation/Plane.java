package dev.assay.study.fragmentation;

import dev.assay.geometry.Area;
import dev.assay.geometry.ExactPlanes;
import java.util.Optional;

/**
 * The plane through three points, with coordinates in which {@code x₁ = (0, 0)} and {@code x₂ =
 * (‖x₂ − x₁‖, 0)}: {@code u = (x₂ − x₁)/‖x₂ − x₁‖}, {@code v} the part of {@code b = x₃ − x₁} that
 * is orthogonal to u, normalised, and {@code x₃ = (⟨u, b⟩, ⟨v, b⟩)}.
 *
 * @param origin x₁
 * @param u first direction
 * @param v second direction
 * @param x first coordinates of the three points
 * @param y second coordinates of the three points
 */
record Plane(float[] origin, double[] u, double[] v, double[] x, double[] y) {
  private static final double FLAT = 1e-6;

  /** Empty where the points are on one line. */
  static Optional<Plane> through(float[] first, float[] second, float[] third) {
    int n = first.length;
    double[] u = difference(second, first);
    double[] b = difference(third, first);
    double along = norm(u);
    double reach = norm(b);
    double across = 0;
    double[] v = b.clone();
    if (along > 0) {
      scale(u, 1 / along);
      across = dot(u, b);
      for (int i = 0; i < n; i++) {
        v[i] -= across * u[i];
      }
    }
    double height = norm(v);
    if (along == 0 || !(height > FLAT * reach)) {
      return Optional.empty();
    }
    scale(v, 1 / height);
    return Optional.of(
        new Plane(first, u, v, new double[] {0, along, across}, new double[] {0, 0, height}));
  }

  /** Writes the point at some coordinates. */
  void point(double s, double t, float[] target, int at) {
    for (int i = 0; i < origin.length; i++) {
      target[at + i] = (float) (origin[i] + s * u[i] + t * v[i]);
    }
  }

  /**
   * The regions of the rectangle that the points of a grid span.
   *
   * @param sampled the classes on the grid, with an answer
   */
  ExactPlanes.Seen regions(ExactPlanes method, PlaneClasses sampled) {
    Area area = sampled.area();
    double[] corner = new double[u.length];
    double[] right = new double[u.length];
    double[] up = new double[u.length];
    for (int i = 0; i < corner.length; i++) {
      corner[i] = origin[i] + area.left() * u[i] + area.bottom() * v[i];
      right[i] = (area.right() - area.left()) * u[i];
      up[i] = (area.top() - area.bottom()) * v[i];
    }
    return method.look(corner, right, up, sampled.resolution());
  }

  private static double[] difference(float[] a, float[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = (double) a[i] - b[i];
    }
    return difference;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static void scale(double[] a, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= factor;
    }
  }
}
