package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that determines the samples of a {@link Dataset}: equal provenance means equal
 * samples, bit for bit.
 *
 * @param source name of the data, for example {@code mnist}
 * @param split {@code train} or {@code test}
 * @param origin what the samples were made from, in order: file name to {@code sha256:…} of the
 *     file as it lies on the disk, or the name of a generator's setting to its value
 * @param steps what was done since, in order, for example {@code subset of 1000 of 60000, seed 7}
 */
public record Provenance(
    String source, String split, Map<String, String> origin, List<String> steps) {

  public Provenance {
    origin = Collections.unmodifiableMap(new LinkedHashMap<>(origin));
    steps = List.copyOf(steps);
  }

  public Provenance(String source, String split, Map<String, String> origin) {
    this(source, split, origin, List.of());
  }

  /** This provenance with one more step. */
  public Provenance then(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Provenance(source, split, origin, longer);
  }

  /**
   * The samples, made again from their source.
   *
   * @throws BadInputException if the source has other files than were recorded, or a step is not
   *     told in enough words, as a selection of single samples is not
   */
  public Dataset rebuild(DataSource from) {
    List<DataStep> again = steps.stream().map(DataStep::parse).toList();
    Provenance first = new Provenance(source, split, origin);
    DataSource whole = from;
    // a source whose images differ in size has none but resized ones
    if (!again.isEmpty()
        && again.get(0) instanceof DataStep.Altered altered
        && altered.alteration() instanceof Resized size) {
      first = first.then(size.text());
      whole = from.resized(size);
      again = again.subList(1, again.size());
    }
    Dataset data =
        switch (split) {
          case "train" -> whole.train();
          case "test" -> whole.test();
          default ->
              throw new BadInputException(
                  "data set " + source + " has no split '" + split + "'; expected train or test");
        };
    if (!data.provenance().equals(first)) {
      throw new BadInputException(
          Text.format(
              "data set %s, %s: recorded was %s, but what is found is %s; look for the data set"
                  + " with --data-dir or ASSAY_DATA where it was",
              source, split, origin, data.provenance().origin()));
    }
    for (DataStep step : again) {
      data = step.apply(data);
    }
    if (!data.provenance().equals(this)) {
      throw new BadInputException(
          Text.format(
              "data set %s was made by the steps %s, which now come out as %s",
              source, steps, data.provenance().steps()));
    }
    return data;
  }

  /** Source, split and steps on one line. */
  public String summary() {
    return source + " " + split + (steps.isEmpty() ? "" : " (" + String.join("; ", steps) + ")");
  }
}
