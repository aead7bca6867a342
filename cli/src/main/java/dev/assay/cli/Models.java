package dev.assay.cli;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.nn.Dense;
import dev.assay.nn.Layer;
import dev.assay.report.Manifest;
import dev.assay.tensor.Shape;
import dev.assay.train.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Networks as a user names them: a built-in preset, an architecture file, a checkpoint or the
 * folder of a training run.
 */
final class Models {
  /** Name of the checkpoint in the folder of a training run. */
  static final String CHECKPOINT = "model.safetensors";

  private static final Path RUNS = Path.of("runs");
  private static final int MOST_RUNS = 10;

  static final List<String> PRESETS =
      List.of("linear", "mlp", "cnn", "cnn-blur", "cnn-deep", "resnet8", "resnet20");

  private Models() {}

  static boolean isPreset(String name) {
    return PRESETS.contains(name);
  }

  /** The text of a preset. */
  static String presetText(String name) {
    try (InputStream in = Models.class.getResourceAsStream("presets/" + name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Architecture preset(String name) {
    return ArchitectureFormat.parse(presetText(name), "preset " + name);
  }

  /**
   * A preset, fitted to other inputs and to another number of classes.
   *
   * @throws BadInputException if its layers do not fit them
   */
  static Architecture preset(String name, Shape input, int classes) {
    List<Layer> layers = new ArrayList<>(preset(name).layers());
    Dense last = (Dense) layers.remove(layers.size() - 1);
    layers.add(new Dense(classes, last.bias()));
    try {
      return Architecture.of(input, layers);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          Text.format("preset %s does not fit inputs of %s: %s", name, input, e.getMessage()), e);
    }
  }

  /** An architecture that is to be trained: a preset fitted to the data, or a file as it is. */
  static Architecture architecture(String model, Dataset data) {
    return isPreset(model)
        ? preset(model, data.sample(), data.classes())
        : ArchitectureFormat.read(file(model));
  }

  /** What may be looked at: a preset, an architecture file, or the architecture of a checkpoint. */
  static Architecture anyArchitecture(String model) {
    if (isPreset(model)) {
      return preset(model);
    }
    Path file = file(model);
    return Files.isDirectory(file) || file.toString().endsWith(".safetensors")
        ? open(checkpoint(file)).architecture()
        : ArchitectureFormat.read(file);
  }

  /** A checkpoint, given as the file or as the folder of the run that wrote it. */
  static Path checkpoint(Path given) {
    if (Files.isDirectory(given)) {
      Path file = given.resolve(CHECKPOINT);
      if (!Files.isRegularFile(file)) {
        throw noRun(given, "there is no " + CHECKPOINT + " in it", given, RUNS);
      }
      return file;
    }
    if (!Files.exists(given)) {
      Path parent = given.toAbsolutePath().normalize().getParent();
      throw noRun(given, "no such file", parent == null ? given : parent, RUNS);
    }
    return given;
  }

  /** Reads a checkpoint, and holds it against the manifest of its run. */
  static Checkpoint open(Path file) {
    Checkpoint checkpoint = Checkpoint.read(file);
    Manifest.requireUnchanged(file);
    return checkpoint;
  }

  /** Names the runs that there are in the first of some folders that has any. */
  private static UnknownNameException noRun(Path given, String problem, Path... folders) {
    List<String> runs = List.of();
    String there = "";
    for (Path folder : folders) {
      if (runs.isEmpty()) {
        runs = runs(folder);
        there = Text.format("; runs in %s: %s", folder, String.join(", ", some(runs)));
      }
    }
    return new UnknownNameException(
        Text.format(
            "%s: %s; expected a checkpoint or the folder of a training run%s",
            given, problem, runs.isEmpty() ? "" : there),
        String.valueOf(given.getFileName()),
        runs);
  }

  private static List<String> some(List<String> runs) {
    return runs.size() <= MOST_RUNS
        ? runs
        : Stream.concat(runs.stream().limit(MOST_RUNS), Stream.of("…")).toList();
  }

  /** The names of the training runs in a folder. */
  private static List<String> runs(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> Files.isRegularFile(path.resolve(CHECKPOINT)))
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** What a checkpoint is called: as the folder of its run, or as the file itself. */
  static String runName(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return file.getFileName().toString().equals(CHECKPOINT) && folder.getFileName() != null
        ? folder.getFileName().toString()
        : shortName(file.toString());
  }

  /** A short name for folders: of a preset the name, of a file its name without ending. */
  static String shortName(String model) {
    String name = String.valueOf(Path.of(model).getFileName());
    return name.replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static Path file(String model) {
    Path file = Path.of(model);
    if (!Files.exists(file)) {
      throw new UnknownNameException(
          Text.format(
              "model '%s' is neither a preset (%s) nor a file", model, String.join(", ", PRESETS)),
          model,
          PRESETS);
    }
    return file;
  }
}
