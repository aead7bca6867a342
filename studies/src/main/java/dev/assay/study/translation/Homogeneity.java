package dev.assay.study.translation;

import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Local homogeneity, how alike neighbours are: at lag r the mean of {@code 1 − |F_p − F_{p+r}| /
 * range} over all places p whose neighbour r rows below, or r columns to the right, is there, over
 * both axes, channels and images. The range is that of all values, from the smallest to the
 * largest. Mouton, Myburgh and Davel 2020, "Stride and translation invariance in CNNs"; the measure
 * of that paper is not known to this program, this one is after its words.
 *
 * @param range largest value less the smallest
 */
public record Homogeneity(double range, List<Lag> lags) {

  /** Whether there is a number. */
  public enum Status {
    OK,
    /** All values are the same: there is no range. */
    ONE_COLOUR,
    /** No place has a neighbour so far away. */
    NO_NEIGHBOURS
  }

  /**
   * At one lag.
   *
   * @param value from 0 to 1; NaN where it has none
   */
  public record Lag(int lag, double value, Status status) {}

  public Homogeneity {
    lags = List.copyOf(lags);
  }

  /**
   * @param values count × channels × height × width
   * @param lags positive
   */
  public static Homogeneity of(float[] values, int count, Shape shape, List<Integer> lags) {
    int size = Math.multiplyExact(count, shape.intSize());
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    double range = high - low;
    return new Homogeneity(
        range, lags.stream().map(lag -> at(lag, values, size, shape, range)).toList());
  }

  private static Lag at(int lag, float[] values, int size, Shape shape, double range) {
    double[] differences = new double[2];
    long pairs = 0;
    int width = shape.width();
    for (int row = 0; row < size / width; row++) {
      int at = row * width;
      if (row % shape.height() + lag < shape.height()) {
        differences[0] += apart(values, at, at + lag * width, width);
        pairs += width;
      }
      differences[1] += apart(values, at, at + lag, width - lag);
      pairs += Math.max(0, width - lag);
    }
    if (pairs == 0) {
      return new Lag(lag, Double.NaN, Status.NO_NEIGHBOURS);
    }
    return range == 0
        ? new Lag(lag, Double.NaN, Status.ONE_COLOUR)
        : new Lag(lag, 1 - Arrays.stream(differences).sum() / (pairs * range), Status.OK);
  }

  private static double apart(float[] values, int from, int to, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs((double) values[from + i] - values[to + i]);
    }
    return sum;
  }
}
