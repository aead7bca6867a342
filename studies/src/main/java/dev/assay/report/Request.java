package dev.assay.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.io.Text;
import dev.assay.study.Provenance;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a report was asked for: all that determines it and is known before the work. A report takes
 * the place of an earlier one of the same request, and of no other.
 *
 * @param command who makes it, for example {@code assay margins}
 * @param settings what determines it; see {@link Provenance#of} for the values
 */
public record Request(String command, Map<String, Object> settings) {
  private static final int LONGEST_VALUE = 60;

  public Request {
    settings = Provenance.of(settings);
  }

  public static Request of(String command, Map<String, ?> settings) {
    return new Request(command, Provenance.of(settings));
  }

  Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("command", command);
    plain.put("settings", settings);
    return plain;
  }

  /** In words, what an earlier request asked for instead; nothing if it asked for the same. */
  Optional<String> difference(JsonNode earlier) {
    JsonNode here = json();
    if (!earlier.path("command").equals(here.path("command"))) {
      return Optional.of(
          "a report of "
              + (earlier.has("command") ? text(earlier.get("command")) : "unknown origin"));
    }
    return difference("", earlier.path("settings"), here.path("settings"))
        .map(text -> "a report of other settings (" + text + ")");
  }

  private JsonNode json() {
    try {
      return new ObjectMapper().readTree(Json.text(plain()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was just written can be read", e);
    }
  }

  private static Optional<String> difference(String at, JsonNode there, JsonNode here) {
    if (there.equals(here)) {
      return Optional.empty();
    }
    if (there.isObject() && here.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      here.fieldNames().forEachRemaining(names::add);
      there.fieldNames().forEachRemaining(names::add);
      return names.stream()
          .map(
              name ->
                  difference(
                      at.isEmpty() ? name : at + "." + name, there.path(name), here.path(name)))
          .flatMap(Optional::stream)
          .findFirst();
    }
    return Optional.of(Text.format("%s is %s there, %s here", at, text(there), text(here)));
  }

  private static String text(JsonNode value) {
    String text =
        value.isMissingNode() ? "not set" : value.isValueNode() ? value.asText() : value.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }
}
