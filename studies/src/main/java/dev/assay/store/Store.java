package dev.assay.store;

import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.io.SafeTensors;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Parameters;
import dev.assay.train.Checkpoint;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of cells, each named by the SHA-256 of the canonical JSON of what determines it. A cell
 * is made in a folder of its own and moved into place: one that is in place and whole is done. Work
 * that was killed is taken up where the cell can; a cell with any damage is made anew, with a
 * warning. Several processes may use one folder: each cell is made by one of them. An {@link
 * Archive} may lie beneath, whose measurements need not be made here.
 *
 * <pre>
 * cells/HASH/   finished, sealed with checksums
 * kept/         networks that came from elsewhere, by digest
 * efforts.jsonl how long cells took to be made
 * work/HASH/    being made
 * lock          an empty file of which whoever makes a cell locks a byte
 * </pre>
 */
public final class Store {
  /** Of a key: the hash of the code. */
  static final String CODE = "code";

  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  private final Path folder;
  private final String version;
  private final Set<String> accepted = new LinkedHashSet<>();
  private final Set<String> used = new ConcurrentSkipListSet<>();
  private final Efforts efforts;
  private Archive archive = Archive.of(Map.of());

  private Store(Path folder, String version) {
    this.folder = folder;
    this.version = version;
    this.efforts = new Efforts(folder.resolve("efforts.jsonl"));
  }

  /** Takes measurements from an archive, too, where there are none here. */
  public void take(Archive measurements) {
    archive = measurements;
  }

  /**
   * Takes results of other code, too, where there are none of today's.
   *
   * @param codes how their hashes begin
   * @throws BadInputException if nothing here was made by such code, or several codes begin so
   */
  public void accept(List<String> codes) {
    Set<String> known = new TreeSet<>(archive.codes());
    for (StoredCell cell : cells()) {
      known.add(cell.code());
    }
    for (String start : codes) {
      List<String> found = known.stream().filter(code -> code.startsWith(start)).toList();
      if (found.size() != 1) {
        throw new BadInputException(
            Text.format(
                "code %s: %d codes that made cells of %s begin so; assay store list shows them",
                start, found.size(), folder));
      }
      accepted.add(found.get(0));
    }
  }

  /** The other code whose results were taken so far. */
  public List<String> used() {
    return List.copyOf(used);
  }

  /** All finished cells, by name. */
  public List<StoredCell> cells() {
    try {
      List<StoredCell> cells = new ArrayList<>();
      for (Path place : Trees.list(folder.resolve("cells"))) {
        cells.add(StoredCell.at(place));
      }
      return cells;
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be read (" + text(e) + ")", e);
    }
  }

  /**
   * Makes a cell once more, beside the one that is there.
   *
   * @return the files that came out with other bytes, or on one side only; none if all are the same
   */
  public Set<String> rebuild(Cell<?> cell) {
    get(cell);
    String name = name(cell);
    Path again = folder.resolve("work").resolve("again-" + name);
    try {
      Trees.remove(again);
      Files.createDirectory(again);
      cell.make(again);
      Map<String, String> made = Seal.checksums(again);
      Map<String, String> kept = Seal.checksums(place(name));
      Trees.remove(again);
      Set<String> names = new TreeSet<>(made.keySet());
      names.addAll(kept.keySet());
      names.removeIf(file -> Objects.equals(made.get(file), kept.get(file)));
      return names;
    } catch (IOException e) {
      throw unusable(name, e);
    }
  }

  /** Removes a cell; whoever needs it makes it anew. */
  public void remove(StoredCell cell) {
    try {
      CellLock lock = CellLock.take(lock(), cell.name());
      try {
        Trees.remove(place(cell.name()));
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new BadInputException(place(cell.name()) + ": cannot be removed (" + text(e) + ")", e);
    }
  }

  /**
   * The store in a folder, which is made if it does not exist.
   *
   * @param version of the program, to be noted in the cells that it makes; what tells cells of
   *     different programs apart is their {@link Code}
   * @throws BadInputException if the folder cannot be written
   */
  public static Store at(Path folder, String version) {
    Store store = new Store(folder.toAbsolutePath().normalize(), version);
    try {
      for (String part : List.of("cells", "work")) {
        Path inside = Files.createDirectories(store.folder.resolve(part));
        if (!Files.isWritable(inside)) {
          throw new BadInputException(
              folder + ": cannot be written; name another folder for the store");
        }
      }
    } catch (IOException e) {
      throw new BadInputException(
          Text.format("%s: cannot be a store (%s); name a folder that can be written", folder, e),
          e);
    }
    return store;
  }

  public Path folder() {
    return folder;
  }

  /**
   * Keeps a checkpoint, so that measurements of it can be told from its digest alone.
   *
   * @throws BadInputException if the file is no checkpoint
   */
  public NetworkSource keep(Path checkpoint) {
    Checkpoint.read(checkpoint);
    try {
      String sha256 = Sha256.of(checkpoint);
      Path place = keptAt(sha256);
      Files.createDirectories(place.getParent());
      if (!isKept(place, sha256)) {
        AtomicFile.write(place, out -> Files.copy(checkpoint, out));
      }
      return new NetworkSource.Kept(sha256);
    } catch (IOException e) {
      throw new BadInputException(checkpoint + ": cannot be kept (" + text(e) + ")", e);
    }
  }

  /**
   * Keeps the parameters of a network that another program trained.
   *
   * @param parameters values by name, as {@link Parameters#set} takes them
   */
  public NetworkSource keep(Architecture architecture, Map<String, float[]> parameters) {
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>();
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        float[] values = parameters.get(named.name());
        tensors.put(named.name(), new SafeTensors.Array(named.spec().shape(), values));
      }
    }
    Path work = folder.resolve("work").resolve(UUID.randomUUID() + ".safetensors");
    try {
      new SafeTensors(Map.of(), tensors).write(work);
      String sha256 = Sha256.of(work);
      Path place = keptAt(sha256);
      Files.createDirectories(place.getParent());
      Files.move(work, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new NetworkSource.Imported(architecture, sha256);
    } catch (IOException e) {
      throw new BadInputException(work + ": cannot be kept (" + text(e) + ")", e);
    }
  }

