package dev.assay.pgdl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of the benchmark: {@code config.json} has {@code input_shape}, and in {@code
 * model_config} the layers of a sequential Keras model, each a map of its {@code layer_name} and
 * what its class is told.
 */
final class KerasModel {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Architecture architecture;
  private final Map<Integer, KerasParameters> parameters;

  private KerasModel(Architecture architecture, Map<Integer, KerasParameters> parameters) {
    this.architecture = architecture;
    this.parameters = parameters;
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws BadInputException if it is damaged, a layer or one of its settings is not supported, or
   *     layers do not fit each other
   */
  static KerasModel read(Path file) {
    JsonNode config = json(file);
    JsonNode layers = config.path("model_config");
    if (!layers.isArray() || layers.isEmpty()) {
      throw new BadInputException(file + ": expected a list of layers under model_config");
    }
    KerasLayers translated = new KerasLayers(file, config.path("input_shape"));
    for (int i = 0; i < layers.size(); i++) {
      translated.add(new KerasSettings(Text.format("%s: layer %d", file, i), layers.get(i)));
    }
    return new KerasModel(translated.architecture(), translated.parameters());
  }

  /**
   * The content of a JSON file.
   *
   * @throws BadInputException if it cannot be read, or is none
   */
  static JsonNode json(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          Text.format("%s: not JSON (%s)", file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  Architecture architecture() {
    return architecture;
  }

  /**
   * The parameters that a file has, by their names here.
   *
   * @throws BadInputException unless each layer finds its weights, in their shapes, and none is
   *     left
   */
  Map<String, float[]> parameters(Path file) {
    try (KerasWeights weights = new KerasWeights(file)) {
      List<KerasWeights.Layer> layers = weights.layers();
      if (layers.size() != parameters.size()) {
        throw weights.bad(
            Text.format(
                "it has %d layers with weights, the model %d", layers.size(), parameters.size()));
      }
      Map<String, float[]> values = new LinkedHashMap<>();
      Iterator<KerasWeights.Layer> next = layers.iterator();
      parameters.forEach(
          (place, layer) ->
              layer
                  .of(next.next())
                  .forEach((name, value) -> values.put("layers." + place + "." + name, value)));
      return values;
    }
  }
}
