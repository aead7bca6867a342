package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was done to pixels before a network saw them, where another program trained it: pixels from
 * 0 to 1 were brought to a range, a mean was subtracted, and the rest divided by a deviation. It is
 * kept with the network, in words.
 *
 * @param low what black was
 * @param high what white was
 * @param mean one for all channels or one for each; none for 0
 * @param deviation likewise, positive; none for 1
 */
public record Preprocessing(double low, double high, List<Float> mean, List<Float> deviation) {
  /** Networks that see pixels from 0 to 1. */
  public static final Preprocessing NONE = new Preprocessing(0, 1, List.of(), List.of());

  private static final String NOTHING = "none";

  public Preprocessing {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new BadInputException(
          Text.format("range: expected the lower end first, got %s to %s", low, high));
    }
    for (float value : deviation) {
      if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
        throw new BadInputException("deviation: must be positive, got " + value);
      }
    }
    for (float value : mean) {
      if (!Float.isFinite(value)) {
        throw new BadInputException("mean: must be a number, got " + value);
      }
    }
  }

  /**
   * The same of pixels from 0 to 1, in one step.
   *
   * @throws BadInputException if there are means or deviations of another number of channels
   */
  public Normalised of(int channels) {
    double range = high - low;
    float[] each = each("mean", mean, channels, 0);
    float[] by = each("deviation", deviation, channels, 1);
    Float[] means = new Float[channels];
    Float[] deviations = new Float[channels];
    for (int c = 0; c < channels; c++) {
      means[c] = (float) ((each[c] - low) / range);
      deviations[c] = (float) (by[c] / range);
    }
    return new Normalised(List.of(means), List.of(deviations));
  }

  private static float[] each(String what, List<Float> given, int channels, float usual) {
    if (given.size() > 1 && given.size() != channels) {
      throw new BadInputException(
          Text.format(
              "%s: %d values; expected one, or one for each of %d channels",
              what, given.size(), channels));
    }
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = given.isEmpty() ? usual : given.get(given.size() == 1 ? 0 : c);
    }
    return values;
  }

  /** In words, for a checkpoint's settings. */
  public Map<String, String> settings() {
    return Map.of(
        "range", low + ":" + high,
        "mean", mean.isEmpty() ? NOTHING : mean.toString(),
        "deviation", deviation.isEmpty() ? NOTHING : deviation.toString());
  }

  /**
   * What settings say; nothing was done where they do not speak of it.
   *
   * @throws BadInputException if they make no sense
   */
  public static Preprocessing of(Map<String, String> settings) {
    try {
      String[] range = settings.getOrDefault("range", "0:1").split(":");
      return new Preprocessing(
          Double.parseDouble(range[0]),
          Double.parseDouble(range[1]),
          values(settings.getOrDefault("mean", NOTHING)),
          values(settings.getOrDefault("deviation", NOTHING)));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new BadInputException("the settings do not tell how images were normalised: " + e, e);
    }
  }

  private static List<Float> values(String words) {
    return words.equals(NOTHING)
        ? Collections.emptyList()
        : Stream.of(words.replaceAll("[\\[\\] ]", "").split(",")).map(Float::valueOf).toList();
  }
}
