package dev.assay.foreign;

import dev.assay.io.BadInputException;
import dev.assay.io.SafeTensors;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.ParameterSpec;
import dev.assay.nn.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the weights of a PyTorch network, its {@code state_dict} as safetensors, into layers that
 * are told. A tensor is called by its module and what it is there: {@code conv1.weight}, {@code
 * bn1.running_var}. Weights lie alike here and there; each tensor is used once.
 */
public final class WeightsReader {
  /** The modules of a {@code Sequential}: a number, after a name that they share or none. */
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,9})");

  private final Path file;
  private final Architecture architecture;
  private final Map<String, SafeTensors.Array> tensors;
  private final List<String> notes = new ArrayList<>();

  private WeightsReader(Path file, Architecture architecture) {
    this.file = file;
    this.architecture = architecture;
    this.tensors = new TreeMap<>(SafeTensors.readForeign(file, notes::add).tensors());
  }

  /**
   * @param modules the modules with weights in the order of the layers; none where they are
   *     numbered, as those of a {@code Sequential}
   * @throws BadInputException if a tensor is missing, has another shape, or is left over
   */
  public static ForeignNetwork read(Path file, Architecture architecture, List<String> modules) {
    return new WeightsReader(file, architecture).read(modules);
  }

  private ForeignNetwork read(List<String> told) {
    List<String> modules = told.isEmpty() ? numbered() : told;
    List<Integer> layers = layers();
    if (modules.size() != layers.size()) {
      throw bad(
          Text.format(
              "%d modules with weights (%s) for %d layers that have some (%s)",
              modules.size(), String.join(", ", modules), layers.size(), layers));
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      for (Parameters.Named named : Parameters.named(architecture, layers.get(i))) {
        values.put(named.name(), take(modules.get(i) + "." + word(named.spec()), named));
      }
    }
    if (!tensors.isEmpty()) {
      throw bad("tensors that no layer takes: " + String.join(", ", tensors.keySet()));
    }
    return new ForeignNetwork(architecture, values, notes);
  }

  /** The layers with parameters. */
  private List<Integer> layers() {
    List<Integer> layers = new ArrayList<>();
    for (int layer = 0; layer < architecture.depth(); layer++) {
      if (!Parameters.named(architecture, layer).isEmpty()) {
        layers.add(layer);
      }
    }
    return layers;
  }

  private List<String> numbered() {
    List<String> modules =
        tensors.keySet().stream()
            .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))))
            .distinct()
            .toList();
    List<Matcher> matched =
        modules.stream().map(NUMBERED::matcher).filter(Matcher::matches).toList();
    boolean alike = matched.stream().map(m -> m.group(1)).distinct().count() == 1;
    if (matched.size() != modules.size() || !alike) {
      throw bad(
          Text.format(
              "its modules are %s; name them in the order of the layers with --modules",
              String.join(", ", modules)));
    }
    return matched.stream()
        .sorted(Comparator.comparingInt(m -> Integer.parseInt(m.group(2))))
        .map(Matcher::group)
        .toList();
  }

  /** What PyTorch calls a parameter. */
  private static String word(ParameterSpec spec) {
    return switch (spec.role()) {
      case WEIGHT, SCALE -> "weight";
      case SHIFT -> "bias";
      case RUNNING_MEAN -> "running_mean";
      case RUNNING_VARIANCE -> "running_var";
    };
  }

  private float[] take(String name, Parameters.Named parameter) {
    SafeTensors.Array found = tensors.remove(name);
    if (found == null || !found.shape().equals(parameter.spec().shape())) {
      throw bad(
          Text.format(
              "%s must be %s, for %s, but %s",
              name,
              parameter.spec().shape(),
              parameter.name(),
              found == null ? "is missing" : "is " + found.shape()));
    }
    return found.values();
  }

  private BadInputException bad(String problem) {
    return new BadInputException(file + ": " + problem);
  }
}
