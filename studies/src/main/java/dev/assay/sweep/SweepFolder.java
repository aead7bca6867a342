package dev.assay.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.store.CellLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a sweep is kept. Files appear whole, under names that tell what they are of, so any number
 * of processes may work on one folder, wherever they run.
 *
 * <pre>
 * sweep            the name of what is planned here
 * plan.jsonl       the numbered list of cells: number, key, settings
 * done/KEY.json    what came of a cell
 * failed/KEY.json  why a cell could not be made
 * running/NAME     keys of the cells that a process is at; old where the process is gone
 * lock             an empty file of which whoever makes a cell locks a byte
 * </pre>
 */
public final class SweepFolder {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PLAN = "plan.jsonl";
  private static final String NAME = "sweep";
  private static final String ENDING = ".json";

  /** A process that has not been heard of for so long is gone. */
  static final Duration GONE = Duration.ofSeconds(60);

  private final Path folder;

  public SweepFolder(Path folder) {
    this.folder = folder;
  }

  public Path path() {
    return folder;
  }

  /** A line of the list. */
  public record Planned(int number, String key, Map<String, String> settings) {}

  /**
   * How a list differs from the one before.
   *
   * @param created cells that were not in it
   * @param kept cells that were
   * @param orphaned cells that are no longer in it; what came of them stays
   */
  public record Change(int created, int kept, int orphaned) {}

  /**
   * How far some cells are.
   *
   * @param all the sum of the others
   * @param open nobody has begun them
   */
  public record Counts(int all, int done, int failed, int running, int open) {}

  /** Why a cell could not be made. */
  public record Failure(String reason) {}

  /**
   * Takes the folder for a sweep, once and for all.
   *
   * @throws BadInputException if it is another one's
   */
  public void take(String name) {
    open();
    Path file = folder.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        AtomicFile.write(file, out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
      } else if (!Files.readString(file).equals(name)) {
        throw new BadInputException(
            Text.format(
                "%s: the sweep '%s' is planned here; name another folder for '%s', with --folder",
                folder, Files.readString(file), name));
      }
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Writes the list.
   *
   * @throws BadInputException if two cells are the same network
   */
  public Change plan(Sweep sweep) {
    Set<String> before =
        Files.exists(folder.resolve(PLAN))
            ? planned().stream().map(Planned::key).collect(Collectors.toSet())
            : Set.of();
    List<String> lines = new ArrayList<>();
    Map<String, SweepCell> seen = new LinkedHashMap<>();
    for (SweepCell cell : sweep.cells()) {
      String key = sweep.key(cell);
      SweepCell twin = seen.put(key, cell);
      if (twin != null) {
        throw new BadInputException(
            Text.format("cells %s and %s are the same network; leave one of them out", twin, cell));
      }
      lines.add(json(new Planned(cell.number(), key, cell.settings())));
    }
    open();
    AtomicFile.write(
        folder.resolve(PLAN),
        out -> {
          for (String line : lines) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
          }
        });
    int kept = (int) seen.keySet().stream().filter(before::contains).count();
    return new Change(seen.size() - kept, kept, before.size() - kept);
  }

  /**
   * The list.
   *
   * @throws BadInputException if there is none, or it is damaged
   */
  public List<Planned> planned() {
    Path file = folder.resolve(PLAN);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      return JSON.readerFor(Planned.class).<Planned>readValues(lines).readAll();
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          folder + ": nothing is planned here; make the list with assay sweep plan", e);
    } catch (IOException e) {
      throw new BadInputException(file + ": is damaged; make it anew with assay sweep plan", e);
    }
  }

  /** Whether a list is of this sweep as it is now. */
  public static boolean matches(List<Planned> planned, Sweep sweep) {
    List<SweepCell> cells = sweep.cells();
    return planned.size() == cells.size()
        && IntStream.range(0, cells.size())
            .allMatch(i -> planned.get(i).key().equals(sweep.key(cells.get(i))));
  }

  /** How far some cells are, each counted once, whatever happens to it meanwhile. */
  public Counts counts(List<String> keys) {
    // in this order, so that none is missed that goes from one to the next
    Set<String> running = running();
    Set<String> failed = keys("failed");
    Set<String> done = done();
    failed.removeAll(done);
    running.removeAll(failed);
    running.removeAll(done);
    int made = count(keys, done);
    int lost = count(keys, failed);
    int current = count(keys, running);
    return new Counts(keys.size(), made, lost, current, keys.size() - made - lost - current);
  }

  private static int count(List<String> keys, Set<String> of) {
    return (int) keys.stream().filter(of::contains).count();
  }

  /** Keys of cells that are done. */
  public Set<String> done() {
    return keys("done");
  }

  /** Keys of cells that failed, and were not made since. */
  public Set<String> failed() {
    Set<String> failed = keys("failed");
    failed.removeAll(done());
    return failed;
  }

  /** Makes the folder if it is not there. */
  void open() {
    create(folder);
  }

  boolean isDone(String key) {
    return Files.exists(file("done", key));
  }

  boolean isFailed(String key) {
    return Files.exists(file("failed", key));
  }

  /** The right to make a cell; empty where another thread or process has it. */
  Optional<CellLock> tryLock(String key) throws IOException {
    return CellLock.tryTake(folder.resolve("lock"), key);
  }

  /** Waits until nobody else is making a cell. */
  CellLock lock(String key) throws IOException {
    return CellLock.take(folder.resolve("lock"), key);
  }

  private Set<String> keys(String kind) {
    Path place = folder.resolve(kind);
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING) && !name.startsWith("."))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .collect(Collectors.toCollection(HashSet::new));
    } catch (NoSuchFileException e) {
      return new HashSet<>();
    } catch (IOException e) {
      throw new BadInputException(place + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** What came of a cell that is done; null if its file is damaged. */
  Outcome outcome(String key) {
    try {
      return JSON.readValue(file("done", key).toFile(), Outcome.class);
    } catch (IOException e) {
      return null;
    }
  }

  /** Why a cell failed. */
  public String reason(String key) {
    try {
      return JSON.readValue(file("failed", key).toFile(), Failure.class).reason();
    } catch (IOException e) {
      return "its file cannot be read: " + e.getMessage();
    }
  }

  void keep(String key, Outcome outcome) {
    write(file("done", key), outcome);
    delete(file("failed", key));
  }

  void fail(String key, String reason) {
    write(file("failed", key), new Failure(reason));
  }

  /** Says which cells a process is at, by their keys. */
  void running(String process, List<String> keys) {
    write(folder.resolve("running").resolve(process), keys);
  }

  void over(String process) {
    delete(folder.resolve("running").resolve(process));
  }

  /** Keys of the cells that processes are at. */
  private Set<String> running() {
    Path place = folder.resolve("running");
    Set<String> running = new HashSet<>();
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.toList()) {
        boolean heard =
            Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(GONE));
        if (heard && !file.getFileName().toString().startsWith(".")) {
          running.addAll(JSON.readValue(file.toFile(), new TypeReference<List<String>>() {}));
        }
      }
    } catch (IOException e) {
      return running; // a process that ends meanwhile takes its file away
    }
    return running;
  }

  private Path file(String kind, String key) {
    return folder.resolve(kind).resolve(key + ENDING);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void write(Path file, Object value) {
    create(file.getParent());
    byte[] bytes = json(value).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be made (" + e.getMessage() + ")", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be deleted (" + e.getMessage() + ")", e);
    }
  }
}
