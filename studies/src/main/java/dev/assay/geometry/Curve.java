package dev.assay.geometry;

import java.util.Arrays;

/**
 * The values of a stage along a part of a segment: piecewise linear in t. Given by values and
 * slopes at the start, and by all changes of slope after it.
 *
 * @param rows 2 × n: values, then slopes, at {@code start}
 */
record Curve(Grid grid, double start, double end, double[] rows, Breakpoints breakpoints) {

  /** Largest magnitude that the engine's float32 can hold. */
  private static final double LARGEST = Float.MAX_VALUE;

  double value(int i) {
    return rows[i];
  }

  double slope(int i) {
    return rows[grid.size() + i];
  }

  double[] values() {
    return Arrays.copyOf(rows, grid.size());
  }

  double[] slopes() {
    return Arrays.copyOfRange(rows, grid.size(), 2 * grid.size());
  }

  Curve through(AffineMap map) {
    double[] next = new double[2 * map.out().size()];
    map.multiply(rows, 2, next);
    map.addConstant(next, 0);
    return new Curve(map.out(), start, end, next, map.multiply(breakpoints, breakpoints.order()));
  }

  /** Whether float32 can hold values and slopes at the start. */
  boolean finite() {
    for (double x : rows) {
      if (!(Math.abs(x) <= LARGEST)) {
        return false;
      }
    }
    return true;
  }
}
