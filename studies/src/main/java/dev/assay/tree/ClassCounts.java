package dev.assay.tree;

import java.util.stream.IntStream;

/** How many samples of each class have each unit active. */
public final class ClassCounts {
  private final int[] samples;
  private final int[][] active;

  private ClassCounts(int classes, int length) {
    samples = new int[classes];
    active = new int[classes][length];
  }

  /**
   * @param labels the class of each sample, 0 to classes − 1
   */
  public static ClassCounts of(Codes codes, int[] labels, int classes) {
    ClassCounts counts = new ClassCounts(classes, codes.length());
    for (int i = 0; i < labels.length; i++) {
      counts.samples[labels[i]]++;
      int[] ofClass = counts.active[labels[i]];
      for (int w = 0; w < codes.words(); w++) {
        for (long rest = codes.word(i, w); rest != 0; rest &= rest - 1) {
          ofClass[w * Long.SIZE + Long.numberOfTrailingZeros(rest)]++;
        }
      }
    }
    return counts;
  }

  public int classes() {
    return samples.length;
  }

  /** Number of units. */
  public int length() {
    return active[0].length;
  }

  /** Number of samples of a class. */
  public int samples(int ofClass) {
    return samples[ofClass];
  }

  /** Number of samples. */
  public int samples() {
    int sum = 0;
    for (int count : samples) {
      sum += count;
    }
    return sum;
  }

  /** For how many samples of a class a unit is active. */
  public int active(int ofClass, int unit) {
    return active[ofClass][unit];
  }

  /** For how many samples a unit is active. */
  public int active(int unit) {
    int sum = 0;
    for (int[] ofClass : active) {
      sum += ofClass[unit];
    }
    return sum;
  }

  /**
   * Perplexity of the classes that a unit is active for: {@code 2^(−Σ p_c log₂ p_c)} over the
   * samples for which it is, from 1 (one class) to their number. NaN if it never is.
   */
  public double perplexity(int unit) {
    double total = active(unit);
    if (total == 0) {
      return Double.NaN;
    }
    double entropy = 0;
    for (int[] ofClass : active) {
      double p = ofClass[unit] / total;
      entropy -= p > 0 ? p * StrictMath.log(p) : 0;
    }
    return StrictMath.exp(entropy);
  }

  /** Median of {@link #perplexity} over units that are ever active; NaN if none is. */
  public double medianPerplexity() {
    double[] sorted =
        IntStream.range(0, length())
            .mapToDouble(this::perplexity)
            .filter(p -> !Double.isNaN(p))
            .sorted()
            .toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
