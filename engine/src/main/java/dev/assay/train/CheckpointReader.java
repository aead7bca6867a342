package dev.assay.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.BadInputException;
import dev.assay.io.SafeTensors;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.nn.ParameterSpec;
import dev.assay.nn.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a checkpoint and believes nothing in it. */
final class CheckpointReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Adam's mean of squared gradients: a second state of an optimiser is never anything else. */
  private static final String SQUARES = Checkpoint.OPTIMIZER + 1;

  /** Characters of a value that is shown in a message. */
  private static final int SHOWN = 100;

  private final Path file;
  private final SafeTensors content;

  CheckpointReader(Path file) {
    this.file = file;
    this.content = SafeTensors.read(file);
  }

  Checkpoint read() {
    if (!Checkpoint.FORMAT.equals(content.metadata().get("format"))) {
      throw bad("a safetensors file, but not a checkpoint of this program (no 'format: assay 1')");
    }
    Architecture architecture = architecture();
    Map<String, float[]> parameters = parameters(architecture);
    List<float[]> optimizer = optimizer(architecture, parameters.size());
    content.tensors().forEach((name, array) -> requireFinite(name, array.values()));
    Map<String, String> settings = settings();
    History history = History.fromCsv(metadata("history"), file.toString());
    boolean finished = finished(settings, history.epochs().size());
    return new Checkpoint(
        architecture,
        parameters,
        settings,
        history,
        new TrainingState(steps(history.epochs().size()), finished, optimizer));
  }

  private Architecture architecture() {
    Architecture architecture =
        ArchitectureFormat.parse(metadata("architecture"), file + ": architecture");
    try {
      architecture.classes();
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage());
    }
    return architecture;
  }

  private Map<String, float[]> parameters(Architecture architecture) {
    Map<String, float[]> parameters = new LinkedHashMap<>();
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        SafeTensors.Array array = content.tensors().get(named.name());
        if (array == null || !array.shape().equals(named.spec().shape())) {
          throw bad(
              Text.format(
                  "parameter %s must be %s by the file's own architecture, but %s",
                  named.name(),
                  named.spec().shape(),
                  array == null ? "is missing" : "is " + array.shape()));
        }
        if (named.spec().role() == ParameterSpec.Role.RUNNING_VARIANCE) {
          requireNotNegative(named.name(), array.values());
        }
        parameters.put(named.name(), array.values());
      }
    }
    return parameters;
  }

  /** The state of the optimiser, all of it or none; every other tensor is a parameter. */
  private List<float[]> optimizer(Architecture architecture, int parameters) {
    List<float[]> states = new ArrayList<>();
    long size = Parameters.trainedSize(architecture);
    int others = content.tensors().size() - parameters;
    for (int i = 0; i < others; i++) {
      SafeTensors.Array array = content.tensors().get(Checkpoint.OPTIMIZER + i);
      if (array == null) {
        throw bad(
            Text.format(
                "of %d tensors that are no parameters, %s is missing; expected the optimiser's state, optimizer.0 and so on, and nothing else",
                others, Checkpoint.OPTIMIZER + i));
      }
      if (array.shape().rank() != 1 || array.shape().size() != size) {
        throw bad(
            Text.format(
                "tensor %s must have %d values, one for each trained parameter, but is %s",
                Checkpoint.OPTIMIZER + i, size, array.shape()));
      }
      if (SQUARES.equals(Checkpoint.OPTIMIZER + i)) {
        requireNotNegative(SQUARES, array.values());
      }
      states.add(array.values());
    }
    return states;
  }

  private void requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw damaged(name, i, values[i], "a finite number");
      }
    }
  }

  private void requireNotNegative(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0) {
        throw damaged(name, i, values[i], "a mean of squares, at least 0");
      }
    }
  }

  private BadInputException damaged(String name, int index, float value, String expected) {
    return bad(
        Text.format(
            "tensor %s has %s at index %d, expected %s; the file is damaged",
            name, value, index, expected));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    JsonNode tree;
    try {
      tree = JSON.readTree(metadata("settings"));
    } catch (JsonProcessingException e) {
      throw bad("'settings' in the metadata is not JSON: " + e.getOriginalMessage());
    }
    if (!tree.isObject()) {
      throw bad("'settings' in the metadata must be a JSON map of text, got " + shown(tree));
    }
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      if (!entry.getValue().isTextual()) {
        throw bad(
            Text.format(
                "'%s' in the settings must be text, got %s",
                shown(entry.getKey()), shown(entry.getValue())));
      }
      settings.put(entry.getKey(), entry.getValue().textValue());
    }
    return settings;
  }

  /** Whether the run is over; only one that is may have all the epochs of its settings. */
  private boolean finished(Map<String, String> settings, int done) {
    String text = metadata("finished");
    boolean finished = text.equals("true");
    if (!finished && !text.equals("false")) {
      throw bad("'finished' must be true or false, got " + shown(text));
    }
    if (settings.containsKey(TrainingConfig.EPOCHS)) {
      long epochs = whole("epochs in the settings", settings.get(TrainingConfig.EPOCHS), 9);
      if (done > epochs || done == epochs && !finished) {
        throw bad(
            Text.format(
                "the history has %d epochs, the settings tell %d, and the run is said to be %s",
                done, epochs, finished ? "over" : "not over"));
      }
    }
    return finished;
  }

  /** Every epoch has equally many. */
  private long steps(int epochs) {
    long steps = whole("'steps'", metadata("steps"), 18);
    if (steps == 0 || steps % epochs != 0) {
      throw bad(
          Text.format(
              "%d steps cannot be those of %d epochs, each of which has equally many",
              steps, epochs));
    }
    return steps;
  }

  private long whole(String what, String text, int digits) {
    if (!text.matches("[0-9]{1," + digits + "}")) {
      throw bad(
          Text.format(
              "%s must be a whole number of at most %d digits, got %s", what, digits, shown(text)));
    }
    return Long.parseLong(text);
  }

  private String metadata(String key) {
    String value = content.metadata().get(key);
    if (value == null) {
      throw bad(Text.format("'%s' is missing in the metadata", key));
    }
    return value;
  }

  private static String shown(Object value) {
    String text = value.toString();
    return text.substring(0, Math.min(SHOWN, text.length()));
  }

  private BadInputException bad(String problem) {
    return new BadInputException(file + ": " + problem);
  }
}
