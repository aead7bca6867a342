package dev.assay.keras;

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
 * A sequential Keras model: a list of layers, each a map of its {@code layer_name}, which is its
 * class, and what the class is told.
 */
public final class KerasModel {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Architecture architecture;
  private final Map<Integer, KerasParameters> parameters;
  private final List<String> notes;

  private KerasModel(
      Architecture architecture, Map<Integer, KerasParameters> parameters, List<String> notes) {
    this.architecture = architecture;
    this.parameters = parameters;
    this.notes = List.copyOf(notes);
  }

  /**
   * Understands layers.
   *
   * @param file where they are from
   * @param input height, width and channels of a sample, or its length
   * @throws BadInputException if a layer or one of its settings is not supported, or layers do not
   *     fit each other
   */
  public static KerasModel of(Path file, JsonNode input, JsonNode layers) {
    if (!layers.isArray() || layers.isEmpty()) {
      throw new BadInputException(file + ": expected a list of layers under model_config");
    }
    KerasLayers translated = new KerasLayers(file, input);
    for (int i = 0; i < layers.size(); i++) {
      translated.add(new KerasSettings(Text.format("%s: layer %d", file, i), layers.get(i)));
    }
    return new KerasModel(translated.architecture(), translated.parameters(), translated.notes());
  }

  /**
   * The content of a JSON file.
   *
   * @throws BadInputException if it cannot be read, or is none
   */
  public static JsonNode json(Path file) {
    try {
      return json(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  /**
   * The content of a JSON text.
   *
   * @param place where it is from, for messages
   */
  static JsonNode json(String place, byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          Text.format("%s: not JSON (%s)", place, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new BadInputException(place + ": cannot be read (" + e + ")", e);
    }
  }

  /** What of the model was left out, a sentence each. */
  List<String> notes() {
    return notes;
  }

  /** Its layers, as ours. */
  public Architecture architecture() {
    return architecture;
  }

  /**
   * The parameters that a file has, by their names here.
   *
   * @throws BadInputException unless each layer finds its weights, in their shapes, and none is
   *     left
   */
  public Map<String, float[]> parameters(Path file) {
    try (KerasWeights weights = new KerasWeights(file)) {
      return parameters(weights);
    }
  }

  Map<String, float[]> parameters(KerasWeights weights) {
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
