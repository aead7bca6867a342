package dev.assay.tree;

import java.util.stream.IntStream;

/**
 * A classifier of codes that takes units for independent within a class: {@code argmax_c log P(c) +
 * Σⱼ log P(bⱼ | c)} with {@code P(bⱼ = 1 | c) = (n_cj + 1) / (n_c + 2)}. Classes without samples
 * are never chosen, the lowest of equal ones is.
 */
public final class NaiveBayes {
  private final double[] none;
  private final double[][] more;

  private NaiveBayes(double[] none, double[][] more) {
    this.none = none;
    this.more = more;
  }

  /** Learns from how often units are active. */
  public static NaiveBayes of(ClassCounts counts) {
    int classes = counts.classes();
    double[] none = new double[classes];
    double[][] more = new double[counts.length()][classes];
    for (int c = 0; c < classes; c++) {
      double samples = counts.samples(c);
      none[c] = StrictMath.log(samples / counts.samples());
      for (int unit = 0; unit < counts.length(); unit++) {
        double on = (counts.active(c, unit) + 1) / (samples + 2);
        none[c] += StrictMath.log(1 - on);
        more[unit][c] = StrictMath.log(on) - StrictMath.log(1 - on);
      }
    }
    return new NaiveBayes(none, more);
  }

  /** The class of each sample. */
  public int[] predict(Codes codes) {
    return IntStream.range(0, codes.count()).map(sample -> predict(codes, sample)).toArray();
  }

  private int predict(Codes codes, int sample) {
    double[] sums = none.clone();
    for (int unit = 0; unit < codes.length(); unit++) {
      if (codes.on(sample, unit)) {
        for (int c = 0; c < sums.length; c++) {
          sums[c] += more[unit][c];
        }
      }
    }
    int best = 0;
    for (int c = 1; c < sums.length; c++) {
      if (sums[c] > sums[best]) {
        best = c;
      }
    }
    return best;
  }
}
