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
 * @param features what of the activations is compared in clusters; repeated ones count once
 */
public record RepresentationConfig(List<String> layers, int samples, List<Features> features)
    implements Study.Config {

  public RepresentationConfig {
    layers = List.copyOf(new LinkedHashSet<>(layers));
    features = List.copyOf(new LinkedHashSet<>(features));
    if (samples < 1) {
      throw new BadInputException("samples: expected at least 1, got " + samples);
    }
    if (features.isEmpty()) {
      throw new BadInputException("features: name at least one of raw, normalised, pooled");
    }
  }

  /** The defaults: 1,000 samples at the cuts behind activations, as they are. */
  public static RepresentationConfig standard() {
    return new RepresentationConfig(List.of(), 1000, List.of(Features.RAW));
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("layers", layers);
    values.put("samples", samples);
    values.put("features", features.stream().map(Features::toString).toList());
    return values;
  }
}
