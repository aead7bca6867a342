package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data sets that Assay knows by name, and where their files are looked for: the folder given,
 * then the one that {@code ASSAY_DATA} names, then {@code ~/.assay/data}. The first folder that
 * holds all files of a data set wins.
 */
public final class Catalog {
  private static final String VARIABLE = "ASSAY_DATA";
  private static final List<String> DIGITS = Glyphs.CLASS_NAMES;
  private static final List<String> FASHION =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");
  private static final List<StoredSet> STORED =
      List.of(
          new IdxSet("mnist", "handwritten digits, 1×28×28", DIGITS, List.of("mnist", "")),
          new IdxSet(
              "fashion-mnist", "pieces of clothing, 1×28×28", FASHION, List.of("fashion-mnist")),
          new CifarSet());

  private final List<Path> folders;

  private Catalog(List<Path> folders) {
    this.folders = folders;
  }

  /**
   * The catalog of this machine and user.
   *
   * @param dataDir where to look first; an error if it is not a folder
   */
  public static Catalog of(Optional<Path> dataDir) {
    return of(dataDir, System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Catalog of(Optional<Path> dataDir, Map<String, String> environment, Path home) {
    List<Path> folders = new ArrayList<>();
    if (dataDir.isPresent() && !Files.isDirectory(dataDir.get())) {
      throw new BadInputException(
          dataDir.get() + ": not a folder, expected the folder that holds the data sets");
    }
    dataDir.ifPresent(folders::add);
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isBlank()) {
      folders.add(Path.of(variable));
    }
    folders.add(home.resolve(".assay").resolve("data"));
    return new Catalog(List.copyOf(folders));
  }

  /** The folders that are searched, first one first; they need not exist. */
  public List<Path> folders() {
    return folders;
  }

  /** Where it looks, as plain values. */
  public Map<String, List<String>> plain() {
    return Map.of("folders", folders.stream().map(Path::toString).toList());
  }

  /**
   * What is known about one data set, once all of it was read and checked as for training.
   *
   * @param name as in {@link #open}
   * @param description what it shows
   * @param files its files, empty where it is missing or built in
   * @param lookedIn the folders searched for it
   * @param train number of training samples, if all files are as they should be
   * @param test number of test samples, likewise
   * @param problem why it cannot be opened, if so
   */
  public record Entry(
      String name,
      String description,
      List<Path> files,
      List<Path> lookedIn,
      OptionalLong train,
      OptionalLong test,
      Optional<String> problem) {

    /** Whether all its files are there and as they should be. */
    public boolean present() {
      return problem.isEmpty();
    }
  }

  /** The names of all known data sets, present or not. */
  public static List<String> names() {
    return Stream.concat(Stream.of(Glyphs.NAME), STORED.stream().map(StoredSet::name)).toList();
  }

  /** All known data sets, present or not. Reads those that are to their ends. */
  public List<Entry> list() {
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry(
            Glyphs.NAME,
            "drawn digits, 1×28×28, built in",
            List.of(),
            List.of(),
            OptionalLong.of(Glyphs.TRAIN_COUNT),
            OptionalLong.of(Glyphs.TEST_COUNT),
            Optional.empty()));
    STORED.forEach(set -> entries.add(describe(set)));
    return entries;
  }

  /**
   * A data set by name, or one's own by its path; what was moved is found by its last name in the
   * folders of this catalog.
   *
   * @throws UnknownNameException if the name is unknown and no path
   * @throws BadInputException if files are missing
   */
  public DataSource open(String name) {
    if (name.equals(Glyphs.NAME)) {
      return Glyphs.standard();
    }
    for (StoredSet set : STORED) {
      if (set.name().equals(name)) {
        return find(set).orElseThrow(() -> missing(set));
      }
    }
    return OwnData.find(name, folders).orElseThrow(() -> unknown(name));
  }

  private UnknownNameException unknown(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    String problem =
        last.equals(name)
            ? Text.format(
                "data set '%s' is unknown; expected %s, or the path of %s",
                name, String.join(", ", names()), OwnData.EXPECTED)
            : Text.format(
                "data set %s: nothing is there, nor is %s in %s (name another folder with --data-dir"
                    + " or %s)",
                name, last, folders, VARIABLE);
    return new UnknownNameException(problem, name, names());
  }

  private Entry describe(StoredSet set) {
    List<Path> files = List.of();
    try {
      StoredSet.Found found = find(set).orElseThrow(() -> missing(set));
      files = found.files();
      OptionalLong train = OptionalLong.of(found.countTrain());
      OptionalLong test = OptionalLong.of(found.countTest());
      return entry(set, files, train, test, Optional.empty());
    } catch (BadInputException e) {
      OptionalLong unknown = OptionalLong.empty();
      return entry(set, files, unknown, unknown, Optional.of(e.getMessage()));
    }
  }

  private Entry entry(
      StoredSet set,
      List<Path> files,
      OptionalLong train,
      OptionalLong test,
      Optional<String> problem) {
    return new Entry(set.name(), set.description(), files, folders, train, test, problem);
  }

  private Optional<StoredSet.Found> find(StoredSet set) {
    return folders.stream()
        .flatMap(root -> set.subfolders().stream().map(root::resolve))
        .flatMap(folder -> set.find(folder).stream())
        .findFirst();
  }

  private BadInputException missing(StoredSet set) {
    String searched =
        folders.stream()
            .flatMap(root -> set.subfolders().stream().map(root::resolve))
            .map(Path::toString)
            .collect(Collectors.joining(", "));
    return new BadInputException(
        "data set '"
            + set.name()
            + "' was not found in "
            + searched
            + "; expected there "
            + set.expected()
            + " (name another folder with --data-dir or "
            + VARIABLE
            + ")");
  }
}
