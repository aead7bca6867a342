package dev.assay.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What many specs have in common, told once: a data set, a network, a long list of samples. A part
 * that occurs again stands as its number, {@code {"$": 7}}.
 */
final class Parts {
  private static final String REFERENCE = "$";

  /** Shorter ones, in characters, stay where they are. */
  private static final int SHORTEST = 60;

  private final Map<String, Integer> occurrences = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Looks at a spec that will be shortened. */
  void count(JsonNode tree) {
    if (tree.isContainerNode()) {
      String text = tree.toString();
      // what is in a part that occurs again occurs no more often than the part
      if (text.length() >= SHORTEST && occurrences.merge(text, 1, Integer::sum) == 1) {
        tree.forEach(this::count);
      }
    }
  }

  /**
   * With numbers in place of parts.
   *
   * @param fresh is given the parts, shortened as well, whose numbers are new, in order
   */
  JsonNode shortened(JsonNode tree, List<JsonNode> fresh) {
    String text = tree.isContainerNode() ? tree.toString() : "";
    if (text.length() < SHORTEST) {
      return tree;
    }
    if (occurrences.getOrDefault(text, 0) < 2) {
      return inside(tree, fresh);
    }
    Integer number = numbers.get(text);
    if (number == null) {
      fresh.add(inside(tree, fresh));
      number = numbers.size();
      numbers.put(text, number);
    }
    return JsonNodeFactory.instance.objectNode().put(REFERENCE, number);
  }

  private JsonNode inside(JsonNode tree, List<JsonNode> fresh) {
    if (tree.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      tree.forEach(item -> copy.add(shortened(item, fresh)));
      return copy;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    tree.properties()
        .forEach(field -> copy.set(field.getKey(), shortened(field.getValue(), fresh)));
    return copy;
  }

  /**
   * As it was.
   *
   * @param parts that came before
   * @throws IllegalArgumentException if a number is none of these
   */
  static JsonNode restored(JsonNode tree, List<JsonNode> parts) {
    if (tree.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      tree.forEach(item -> copy.add(restored(item, parts)));
      return copy;
    }
    if (!tree.isObject()) {
      return tree;
    }
    if (tree.has(REFERENCE)) {
      return at(parts, tree.get(REFERENCE));
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    tree.properties().forEach(field -> copy.set(field.getKey(), restored(field.getValue(), parts)));
    return copy;
  }

  /** One of several by its number. */
  static <T> T at(List<T> all, JsonNode number) {
    if (!number.isInt() || number.asInt() < 0 || number.asInt() >= all.size()) {
      throw new IllegalArgumentException("there is no number " + number);
    }
    return all.get(number.asInt());
  }
}
