package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
  /** The cheapest of all orders. */
  private static double cheapest(double[][] costs, int row, boolean[] taken) {
    if (row == costs.length) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int column = 0; column < costs.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        least = Math.min(least, costs[row][column] + cheapest(costs, row + 1, taken));
        taken[column] = false;
      }
    }
    return least;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7})
  void isTheCheapestOfAllPairings(int n) {
    Random random = new Random(n);
    for (int trial = 0; trial < 30; trial++) {
      double[][] costs = new double[n][n];
      for (double[] row : costs) {
        // ties are frequent in every second trial
        for (int i = 0; i < n; i++) {
          row[i] = trial % 2 == 0 ? random.nextDouble() : random.nextInt(3);
        }
      }
      assertThat(Assignment.cost(costs))
          .isCloseTo(cheapest(costs, 0, new boolean[n]), within(1e-12));
    }
  }

  /** On a line, sorted points are paired in order. */
  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void onALineItPairsInOrder(int n) {
    Random random = new Random(n);
    double[] left = random.doubles(n).toArray();
    double[] right = random.doubles(n).toArray();
    double[][] costs = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        costs[i][j] = Math.abs(left[i] - right[j]);
      }
    }
    Arrays.sort(left);
    Arrays.sort(right);

    assertThat(Assignment.cost(costs))
        .isCloseTo(
            IntStream.range(0, n).mapToDouble(i -> Math.abs(left[i] - right[i])).sum(),
            within(1e-9));
  }
}
