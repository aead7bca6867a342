package dev.assay.study.representation;

import dev.assay.clustering.Distances;
import java.util.stream.IntStream;

/**
 * Cosines between samples of the same class, and of different ones.
 *
 * @param within mean over pairs of one class; NaN where there are none
 * @param between mean over pairs of two classes; NaN where there are none
 * @param withinCounts pairs in {@value #BINS} bins of the same width from −1 to 1
 * @param betweenCounts the same of two classes
 */
public record Cosines(double within, double between, int[] withinCounts, int[] betweenCounts) {
  /** Of the histograms. */
  public static final int BINS = 100;

  static Cosines of(Distances cosine, int[] labels) {
    double[] sums = new double[2];
    int[][] counts = new int[2][BINS];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < i; j++) {
        int kind = labels[i] == labels[j] ? 0 : 1;
        double value = 1 - cosine.at(i, j);
        sums[kind] += value;
        counts[kind][Math.max(0, Math.min(BINS - 1, (int) ((value + 1) / 2 * BINS)))]++;
      }
    }
    return new Cosines(
        sums[0] / IntStream.of(counts[0]).sum(),
        sums[1] / IntStream.of(counts[1]).sum(),
        counts[0],
        counts[1]);
  }

  static Cosines nothing() {
    return new Cosines(Double.NaN, Double.NaN, new int[BINS], new int[BINS]);
  }
}
