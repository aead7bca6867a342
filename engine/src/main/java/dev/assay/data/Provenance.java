package dev.assay.data;

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

  /** Source, split and steps on one line. */
  public String summary() {
    return source + " " + split + (steps.isEmpty() ? "" : " (" + String.join("; ", steps) + ")");
  }
}
