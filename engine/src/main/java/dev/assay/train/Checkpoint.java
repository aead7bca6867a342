package dev.assay.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.SafeTensors;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.nn.Network;
import dev.assay.nn.Parameters;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
  static final String FORMAT = "assay 1";

  /** What the tensors of the optimiser's state are called, before their number. */
  static final String OPTIMIZER = "optimizer.";

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
      throw new BadInputException(Text.format("%s: %s", origin, e.getMessage()), e);
    }
    return network;
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws BadInputException naming a tensor that is not finite
   */
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
    tensors.forEach((name, array) -> requireFinite(file, name, array.values()));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("architecture", ArchitectureFormat.toJson(architecture));
    metadata.put("settings", json(settings));
    metadata.put("history", history.toCsv());
    metadata.put("steps", Long.toString(state.steps()));
    metadata.put("finished", Boolean.toString(state.finished()));
    new SafeTensors(metadata, tensors).write(file);
  }

  /**
   * Reads a file that {@link #write} wrote, and checks all of it: that every parameter of the
   * architecture is there in its shape and nothing else, that all values are finite, no variance is
   * negative, and what the metadata tell of the run can have come about.
   *
   * @throws BadInputException naming the file and what is wrong with it
   */
  public static Checkpoint read(Path file) {
    return new CheckpointReader(file).read();
  }

  /**
   * Checks that a run can go on from here to the end that it would have had without a stop.
   *
   * @param config of the run
   * @param samples that it trains on
   * @param origin the file, for messages
   * @throws BadInputException naming what is missing
   */
  public void requireResumable(TrainingConfig config, int samples, String origin) {
    state
        .obstacle(config, architecture, history, samples)
        .ifPresent(
            obstacle -> {
              throw new BadInputException(origin + ": the run cannot go on: " + obstacle);
            });
  }

  private static void requireFinite(Path file, String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new BadInputException(
            Text.format(
                "%s is not written: tensor %s has %s at index %d, expected a finite number",
                file, name, values[i], i));
      }
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
