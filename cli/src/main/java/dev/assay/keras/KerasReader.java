package dev.assay.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads sequential models that Keras saved in HDF5 ({@code model.save("mine.h5")}): the attribute
 * {@code model_config} of the file tells the layers, the group {@code model_weights} holds their
 * weights.
 */
public final class KerasReader {
  private KerasReader() {}

  /**
   * Reads a model.
   *
   * @throws dev.assay.io.BadInputException naming the layer that has none here, or what is damaged
   */
  public static ForeignNetwork read(Path file) {
    try (KerasWeights weights = new KerasWeights(file)) {
      byte[] text = weights.config().getBytes(StandardCharsets.UTF_8);
      JsonNode told = KerasModel.json(file + ": model_config", text);
      if (!told.path("class_name").asText().equals("Sequential")) {
        throw weights.bad(
            Text.format(
                "a model of class %s is not supported, only Sequential; others come as ONNX",
                told.path("class_name")));
      }
      JsonNode config = told.path("config");
      // before version 2.2.3 the list alone was there
      JsonNode layers = flat(config.isArray() ? config : config.path("layers"));
      KerasModel model = KerasModel.of(file, input(config, layers), layers);
      return new ForeignNetwork(model.architecture(), model.parameters(weights), model.notes());
    }
  }

  /** Each layer as one map: its class, and what it is told. */
  private static JsonNode flat(JsonNode layers) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (JsonNode layer : layers) {
      ObjectNode map = list.addObject();
      if (layer.path("config") instanceof ObjectNode config) {
        map.setAll(config);
      }
      map.set(KerasSettings.KIND, layer.path("class_name"));
    }
    return list;
  }

  /** The extents of a sample, which the first layer tells, or the model. */
  private static JsonNode input(JsonNode config, JsonNode layers) {
    JsonNode first = layers.path(0);
    JsonNode batch = JsonNodeFactory.instance.missingNode();
    for (JsonNode told :
        new JsonNode[] {
          config.path("build_input_shape"),
          first.path("batch_shape"),
          first.path("batch_input_shape")
        }) {
      batch = told.isArray() ? told : batch;
    }
    ArrayNode sample = JsonNodeFactory.instance.arrayNode();
    for (int axis = 1; axis < batch.size(); axis++) {
      sample.add(batch.get(axis));
    }
    return sample;
  }
}
