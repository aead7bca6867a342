package dev.assay.reproduction;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
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

  /**
   * @param accuracy of networks of an experiment: of all in the mean, or of the best of its kind
   * @param data what they were trained on
   * @throws BadInputException if it says nothing
   */
  public void requireBeatenBy(double accuracy, String data) {
    if (!isBeatenBy(accuracy)) {
      throw new BadInputException(
          Text.format(
              "data set %s: networks get %.0f %% of the test samples right, no more than chance, so"
                  + " their invariance says nothing; take other data or another seed",
              data, 100 * accuracy));
    }
  }

  /** Whether an accuracy on these samples says that something was learned that generalises. */
  public boolean isBeatenBy(double accuracy) {
    return accuracy > share + STANDARD_ERRORS * Math.sqrt(share * (1 - share) / samples);
  }
}
