package dev.assay.pgdl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.keras.KerasModel;
import dev.assay.nn.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A task of the benchmark: networks that differ in hyperparameters, all trained on the same
 * samples.
 *
 * <pre>
 * model_configs.json                  hyperparameters and accuracies; or in reference_data/TASK
 * model_ID/config.json                the layers
 * model_ID/weights.hdf5               after training
 * model_ID/weights_init.hdf5          before it; may be missing
 * dataset_1/train/shard_K.tfrecord    the samples
 * </pre>
 */
public final class Task {
  private static final String CONFIGS = "model_configs.json";
  private static final String PREFIX = "model_";

  private final String name;
  private final List<String> axes;
  private final List<Model> models;
  private final Samples samples;

  /**
   * A network.
   *
   * @param id its number, as text
   * @param settings its value on each axis, in order
   * @param train accuracy on the training samples, as the benchmark has it
   * @param test accuracy on the test samples
   */
  public record Model(
      String id, Map<String, String> settings, double train, double test, Path folder) {

    /** How much it generalises: the difference of both accuracies. */
    public double gap() {
      return train - test;
    }

    /** Its layers. */
    KerasModel layers() {
      Path file = folder.resolve("config.json");
      JsonNode config = KerasModel.json(file);
      return KerasModel.of(file, config.path("input_shape"), config.path("model_config"));
    }

    /** Where its weights are, after training. */
    Path weights() {
      return folder.resolve("weights.hdf5");
    }

    /** Where they are before it, if the benchmark has them. */
    Optional<Path> initialWeights() {
      return Optional.of(folder.resolve("weights_init.hdf5")).filter(Files::exists);
    }
  }

  private Task(String name, List<String> axes, List<Model> models, Samples samples) {
    this.name = name;
    this.axes = List.copyOf(axes);
    this.models = List.copyOf(models);
    this.samples = samples;
  }

  /**
   * Reads what a task has, but for weights and samples.
   *
   * @throws BadInputException if a part is missing, or networks and their descriptions differ
   */
  public static Task open(Path folder) {
    Set<String> found = folders(folder);
    Path file = configs(folder);
    JsonNode configs = KerasModel.json(file);
    if (!configs.isObject() || configs.isEmpty()) {
      throw new BadInputException(file + ": expected a map of models");
    }
    List<Model> models = new ArrayList<>();
    for (Map.Entry<String, JsonNode> config : configs.properties()) {
      models.add(model(file, config.getKey(), config.getValue(), folder));
    }
    models.sort(
        Comparator.comparingInt((Model model) -> model.id().length()).thenComparing(Model::id));
    requireSame(file, models, found);
    List<String> axes = List.copyOf(models.get(0).settings().keySet());
    for (Model model : models) {
      if (!model.settings().keySet().equals(models.get(0).settings().keySet())) {
        throw new BadInputException(
            Text.format("%s: model %s has other hyperparameters than %s", file, model.id(), axes));
      }
    }
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    Architecture first = models.get(0).layers().architecture();
    return new Task(
        name,
        axes,
        models,
        new Samples(name, folder.resolve("dataset_1"), first.input(), first.classes()));
  }

  private static Set<String> folders(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> found =
          files
              .filter(Files::isDirectory)
              .map(file -> file.getFileName().toString())
              .filter(file -> file.startsWith(PREFIX))
              .collect(Collectors.toCollection(TreeSet::new));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be read (" + e + ")", e);
    }
    throw new BadInputException(
        folder
            + ": there is no model in it; expected the folder of a task of PGDL, with model_ID"
            + " folders and dataset_1");
  }

  /** Beside the models, or where the benchmark's archives have it. */
  private static Path configs(Path folder) {
    Path task = folder.toAbsolutePath().normalize();
    Path data = task.getParent();
    List<Path> places = new ArrayList<>(List.of(task.resolve(CONFIGS)));
    if (data != null && data.getParent() != null) {
      places.add(
          data.getParent().resolve("reference_data").resolve(task.getFileName()).resolve(CONFIGS));
    }
    return places.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    Text.format(
                        "%s: there is no %s, which tells how well its models do; it was looked for"
                            + " as %s",
                        folder,
                        CONFIGS,
                        places.stream().map(Path::toString).collect(Collectors.joining(", ")))));
  }

  private static Model model(Path file, String key, JsonNode config, Path folder) {
    String id = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
    Map<String, String> settings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> axis : config.path("hparams").properties()) {
      JsonNode value = axis.getValue().path("current_value");
      if (value.isMissingNode() || value.isNull() || value.isContainerNode() && value.isEmpty()) {
        throw new BadInputException(
            Text.format("%s: model %s has no value of %s", file, key, axis.getKey()));
      }
      settings.put(axis.getKey(), value.isTextual() ? value.textValue() : value.toString());
    }
    JsonNode metrics = config.path("metrics");
    return new Model(
        id,
        settings,
        accuracy(file, key, metrics, "train_acc"),
        accuracy(file, key, metrics, "test_acc"),
        folder.resolve(PREFIX + id));
  }

  private static double accuracy(Path file, String key, JsonNode metrics, String name) {
    double value = metrics.path(name).asDouble(-1);
    if (!metrics.path(name).isNumber() || !(value >= 0 && value <= 1)) {
      throw new BadInputException(
          Text.format(
              "%s: model %s must have a %s from 0 to 1, got %s",
              file, key, name, metrics.path(name)));
    }
    return value;
  }

  private static void requireSame(Path file, List<Model> models, Set<String> found) {
    Set<String> told =
        models.stream().map(model -> PREFIX + model.id()).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>(told);
    missing.removeAll(found);
    Set<String> more = new TreeSet<>(found);
    more.removeAll(told);
    if (told.size() < models.size()) {
      throw new BadInputException(file + ": it tells of a model twice, with and without 'model_'");
    }
    if (!missing.isEmpty() || !more.isEmpty()) {
      throw new BadInputException(
          Text.format(
              "%s: it tells of %d models, beside it are %d folders; without a folder: %s; not told"
                  + " of: %s",
              file, told.size(), found.size(), named(missing), named(more)));
    }
  }

  private static String named(Set<String> models) {
    return models.isEmpty()
        ? "none"
        : models.stream().limit(5).collect(Collectors.joining(", "))
            + (models.size() > 5 ? ", …" : "");
  }

  /** What the folder is called. */
  public String name() {
    return name;
  }

  /** Hyperparameters, in the order of the file. */
  public List<String> axes() {
    return axes;
  }

  /** By number. */
  public List<Model> models() {
    return models;
  }

  /** What the networks were trained on. */
  public Samples samples() {
    return samples;
  }
}
