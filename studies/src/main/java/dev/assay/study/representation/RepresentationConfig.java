package dev.assay.study.representation;

import dev.assay.io.BadInputException;
import dev.assay.study.Study;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What a study of representations measures.
 *
 * @param layers names of hidden cuts; repeated ones count once; none for those behind activations
 * @param samples how many are drawn; all where there are fewer
 */
public record RepresentationConfig(List<String> layers, int samples) implements Study.Config {

  public RepresentationConfig {
    layers = List.copyOf(new LinkedHashSet<>(layers));
    if (samples < 1) {
      throw new BadInputException("samples: expected at least 1, got " + samples);
    }
  }

  /** The defaults: 1,000 samples at the cuts behind activations. */
  public static RepresentationConfig standard() {
    return new RepresentationConfig(List.of(), 1000);
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("layers", layers);
    values.put("samples", samples);
    return values;
  }
}
