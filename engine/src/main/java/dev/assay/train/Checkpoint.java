package dev.assay.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.SafeTensors;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.nn.Network;
import dev.assay.nn.Parameters;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network at the end of an epoch, with everything that led to it: a safetensors file whose
 * tensors are the parameters ({@code layers.0.weight}, …) and the optimiser's state ({@code
 * optimizer.0}, …), and whose metadata hold the architecture, the settings (data, training, seed,
 * code version), the history and the number of steps.
 *
 * @param architecture the network's layers
 * @param parameters values by name
 * @param settings what determines the run, as text in a fixed order
 * @param history of the epochs so far
 * @param state what is needed to go on
 */
public record Checkpoint(
    Architecture architecture,
    Map<String, float[]> parameters,
    Map<String, String> settings,
    History history,
    TrainingState state) {
  private static final String OPTIMIZER = "optimizer.";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The present state of a network in training. */
  public static Checkpoint of(
      Network network, Map<String, String> settings, History history, TrainingState state) {
    return new Checkpoint(
        network.architecture(), network.parameters().values(), settings, history, state);
  }

  /**
   * A network with these parameters.
   *
   * @param origin the file, for messages
   */
  public Network network(Backend backend, String origin) {
    Network network = new Network(backend, architecture, 0);
    try {
      network.parameters().set(parameters);
    } catch (IllegalArgumentException e) {
      network.close();
      throw new BadInputException("%s: %s".formatted(origin, e.getMessage()), e);
    }
    return network;
  }

  /** Writes the file whole or not at all. */
  public void write(Path file) {
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>();
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        tensors.put(
            named.name(),
            new SafeTensors.Array(named.spec().shape(), parameters.get(named.name())));
      }
    }
    for (int i = 0; i < state.optimizer().size(); i++) {
      float[] values = state.optimizer().get(i);
      tensors.put(OPTIMIZER + i, new SafeTensors.Array(Shape.vector(values.length), values));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "assay 1");
    metadata.put("architecture", ArchitectureFormat.toJson(architecture));
    metadata.put("settings", json(settings));
    metadata.put("history", history.toCsv());
    metadata.put("steps", Long.toString(state.steps()));
    metadata.put("finished", Boolean.toString(state.finished()));
    new SafeTensors(metadata, tensors).write(file);
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws BadInputException naming the file and what is wrong with it
   */
  public static Checkpoint read(Path file) {
    SafeTensors content = SafeTensors.read(file);
    Map<String, String> metadata = content.metadata();
    if (!"assay 1".equals(metadata.get("format"))) {
      throw new BadInputException(
          file
              + ": a safetensors file, but not a checkpoint of this program (no 'format: assay 1')");
    }
    Architecture architecture =
        ArchitectureFormat.parse(metadata.getOrDefault("architecture", ""), file.toString());
    Map<String, float[]> parameters = new LinkedHashMap<>();
    List<float[]> optimizer = new ArrayList<>();
    content
        .tensors()
        .forEach(
            (name, array) -> {
              if (name.startsWith(OPTIMIZER)) {
                optimizer.add(array.values());
              } else {
                parameters.put(name, array.values());
              }
            });
    checkShapes(file, architecture, content);
    return new Checkpoint(
        architecture,
        parameters,
        settings(file, metadata.getOrDefault("settings", "")),
        History.fromCsv(metadata.getOrDefault("history", ""), file.toString()),
        new TrainingState(
            steps(file, metadata.get("steps")),
            Boolean.parseBoolean(metadata.get("finished")),
            optimizer));
  }

  private static void checkShapes(Path file, Architecture architecture, SafeTensors content) {
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        SafeTensors.Array array = content.tensors().get(named.name());
        if (array == null || !array.shape().equals(named.spec().shape())) {
          throw new BadInputException(
              "%s: parameter %s must be %s by the file's own architecture, but %s"
                  .formatted(
                      file,
                      named.name(),
                      named.spec().shape(),
                      array == null ? "is missing" : "is " + array.shape()));
        }
      }
    }
  }

  private static long steps(Path file, String text) {
    try {
      long steps = Long.parseLong(String.valueOf(text));
      if (steps >= 0) {
        return steps;
      }
    } catch (NumberFormatException e) {
      // reported below, together with negative numbers
    }
    throw new BadInputException("%s: 'steps' must be a whole number, got %s".formatted(file, text));
  }

  private static Map<String, String> settings(Path file, String text) {
    try {
      return JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          file + ": 'settings' in the metadata is not a JSON map of text", e);
    }
  }

  private static String json(Map<String, String> map) {
    try {
      return JSON.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
