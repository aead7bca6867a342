package dev.assay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.study.Quantity;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command found, as one JSON document for scripts. Numbers that are none (not found, not
 * defined) are null. Fields are in the order of their names.
 */
final class Answer {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final ObjectNode root = JSON.createObjectNode();

  /**
   * @param command as it is typed
   */
  Answer(String command) {
    root.put("command", command);
  }

  /** A fact of the command. */
  void put(String key, Object value) {
    root.set(key, JSON.valueToTree(plain(value)));
  }

  /** One of several things of a kind. */
  void add(String list, Map<String, ?> fields) {
    ObjectNode row = root.withArray("/" + list).addObject();
    row.setAll((ObjectNode) JSON.valueToTree(plain(fields)));
  }

  /** The fields of a number. */
  static Map<String, Object> fields(Quantity number) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("label", number.label());
    fields.put("value", number.value());
    if (!number.unit().isEmpty()) {
      fields.put("unit", number.unit());
    }
    if (number.interval() != null) {
      fields.put("low", number.interval().low());
      fields.put("high", number.interval().high());
      fields.put("level", number.interval().level());
    }
    return fields;
  }

  /** What some JSON of the program's own says, as a value. */
  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? number : null;
    } else if (value instanceof Collection<?> values) {
      return values.stream().map(Answer::plain).toList();
    } else if (value instanceof Map<?, ?> fields) {
      Map<String, Object> sorted = new TreeMap<>();
      fields.forEach((key, of) -> sorted.put(key.toString(), plain(of)));
      return sorted;
    }
    return value == null
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof JsonNode
        ? value
        : value.toString();
  }

  @Override
  public String toString() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
