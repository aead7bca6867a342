package dev.assay.data;

import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Images in the units that a network was trained in: {@code (x − mean) / deviation}, channel by
 * channel.
 *
 * @param mean of each channel
 * @param deviation of each channel, positive
 */
public record Normalised(List<Float> mean, List<Float> deviation) implements Alteration {
  private static final Pattern WORDS =
      Pattern.compile("normalised by mean ([0-9.E,-]+), deviation ([0-9.E,-]+)");

  public Normalised {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    Alteration.require(
        !mean.isEmpty() && mean.size() == deviation.size(), "mean for channels", mean.size());
    for (float value : deviation) {
      Alteration.require(value > 0 && Float.isFinite(value), "deviation", value);
    }
  }

  @Override
  public String text() {
    return "normalised by mean " + words(mean) + ", deviation " + words(deviation);
  }

  private static String words(List<Float> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  static Alteration parse(String text) {
    Matcher words = WORDS.matcher(text);
    return words.matches() ? new Normalised(read(words.group(1)), read(words.group(2))) : null;
  }

  private static List<Float> read(String words) {
    return Arrays.stream(words.split(",")).map(Float::valueOf).toList();
  }

  @Override
  public boolean ofImages() {
    return false;
  }

  @Override
  public void apply(int index, Shape sample, float[] from, float[] to) {
    Alteration.require(sample.channels() == mean.size(), "mean for channels", mean.size());
    int size = sample.intSize();
    int plane = size / mean.size();
    for (int i = 0; i < size; i++) {
      double centred = (double) from[index * size + i] - mean.get(i / plane);
      to[index * size + i] = (float) (centred / deviation.get(i / plane));
    }
  }
}
