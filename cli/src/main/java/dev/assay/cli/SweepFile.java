package dev.assay.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import dev.assay.store.TrainingSpec;
import dev.assay.sweep.Sweep;
import dev.assay.sweep.SweepCell;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A sweep as YAML: options of {@code assay train} by their long names, and axes along which they,
 * or values within the architecture, differ:
 *
 * <pre>{@code
 * model: net.yaml              # may hold ${width}; a preset, or a file beside this one
 * data: mnist
 * train-samples: 1000
 * epochs: 20
 * axes:
 *   width: [8, 16, 32]
 *   rate: [0.001, 0.003]       # an option of its own
 *   seed: [0, 1, 2]
 * recipes: [rate, seed]        # along which a measure should keep its sign
 * measures: [frobenius, input-margin]
 * shifted: [move:2, noise:0.1] # done to test images, for a gap on another distribution
 * }</pre>
 */
final class SweepFile {
  private static final String MODEL = "model";
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final Catalog catalog;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, List<String>> axes = new LinkedHashMap<>();
  private final List<String> recipes = new ArrayList<>();
  private final List<Predictor> predictors = new ArrayList<>();
  private final List<String> shifts = new ArrayList<>();

  /** Axes whose values were looked at. */
  private final Set<String> used = new TreeSet<>();

  private final Map<DataChoice, Samples> samples = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Architecture> architectures = new HashMap<>();

  /**
   * @param shifted null where there are no shifts
   */
  private record Samples(
      Provenance train, Provenance test, Provenance shifted, Shape shape, int classes) {}

  /** Options of a training alone, as picocli wants them. */
  @Command(name = "train")
  private static final class Training {
    @Mixin private TrainingOptions options;
  }

  /** Read anew for each cell; to make one takes longer than to use it. */
  private final Training training = new Training();

  private final CommandLine line = new CommandLine(training);

  /** What options of the line became, by what was written: parsing is most of a cell's work. */
  private final Map<Written, Object> parsed = new HashMap<>();

  /**
   * @param option with its dashes
   */
  private record Written(String option, String text) {}

  private SweepFile(Path file, Catalog catalog) {
    this.file = file;
    this.catalog = catalog;
  }

  /**
   * Reads the file and spans its axes, the last one fastest.
   *
   * @throws BadInputException naming the file, and the cell where it is about one
   */
  static Sweep read(Path file, Catalog catalog) {
    return new SweepFile(file, catalog).sweep();
  }

  private Sweep sweep() {
    parse();
    expectOptions();
    List<SweepCell> cells = new ArrayList<>();
    for (Map<String, String> settings : span()) {
      cells.add(cell(cells.size() + 1, settings));
    }
    for (String axis : axes.keySet()) {
      if (!used.contains(axis)) {
        throw bad(
            Text.format(
                "axis %s changes nothing: it is no option of assay train, and no ${%s} is in an"
                    + " option or in the model",
                axis, axis));
      }
    }
    return new Sweep(List.copyOf(axes.keySet()), recipes, predictors, cells);
  }

  private void parse() {
    try {
      JsonNode root = YAML.readTree(Files.readString(file));
      if (root == null || !root.isObject()) {
        throw bad("expected options of assay train, axes and measures");
      }
      root.properties()
          .forEach(
              entry -> {
                switch (entry.getKey()) {
                  case "axes" -> entry.getValue().properties().forEach(this::axis);
                  case "shifted" -> shifts.addAll(list("shifted", entry.getValue()));
                  case "recipes" -> recipes.addAll(list("recipes", entry.getValue()));
                  case "measures" ->
                      list("measures", entry.getValue())
                          .forEach(name -> predictors.add(named(name)));
                  default -> options.put(entry.getKey(), text(entry.getKey(), entry.getValue()));
                }
              });
    } catch (JacksonException e) {
      throw bad("is not YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw bad("cannot be read as text: " + e);
    }
    for (String recipe : recipes) {
      if (!axes.containsKey(recipe)) {
        throw bad(Text.format("recipe %s is no axis", recipe));
      }
    }
    if (predictors.isEmpty()) {
      predictors.addAll(Predictors.all());
    }
  }

  private void axis(Map.Entry<String, JsonNode> entry) {
    List<String> values = list(entry.getKey(), entry.getValue());
    if (values.isEmpty() || new LinkedHashSet<>(values).size() < values.size()) {
      throw bad(Text.format("axis %s: expected different values, at least one", entry.getKey()));
    } else if (options.containsKey(entry.getKey())) {
      throw bad(Text.format("%s is an option and an axis", entry.getKey()));
    }
    axes.put(entry.getKey(), values);
  }

  private List<String> list(String name, JsonNode node) {
    if (!node.isArray()) {
      throw bad(Text.format("%s: expected a list in brackets", name));
    }
    List<String> values = new ArrayList<>();
    node.forEach(value -> values.add(text(name, value)));
    return values;
  }

  private String text(String name, JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      throw bad(Text.format("%s: expected a value, got %s", name, node));
    }
    return node.asText();
  }

