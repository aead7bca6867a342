package dev.assay.measure;

import java.util.Arrays;

/**
 * The cheapest way to pair as many rows as columns, by shortest augmenting paths on reduced costs
 * (Jonker and Volgenant 1987), in n³ steps: optimal transport between two sets of n points of equal
 * weight.
 */
final class Assignment {
  private Assignment() {}

  /** The sum of the costs of the cheapest pairing. */
  static double cost(double[][] costs) {
    int n = costs.length;
    double[] rows = new double[n];
    double[] columns = new double[n];
    int[] rowOf = new int[n];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < n; row++) {
      pair(row, costs, rows, columns, rowOf);
    }
    double sum = 0;
    for (int column = 0; column < n; column++) {
      sum += costs[rowOf[column]][column];
    }
    return sum;
  }

  /** Finds the shortest path of reduced costs from a row to a free column, and turns it over. */
  private static void pair(
      int row, double[][] costs, double[] rows, double[] columns, int[] rowOf) {
    int n = costs.length;
    double[] length = new double[n];
    int[] before = new int[n];
    boolean[] settled = new boolean[n];
    Arrays.fill(length, Double.POSITIVE_INFINITY);
    Arrays.fill(before, -1);
    int at = row;
    int last = -1;
    double shortest = 0;
    while (at >= 0) {
      int next = -1;
      for (int column = 0; column < n; column++) {
        if (!settled[column]) {
          double through = shortest + costs[at][column] - rows[at] - columns[column];
          if (through < length[column]) {
            length[column] = through;
            before[column] = last;
          }
          if (next < 0 || length[column] < length[next]) {
            next = column;
          }
        }
      }
      settled[next] = true;
      shortest = length[next];
      last = next;
      at = rowOf[next];
    }
    rows[row] += shortest;
    for (int column = 0; column < n; column++) {
      if (settled[column] && column != last) {
        rows[rowOf[column]] += shortest - length[column];
        columns[column] -= shortest - length[column];
      }
    }
    for (int column = last; column >= 0; ) {
      int previous = before[column];
      rowOf[column] = previous < 0 ? row : rowOf[previous];
      column = previous;
    }
  }
}
