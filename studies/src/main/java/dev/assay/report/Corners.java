package dev.assay.report;

import java.util.List;

/** Which corner each point gets so that the ties from corners to points are short in total. */
final class Corners {
  private final List<double[]> points;
  private final double[][] corners;
  private final double half;
  private final int[] trial;
  private int[] best;
  private double bestLength = Double.POSITIVE_INFINITY;

  private Corners(List<double[]> points, double[][] corners, double half) {
    this.points = points;
    this.corners = corners;
    this.half = half;
    this.trial = new int[points.size()];
  }

  /**
   * @param corners upper left of each corner's square
   * @param half half the side of those squares
   * @return a corner's index for each point, each at most once
   */
  static int[] assign(List<double[]> points, double[][] corners, double half) {
    Corners search = new Corners(points, corners, half);
    search.from(0, 0, 0);
    return search.best;
  }

  private void from(int point, int taken, double length) {
    if (length >= bestLength) {
      return;
    }
    if (point == points.size()) {
      bestLength = length;
      best = trial.clone();
      return;
    }
    for (int i = 0; i < corners.length; i++) {
      if ((taken & 1 << i) == 0) {
        double dx = corners[i][0] + half - points.get(point)[0];
        double dy = corners[i][1] + half - points.get(point)[1];
        trial[point] = i;
        from(point + 1, taken | 1 << i, length + Math.hypot(dx, dy));
      }
    }
  }
}
