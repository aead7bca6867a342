package dev.assay.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.io.Nearest;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The settings of one layer in a file: typed access, and an error for any that nobody asked for.
 */
final class Settings {
  private final JsonNode node;
  private final String owner;
  private final TreeSet<String> known = new TreeSet<>();

  Settings(JsonNode node, String owner) {
    this.node = node;
    this.owner = owner;
  }

  JsonNode required(String name) {
    JsonNode value = optional(name);
    if (value.isMissingNode() || value.isNull()) {
      String message = Text.format("(%s) needs '%s'", owner, name);
      Optional<String> meant = Nearest.to(name, unknown());
      throw meant.isPresent()
          ? new UnknownWordException(message + "; did you mean it by '" + meant.get() + "'?")
          : new IllegalArgumentException(message);
    }
    return value;
  }

  int integer(String name) {
    return integer(name, required(name));
  }

  int integer(String name, int otherwise) {
    JsonNode value = optional(name);
    return value.isMissingNode() ? otherwise : integer(name, value);
  }

  JsonNode list(String name) {
    JsonNode value = required(name);
    if (!value.isArray()) {
      throw wrong(name, "a list", value);
    }
    return value;
  }

  /** One number for both axes, or a list of two: height, width. */
  int[] pair(String name, int[] otherwise) {
    JsonNode value = optional(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (value.isArray() && value.size() == 2) {
      return new int[] {integer(name, value.get(0)), integer(name, value.get(1))};
    }
    int both = integer(name, value);
    return new int[] {both, both};
  }

  /** A list of four whole numbers: above, left, below, right; zeros where it is not told. */
  int[] four(String name) {
    JsonNode value = optional(name);
    int[] sides = new int[4];
    if (value.isMissingNode()) {
      return sides;
    }
    if (!value.isArray() || value.size() != sides.length) {
      throw wrong(name, "four numbers (above, left, below, right)", value);
    }
    for (int i = 0; i < sides.length; i++) {
      sides[i] = integer(name, value.get(i));
    }
    return sides;
  }

  float number(String name) {
    return number(name, required(name));
  }

  float number(String name, float otherwise) {
    JsonNode value = optional(name);
    return value.isMissingNode() ? otherwise : number(name, value);
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = optional(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", value);
    }
    return value.booleanValue();
  }

  String text(String name, String otherwise) {
    JsonNode value = optional(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isValueNode() || value.isNull()) {
      throw wrong(name, "a word", value);
    }
    return value.asText();
  }

  /** Fails if the file has settings that were not asked for. */
  void finish() {
    List<String> unknown = unknown();
    if (!unknown.isEmpty()) {
      throw new UnknownWordException(
          Text.format(
              "(%s) does not know '%s'; %s",
              owner,
              String.join("', '", unknown),
              known.isEmpty() ? "it has no settings" : "it knows " + String.join(", ", known)),
          unknown.get(0),
          known);
    }
  }

  /** Settings in the file that nobody has asked for so far. */
  private List<String> unknown() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    names.removeAll(known);
    return names;
  }

  private JsonNode optional(String name) {
    known.add(name);
    JsonNode value = node.get(name);
    return value == null ? MissingNode.getInstance() : value;
  }

  private int integer(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(name, "a whole number", value);
    }
    return value.intValue();
  }

  private float number(String name, JsonNode value) {
    if (!value.isNumber() || !Float.isFinite(value.floatValue())) {
      throw wrong(name, "a number", value);
    }
    return value.floatValue();
  }

  private IllegalArgumentException wrong(String name, String expected, JsonNode value) {
    return new IllegalArgumentException(
        Text.format("(%s) needs %s for '%s', got %s", owner, expected, name, value));
  }
}
