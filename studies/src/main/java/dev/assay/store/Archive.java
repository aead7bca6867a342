package dev.assay.store;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Measurements without the networks of which they were taken, in a file that is small enough to be
 * kept beside a program's source: what each is of, who made it, and what came out. A store that is
 * given one needs to train nothing for what is in it.
 *
 * <p>A measurement is found by what it is of alone. Who made it is told, too, so that results of
 * other code are taken by those only who say so.
 */
public final class Archive implements Results {
  private final String origin;
  private final Map<String, Object> subject;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Training> trainings = new LinkedHashMap<>();

  /**
   * Who made a result.
   *
   * @param code hash of it
   * @param packages hash of each of its packages, by name
   * @param arithmetic of the backend
   * @param algebra the linear algebra; empty where none was used
   * @param version of the program
   */
  @JsonPropertyOrder({"code", "version", "arithmetic", "algebra", "packages"})
  public record Maker(
      String code,
      String version,
      String arithmetic,
      String algebra,
      SortedMap<String, String> packages) {}

  /**
   * A measurement.
   *
   * @param effort null where it is not known
   */
  record Entry(JsonNode spec, Maker maker, JsonNode value, Effort effort) {
    /** From a cell of a store. */
    static Entry of(Seal seal, byte[] value, Effort effort) throws IOException {
      JsonNode key = ArchiveFormat.JSON.readTree(seal.key());
      Maker maker =
          new Maker(
              key.path(Store.CODE).asText(),
              seal.version(),
              key.path("arithmetic").asText(),
              key.path("algebra").asText(),
              new TreeMap<>(seal.code()));
      return new Entry(key.path("spec"), maker, ArchiveFormat.JSON.readTree(value), effort);
    }
  }

  /** A network that was trained for some of the measurements, of which only the time is told. */
  record Training(JsonNode spec, Effort effort) {}

  /**
   * @param origin for messages: its file
   * @param subject what all of it was made for
   */
  Archive(String origin, Map<String, ?> subject) {
    this.origin = origin;
    this.subject = Collections.unmodifiableMap(new LinkedHashMap<>(subject));
  }

  /** An empty one. */
  public static Archive of(Map<String, ?> subject) {
    return new Archive("these measurements", subject);
  }

  /** Reads a file that {@link #write} wrote; one clear error if it is none, or is damaged. */
  public static Archive read(Path file) {
    return ArchiveFormat.read(file);
  }

  /**
   * What a runner has of some measurements, made or taken from another archive, and how long that
   * took.
   *
   * @param subject what they were made for: texts, numbers, and lists of these
   */
  public static Archive of(
      Map<String, ?> subject, Runner runner, List<? extends ValueSpec<?>> specs) {
    Archive archive = of(subject);
    Store store = runner.store();
    Set<TrainingSpec> trained = new LinkedHashSet<>();
    for (ValueSpec<?> spec : new LinkedHashSet<>(specs)) {
      store.entry(spec, runner).ifPresent(archive::add);
      spec.needs().forEach(need -> trained.add((TrainingSpec) need));
    }
    for (TrainingSpec spec : trained) {
      store
          .effort(spec, runner)
          .map(effort -> new Training(SpecFormat.tree(spec), effort))
          .ifPresent(archive::add);
    }
    return archive;
  }

  void add(Entry entry) {
    entries.put(name(entry.spec.toString()), entry);
  }

  void add(Training training) {
    trainings.put(name(training.spec.toString()), training);
  }

  /** Measurements are named by what they are of. */
  private static String name(String spec) {
    return Sha256.of(spec);
  }

  /** Where it comes from, for messages. */
  public String origin() {
    return origin;
  }

  /** What all of it was made for, as it was told. */
  public Map<String, Object> subject() {
    return subject;
  }

  /** Code that made some of it, and would not be asked today. */
  public Set<String> otherCodes(Runner runner) {
    Set<String> others = new TreeSet<>();
    for (Entry entry : entries.values()) {
      if (!entry.maker.code.equals(today(entry.spec, runner))) {
        others.add(entry.maker.code);
      }
    }
    return others;
  }

  /** Null where today's program knows nothing like it. */
  private static String today(JsonNode spec, Runner runner) {
    try {
      return SpecFormat.read(spec.toString()).cell(runner).code().hash();
    } catch (BadInputException e) {
      return null;
    }
  }

  public int size() {
    return entries.size();
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  List<Training> trainings() {
    return List.copyOf(trainings.values());
  }

  /**
   * Who made it, by something that is told of them.
   *
   * @return how many measurements there are of each, sorted
   */
  public SortedMap<String, Integer> by(Function<Maker, String> what) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    entries.values().forEach(entry -> counts.merge(what.apply(entry.maker), 1, Integer::sum));
    counts.remove("");
    return counts;
  }

  /** With what another one has besides. */
  public Archive and(Archive other) {
    Archive both = of(subject);
    both.entries.putAll(entries);
    both.trainings.putAll(trainings);
    other.entries.forEach(both.entries::putIfAbsent);
    other.trainings.forEach(both.trainings::putIfAbsent);
    return both;
  }

  Set<String> codes() {
    return by(Maker::code).keySet();
  }

  /** How many networks were trained of which the time is known. */
  public int trained() {
    return trainings.size();
  }

  /** What all trainings that are known took. */
  public Effort training() {
    return trainings.values().stream().map(Training::effort).reduce(Effort.NONE, Effort::plus);
  }

  /** What all measurements took. */
  public Effort measuring() {
    return entries.values().stream()
        .map(Entry::effort)
        .filter(Objects::nonNull)
        .reduce(Effort.NONE, Effort::plus);
  }

  /** Those that are not here. */
  public List<ValueSpec<?>> missing(Collection<? extends ValueSpec<?>> specs) {
    List<ValueSpec<?>> missing = new ArrayList<>();
    for (ValueSpec<?> spec : specs) {
      if (find(spec).isEmpty()) {
        missing.add(spec);
      }
    }
    return missing;
  }

  Optional<Entry> find(ValueSpec<?> spec) {
    return Optional.ofNullable(entries.get(name(SpecFormat.write(spec))));
  }

  Optional<Effort> effort(TrainingSpec spec) {
    return Optional.ofNullable(trainings.get(name(SpecFormat.write(spec)))).map(Training::effort);
  }

  @Override
  public Optional<Effort> effort(ValueSpec<?> spec) {
    return find(spec).map(Entry::effort);
  }

  /** Whoever made it. */
  @Override
  public <R extends Record> R get(ValueSpec<R> spec) {
    return value(
        spec,
        find(spec)
            .orElseThrow(
                () ->
                    new BadInputException(
                        origin + ": a measurement is not there: " + SpecFormat.write(spec))));
  }

  <R extends Record> R value(ValueSpec<R> spec, Entry entry) {
    try {
      R value = ArchiveFormat.JSON.treeToValue(entry.value, spec.result());
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          Text.format(
              "%s: what stands for a measurement is no %s: %s",
              origin, spec.result().getSimpleName(), e.getOriginalMessage()),
          e);
    }
    throw new BadInputException(origin + ": a measurement has no value");
  }

  public void write(Path file) {
    AtomicFile.write(file, out -> ArchiveFormat.write(this, out));
  }
}