  private Predictor named(String name) {
    try {
      return Predictors.named(name);
    } catch (UnknownNameException e) {
      throw new UnknownNameException(file + ": " + e.getMessage(), e);
    }
  }

  private List<Map<String, String>> span() {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> settings : all) {
        for (String value : axis.getValue()) {
          Map<String, String> more = new LinkedHashMap<>(settings);
          more.put(axis.getKey(), value);
          longer.add(more);
        }
      }
      all = longer;
    }
    return all;
  }

  private SweepCell cell(int number, Map<String, String> settings) {
    try {
      TrainingOptions trained = training(settings);
      if (trained.holdsOut()) {
        throw new BadInputException(
            "networks of a sweep are measured as they were at the end of training; leave out"
                + " validation and patience");
      }
      DataChoice choice = trained.choice();
      Samples data = samples.computeIfAbsent(choice, this::load);
      return new SweepCell(
          number,
          settings,
          new TrainingSpec(
              architecture(settings, data), data.train, data.test, trained.config(), List.of()),
          data.shifted);
    } catch (BadInputException | ParameterException e) {
      throw new BadInputException(
          Text.format(
              "%s: cell %s: %s", file, new SweepCell(number, settings, null), e.getMessage()),
          e);
    }
  }

  private void expectOptions() {
    Set<String> known = new LinkedHashSet<>(line.getCommandSpec().optionsMap().keySet());
    for (String name : options.keySet()) {
      if (!name.equals(MODEL) && !known.contains("--" + name)) {
        throw new UnknownNameException(
            Text.format("%s: '%s' is no option of assay train", file, name),
            name,
            known.stream()
                .filter(option -> option.startsWith("--"))
                .map(option -> option.substring(2))
                .toList());
      }
    }
  }

  /** Until it is asked for the next cell. */
  private TrainingOptions training(Map<String, String> settings) {
    List<Written> all = new ArrayList<>();
    for (String name : options.keySet()) {
      if (!name.equals(MODEL)) {
        all.add(new Written("--" + name, value(name, settings)));
      }
    }
    Map<String, OptionSpec> known = line.getCommandSpec().optionsMap();
    for (String name : settings.keySet()) {
      if (known.containsKey("--" + name)) {
        all.add(new Written("--" + name, value(name, settings)));
      }
    }
    if (parsed.keySet().containsAll(all)) {
      all.forEach(each -> known.get(each.option).setValue(parsed.get(each)));
    } else {
      List<String> args = new ArrayList<>();
      all.forEach(each -> args.addAll(List.of(each.option, each.text)));
      args.add(value(MODEL, settings));
      line.parseArgs(args.toArray(String[]::new));
      all.forEach(each -> parsed.put(each, known.get(each.option).getValue()));
    }
    return training.options;
  }

  /** Of an option: its own, or the axis' of its name, with the values of axes put in. */
  private String value(String name, Map<String, String> settings) {
    if (settings.containsKey(name)) {
      used.add(name);
      return settings.get(name);
    } else if (!options.containsKey(name)) {
      throw new BadInputException(Text.format("no %s is named", name));
    }
    return filled(options.get(name), settings);
  }

  /** Puts the values of axes where {@code ${axis}} stands. */
  private String filled(String text, Map<String, String> settings) {
    String filled = text;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String place = "${" + setting.getKey() + "}";
      if (filled.contains(place)) {
        used.add(setting.getKey());
        filled = filled.replace(place, setting.getValue());
      }
    }
    int left = filled.indexOf("${");
    if (left >= 0) {
      throw new BadInputException(
          Text.format(
              "%s names no axis; there are %s",
              filled.substring(left).replaceFirst("}.*", "}").lines().findFirst().orElse(""),
              String.join(", ", settings.keySet())));
    }
    return filled;
  }

  private Samples load(DataChoice choice) {
    Dataset train = choice.train(catalog);
    Dataset test = choice.test(catalog);
    Dataset shifted = test;
    for (String shift : shifts) {
      shifted = Shift.of(shifted, shift);
    }
    return new Samples(
        train.provenance(),
        test.provenance(),
        shifts.isEmpty() ? null : shifted.provenance(),
        train.sample(),
        train.classes());
  }

  private Architecture architecture(Map<String, String> settings, Samples data) {
    String model = value(MODEL, settings);
    boolean preset = Models.isPreset(model);
    String text = filled(texts.computeIfAbsent(model, this::modelText), settings);
    return architectures.computeIfAbsent(
        data.shape + " " + data.classes + text,
        any -> {
          Architecture parsed = ArchitectureFormat.parse(text, model);
          return preset ? Models.preset(model, data.shape, data.classes) : parsed;
        });
  }

  private String modelText(String model) {
    if (Models.isPreset(model)) {
      return Models.presetText(model);
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      return Files.readString(folder.resolve(model));
    } catch (IOException e) {
      throw new BadInputException(
          Text.format(
              "model '%s' is neither a preset (%s) nor a file beside the sweep",
              model, String.join(", ", Models.PRESETS)),
          e);
    }
  }

  private BadInputException bad(String message) {
    return new BadInputException(file + ": " + message);
  }
}
