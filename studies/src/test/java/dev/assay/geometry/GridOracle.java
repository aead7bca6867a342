package dev.assay.geometry;

import java.util.ArrayDeque;
import java.util.Deque;

/** Classes on a grid over a rectangle of a plane, and connected parts of it. */
final class GridOracle {
  private final int side;
  private final int[] classes;

  GridOracle(PiecewiseLinear network, double[][] plane, int side) {
    this.side = side;
    this.classes = new int[side * side];
    int n = network.length();
    double[] points = new double[side * n];
    for (int row = 0; row < side; row++) {
      for (int p = 0; p < points.length; p++) {
        double s = (double) (p / n) / (side - 1);
        double t = (double) row / (side - 1);
        points[p] = plane[0][p % n] + s * plane[1][p % n] + t * plane[2][p % n];
      }
      double[] z = network.logits(points, side);
      for (int column = 0; column < side; column++) {
        classes[row * side + column] =
            Nets.argmax(z, column * network.classes(), network.classes());
      }
    }
  }

  int regions(boolean corners) {
    boolean[] seen = new boolean[classes.length];
    int count = 0;
    for (int start = 0; start < seen.length; start++) {
      if (!seen[start]) {
        count++;
        flood(start, corners, seen);
      }
    }
    return count;
  }

  private void flood(int start, boolean corners, boolean[] seen) {
    Deque<Integer> open = new ArrayDeque<>();
    open.push(start);
    seen[start] = true;
    while (!open.isEmpty()) {
      int cell = open.pop();
      for (int d = 0; d < 9; d++) {
        int x = cell % side + d % 3 - 1;
        int y = cell / side + d / 3 - 1;
        boolean straight = d % 2 == 1;
        if ((corners || straight) && x >= 0 && x < side && y >= 0 && y < side) {
          int next = y * side + x;
          if (!seen[next] && classes[next] == classes[cell]) {
            seen[next] = true;
            open.push(next);
          }
        }
      }
    }
  }
}
