package dev.assay.reproduction;

import dev.assay.data.Dataset;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What accuracy on test samples means nothing: that of always naming the commonest class, p, and
 * what is within three standard errors of it, {@code p + 3 √(p (1 − p) / n)}.
 *
 * @param samples that are classified, n
 * @param share of them that are of the commonest class, p
 */
public record Chance(int samples, double share) {
  private static final double STANDARD_ERRORS = 3;

  public static Chance of(Dataset test) {
    int[] labels = test.labels();
    int[] counts = new int[test.classes()];
    IntStream.of(labels).forEach(label -> counts[label]++);
    return new Chance(
        labels.length, Arrays.stream(counts).max().orElse(0) / (double) labels.length);
  }

  /** Whether an accuracy on these samples says that something was learned that generalises. */
  public boolean isBeatenBy(double accuracy) {
    return accuracy > share + STANDARD_ERRORS * Math.sqrt(share * (1 - share) / samples);
  }
}