  /**
   * Where a checkpoint, or parameters, are kept.
   *
   * @throws BadInputException if they are not there, or not those that were kept
   */
  Path kept(String sha256) {
    Path place = keptAt(sha256);
    try {
      if (!isKept(place, sha256)) {
        throw new BadInputException(
            place + ": is not there as it was kept; keep the checkpoint again");
      }
    } catch (IOException e) {
      throw new BadInputException(place + ": cannot be read (" + text(e) + ")", e);
    }
    return place;
  }

  private Path keptAt(String sha256) {
    return folder.resolve("kept").resolve(sha256 + ".safetensors");
  }

  private static boolean isKept(Path place, String sha256) throws IOException {
    return Files.exists(place) && Sha256.of(place).equals(sha256);
  }

  /** The name of a cell. */
  public String name(Cell<?> cell) {
    return Named.of(cell).name;
  }

  /** A cell, and what names it, which takes long enough to be worked out once. */
  private record Named<T>(Cell<T> cell, Code code, String key, String name) {
    static <T> Named<T> of(Cell<T> cell) {
      Code code = cell.code();
      String key = Store.key(cell, code.hash());
      return new Named<>(cell, code, key, Sha256.of(key));
    }
  }

  /** The content of a cell, made now if it is not there, after waiting for whoever is making it. */
  public <T> T get(Cell<T> cell) {
    Named<T> named = Named.of(cell);
    Optional<T> done = open(named).content();
    if (done.isPresent()) {
      return done.get();
    }
    try {
      CellLock lock = CellLock.take(lock(), named.name);
      try {
        return openOrMake(named);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw unusable(named.name, e);
    }
  }

  /**
   * Makes those of some cells that are not there. What another process is making is left to it, and
   * waited for at the end, so processes that are given the same cells share the work.
   *
   * @param done told each that is there
   */
  public void makeAll(List<? extends Cell<?>> cells, Consumer<Cell<?>> done) {
    List<Cell<?>> left = new ArrayList<>();
    for (Cell<?> cell : cells) {
      if (tryMake(cell)) {
        done.accept(cell);
      } else {
        left.add(cell);
      }
    }
    for (Cell<?> cell : left) {
      get(cell);
      done.accept(cell);
    }
  }

  /** Makes what a cell needs and then the cell, unless another process is making one of them. */
  <T> boolean tryMake(Cell<T> cell) {
    Named<T> named = Named.of(cell);
    try {
      if (open(named).content().isPresent()) {
        return true;
      }
      for (Cell<?> need : cell.needs()) {
        if (!tryMake(need)) {
          return false;
        }
      }
      Optional<CellLock> lock = CellLock.tryTake(lock(), named.name);
      if (lock.isEmpty()) {
        return false;
      }
      try {
        openOrMake(named);
        return true;
      } finally {
        lock.get().close();
      }
    } catch (IOException e) {
      throw unusable(named.name, e);
    }
  }

  /** To be called by the holder of the lock: someone else may have been faster. */
  private <T> T openOrMake(Named<T> named) throws IOException {
    Found<T> found = open(named);
    if (found.content().isPresent()) {
      return found.content().get();
    }
    if (found.damage() != null) {
      LOG.warn("a damaged cell of the store is made anew: {}", found.damage());
    }
    Cell<T> cell = named.cell;
    Path place = place(named.name);
    Trees.remove(place);
    Path work = folder.resolve("work").resolve(named.name);
    if (!Files.isDirectory(work, LinkOption.NOFOLLOW_LINKS)) {
      Trees.remove(work);
      Files.createDirectory(work);
    }
    Seal.tidy(work);
    efforts.of(named.name, cell.isMadeByOneThread(), () -> cell.make(work));
    Seal.put(work, named.key, version, named.code);
    Files.move(work, place, StandardCopyOption.ATOMIC_MOVE);
    return cell.read(place);
  }

  /**
   * What is at a cell's place.
   *
   * @param content empty where there is nothing, or nothing that is whole
   * @param damage why what is there is not whole; null if it is, and where there is nothing
   */
  private record Found<T>(Optional<T> content, String damage) {}

  /** What there is of today's code, or of other code that is accepted, here or in the archive. */
  private <T> Found<T> open(Named<T> named) {
    Cell<T> cell = named.cell;
    Found<T> own = open(cell, named.name, named.key);
    if (own.content().isPresent()) {
      return own;
    }
    for (String code : accepted) {
      String key = key(cell, code);
      Found<T> other = open(cell, Sha256.of(key), key);
      if (other.content().isPresent()) {
        used.add(code);
        return other;
      }
    }
    for (String code : codes(named.code)) {
      Optional<T> taken = cell.read(archive, code);
      if (taken.isPresent()) {
        if (accepted.contains(code)) {
          used.add(code);
        }
        return new Found<>(taken, null);
      }
    }
    return own;
  }

  /** Whose results are taken: today's code, then other code that is accepted. */
  private List<String> codes(Code today) {
    List<String> codes = new ArrayList<>(List.of(today.hash()));
    codes.addAll(accepted);
    return codes;
  }

  /** Whether a cell need not be made. */
  boolean has(Cell<?> cell) {
    return open(Named.of(cell)).content().isPresent();
  }

  /** How long each cell took that was made here, by its name. */
  Map<String, Effort> efforts() {
    try {
      return efforts.all();
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be read (" + text(e) + ")", e);
    }
  }

  /** How long a training took, here or where the archive comes from. */
  Optional<Effort> effort(TrainingSpec spec, Runner runner) {
    return effort(spec.cell(runner)).or(() -> archive.effort(spec));
  }

  /** How long a measurement took, here or where the archive comes from. */
  Optional<Effort> effort(ValueSpec<?> spec, Runner runner) {
    Cell<?> cell = spec.cell(runner);
    return effort(cell).or(() -> archived(spec, cell).map(Archive.Entry::effort));
  }

  private Optional<Effort> effort(Cell<?> cell) {
    Map<String, Effort> all = efforts();
    return codes(cell.code()).stream()
        .map(code -> all.get(Sha256.of(key(cell, code))))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private Optional<Archive.Entry> archived(ValueSpec<?> spec, Cell<?> cell) {
    List<String> codes = codes(cell.code());
    return archive.find(spec).filter(entry -> codes.contains(entry.maker().code()));
  }

  /** A measurement with all that is known of it, made here or taken from the archive. */
  <R extends Record> Optional<Archive.Entry> entry(ValueSpec<R> spec, Runner runner) {
    Cell<R> cell = spec.cell(runner);
    for (String code : codes(cell.code())) {
      String key = key(cell, code);
      String name = Sha256.of(key);
      if (open(cell, name, key).content().isPresent()) {
        try {
          return Optional.of(
              Archive.Entry.of(
                  Seal.of(place(name)),
                  Files.readAllBytes(place(name).resolve(ValueCell.FILE)),
                  efforts().get(name)));
        } catch (IOException e) {
          throw new BadInputException(place(name) + ": cannot be read (" + text(e) + ")", e);
        }
      }
    }
    return archived(spec, cell);
  }

  private <T> Found<T> open(Cell<T> cell, String name, String key) {
    Path place = place(name);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return new Found<>(Optional.empty(), null);
    }
    try {
      Seal.check(place, key);
      return new Found<>(Optional.of(cell.read(place)), null);
    } catch (BadInputException e) {
      return new Found<>(Optional.empty(), e.getMessage());
    } catch (IOException e) {
      return new Found<>(Optional.empty(), place + ": cannot be read (" + text(e) + ")");
    }
  }

  private static String key(Cell<?> cell, String code) {
    Map<String, Object> key = new LinkedHashMap<>(cell.key());
    key.put(CODE, code);
    return Canonical.json(key);
  }

  Path place(String name) {
    return folder.resolve("cells").resolve(name);
  }

  private Path lock() {
    return folder.resolve("lock");
  }

  private BadInputException unusable(String name, IOException e) {
    return new BadInputException(
        folder
            + ": cell "
            + name
            + " cannot be made ("
            + text(e)
            + (text(e).contains("No space left")
                ? "): the disk is full; free some of it, or name another folder for the store"
                : "); name a folder for the store that can be written"),
        e);
  }

  /** What went wrong and with which file, in the system's words where it has some. */
  private static String text(IOException e) {
    if (e instanceof FileSystemException problem) {
      String reason = problem.getReason();
      return problem.getFile() + ": " + (reason == null ? kind(problem) : reason);
    }
    return e.getMessage();
  }

  private static String kind(FileSystemException problem) {
    return switch (problem.getClass().getSimpleName()) {
      case "AccessDeniedException" -> "permission denied";
      case "FileAlreadyExistsException", "DirectoryNotEmptyException" -> "there is something else";
      case "NoSuchFileException" -> "is missing";
      case "NotDirectoryException" -> "is not a folder";
      default -> problem.getClass().getSimpleName();
    };
  }
}
