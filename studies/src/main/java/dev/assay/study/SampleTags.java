package dev.assay.study;

import dev.assay.data.Dataset;
import dev.assay.io.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Samples of a data set as what points of figures stand for. */
public final class SampleTags {
  private final Dataset data;
  private final Map<Integer, Plot.Tag> made = new HashMap<>();

  public SampleTags(Dataset data) {
    this.data = data;
  }

  /** Number, label and, of an image, picture of each of these samples. */
  public List<Plot.Tag> of(int[] samples) {
    return IntStream.of(samples).mapToObj(this::of).toList();
  }

  private Plot.Tag of(int sample) {
    return made.computeIfAbsent(
        sample,
        i ->
            new Plot.Tag(
                Text.format("sample %d, label %s", i, data.classNames().get(data.label(i))),
                Picture.of(data, i)));
  }
}
