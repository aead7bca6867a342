package dev.assay.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Margins;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a Keras layer is told, by name. Everything must be asked for before {@link #end}, but for
 * what has no effect on a trained network.
 */
final class KerasSettings {
  static final String KIND = "layer_name";

  /** How weights begin, what training does to them, and names. */
  private static final Set<String> HARMLESS =
      Set.of(
          KIND,
          "name",
          "trainable",
          "dtype",
          "seed",
          "input_shape",
          "batch_input_shape",
          "batch_shape",
          "synchronized",
          "kernel_initializer",
          "bias_initializer",
          "kernel_regularizer",
          "bias_regularizer",
          "activity_regularizer",
          "kernel_constraint",
          "bias_constraint",
          "beta_initializer",
          "gamma_initializer",
          "moving_mean_initializer",
          "moving_variance_initializer",
          "beta_regularizer",
          "gamma_regularizer",
          "beta_constraint",
          "gamma_constraint",
          "momentum",
          "noise_shape");

  private final String place;
  private final JsonNode tree;
  private final Set<String> asked = new HashSet<>();

  /**
   * @param place file and layer, for messages
   */
  KerasSettings(String place, JsonNode tree) {
    this.tree = tree;
    String name = tree.path("name").isTextual() ? " '" + tree.path("name").textValue() + "'" : "";
    this.place = tree.path(KIND).isTextual() ? place + name + " (" + kind() + ")" : place;
    if (!tree.path(KIND).isTextual()) {
      throw bad("expected a map with a layer_name");
    }
  }

  String kind() {
    return tree.path(KIND).textValue();
  }

  BadInputException bad(String problem) {
    return new BadInputException(place + ": " + problem);
  }

  /** A setting that is not null; null where it is missing. */
  private JsonNode get(String name) {
    asked.add(name);
    JsonNode value = tree.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private BadInputException expected(String name, String what) {
    return bad(Text.format("%s must be %s, got %s", name, what, tree.get(name)));
  }

  /** A whole number, at least 1; files write some as 64.0. */
  int whole(String name) {
    return whole(name, get(name));
  }

  private int whole(String name, JsonNode value) {
    if (value == null
        || !value.isNumber()
        || value.doubleValue() != value.intValue()
        || value.intValue() < 1) {
      throw expected(name, "a whole number, at least 1");
    }
    return value.intValue();
  }

  /** Two whole numbers, or one for both. */
  int[] pair(String name, int... otherwise) {
    JsonNode value = get(name);
    if (value == null) {
      if (otherwise.length == 0) {
        throw expected(name, "two whole numbers");
      }
      return otherwise;
    }
    if (!value.isArray()) {
      int both = whole(name, value);
      return new int[] {both, both};
    }
    if (value.size() != 2) {
      throw expected(name, "two whole numbers");
    }
    return new int[] {whole(name, value.get(0)), whole(name, value.get(1))};
  }

  /**
   * What is put around an image: one number for all sides, one for above and below and one for the
   * left and the right, or a pair of each.
   */
  Margins margins(String name) {
    JsonNode value = get(name);
    int[] sides = new int[4];
    for (int side = 0; side < 4; side++) {
      JsonNode one = value == null ? MissingNode.getInstance() : value;
      one = one.isArray() && one.size() == 2 ? one.get(side % 2) : one;
      one = one.isArray() && one.size() == 2 ? one.get(side / 2) : one;
      if (!one.isNumber() || one.doubleValue() != one.intValue() || one.intValue() < 0) {
        throw expected(name, "one whole number, two, or two pairs, none of them negative");
      }
      sides[side] = one.intValue();
    }
    return new Margins(sides[0], sides[1], sides[2], sides[3]);
  }

  double number(String name, double otherwise) {
    JsonNode value = get(name);
    if (value != null && !value.isNumber()) {
      throw expected(name, "a number");
    }
    return value == null ? otherwise : value.doubleValue();
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = get(name);
    if (value != null && !value.isBoolean()) {
      throw expected(name, "true or false");
    }
    return value == null ? otherwise : value.booleanValue();
  }

  /** Fails if a flag is set. */
  void refuse(String name) {
    if (flag(name, false)) {
      throw bad(name + " is not supported");
    }
  }

  /** One of some words. */
  String word(String name, String otherwise, Set<String> words) {
    JsonNode value = get(name);
    String word = value == null ? otherwise : value.asText();
    if (!words.contains(word)) {
      throw expected(name, "one of " + String.join(", ", words.stream().sorted().toList()));
    }
    return word;
  }

  /** A setting, or each of its numbers, that must be among some. */
  void require(String name, double... among) {
    JsonNode value = get(name);
    if (value == null) {
      return;
    }
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (!one.isNumber() || Arrays.stream(among).noneMatch(a -> a == one.doubleValue())) {
        throw bad(Text.format("%s %s is not supported", name, value));
      }
    }
  }

  /**
   * Fails if there is something that was not asked for.
   *
   * @throws BadInputException naming it
   */
  void end() {
    for (Map.Entry<String, JsonNode> setting : tree.properties()) {
      boolean told = !setting.getValue().isNull();
      if (told && !asked.contains(setting.getKey()) && !HARMLESS.contains(setting.getKey())) {
        throw bad(Text.format("%s is not supported", setting.getKey()));
      }
    }
  }
}
