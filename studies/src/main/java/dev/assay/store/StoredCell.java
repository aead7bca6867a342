package dev.assay.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A finished cell as it lies in a store.
 *
 * @param name hash of all that determines it
 * @param key what determines it; empty where the cell is damaged
 * @param version of the program that made it
 * @param packages hash of each package of the code that made it
 * @param bytes of its files
 * @param damage why it will be made anew by whoever needs it, if so
 */
public record StoredCell(
    String name,
    Optional<JsonNode> key,
    String version,
    SortedMap<String, String> packages,
    long bytes,
    Optional<String> damage) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static StoredCell at(Path place) throws IOException {
    String name = place.getFileName().toString();
    long bytes = 0;
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      for (Path file : Trees.list(place)) {
        bytes += Files.size(file);
      }
    }
    try {
      Seal seal = Seal.of(place);
      seal.checkFiles(place);
      return new StoredCell(
          name,
          Optional.of(JSON.readTree(seal.key())),
          seal.version(),
          new TreeMap<>(seal.code()),
          bytes,
          Optional.empty());
    } catch (BadInputException | JsonProcessingException e) {
      return new StoredCell(
          name, Optional.empty(), "", new TreeMap<>(), bytes, Optional.of(e.getMessage()));
    }
  }

  /** Hash of the code that made it; empty where it is damaged. */
  public String code() {
    return key.map(tree -> tree.path(Store.CODE).asText()).orElse("");
  }

  /**
   * What it is a result of.
   *
   * @throws BadInputException if it cannot be read any more
   */
  public Spec<?> spec() {
    return SpecFormat.read(key.orElseThrow().path("spec").toString());
  }

  /**
   * Why a runner would not take it today, a line for each reason; none where it would.
   *
   * @param runner as it would make the cell
   */
  public List<String> obstacles(Runner runner) {
    if (damage.isPresent()) {
      return List.of("damaged: " + damage.get());
    }
    Cell<?> today;
    try {
      today = spec().cell(runner);
    } catch (BadInputException e) {
      return List.of("today's program knows nothing like it: " + e.getMessage());
    }
    List<String> reasons = new ArrayList<>();
    for (Map.Entry<String, JsonNode> part : parts(today)) {
      JsonNode had = key.get().path(part.getKey());
      if (!had.equals(part.getValue())) {
        reasons.add(part.getKey() + ": was " + had + ", now " + part.getValue());
      }
    }
    if (!code().equals(today.code().hash())) {
      TreeSet<String> names = new TreeSet<>(packages.keySet());
      names.addAll(today.code().packages().keySet());
      for (String name : names) {
        String was = packages.get(name);
        String is = today.code().packages().get(name);
        if (!Objects.equals(was, is)) {
          reasons.add(
              "code: package "
                  + name
                  + (was == null
                      ? " was not used"
                      : is == null ? " is not used any more" : " has changed"));
        }
      }
    }
    return reasons;
  }

  private static Set<Map.Entry<String, JsonNode>> parts(Cell<?> cell) {
    try {
      return JSON.readTree(Canonical.json(cell.key())).properties();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
