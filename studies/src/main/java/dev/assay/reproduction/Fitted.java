package dev.assay.reproduction;

import dev.assay.io.Text;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many values of a group there are that count, as networks fit what they are of.
 *
 * @param group which samples of which networks, in words
 * @param width of the networks
 * @param fitted that count, for each seed
 * @param measured for each seed
 */
public record Fitted(String group, int width, List<Integer> fitted, List<Integer> measured) {
  /** A mean of fewer tells of these alone. */
  public static final int FEW = 10;

  /** Whether of any seed's values there are too few. */
  public static boolean isFew(List<double[]> values) {
    return values.stream().anyMatch(v -> v.length < FEW);
  }

  public boolean isFew() {
    return Collections.min(fitted) < FEW;
  }

  /** Whether there are none with some seed. */
  public boolean isMissing() {
    return Collections.min(fitted) == 0;
  }

  public boolean isWhole() {
    return fitted.equals(measured);
  }

  /**
   * What a claim says of sizes, or other cases, with too few samples; empty where there are none.
   */
  public static String notJudged(List<String> cases) {
    return cases.isEmpty()
        ? ""
        : Text.format(
            " Not judged, as with some seed fewer than %d fitted samples are left to compare: %s.",
            FEW, String.join("; ", cases));
  }

  @Override
  public String toString() {
    return group
        + ": "
        + IntStream.range(0, fitted.size())
            .mapToObj(s -> Text.format("%d of %d", fitted.get(s), measured.get(s)))
            .collect(Collectors.joining(", "))
        + " fitted";
  }
}
