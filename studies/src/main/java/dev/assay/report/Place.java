package dev.assay.report;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that is replaced as a whole. The new one is made beside it under a name that begins with
 * a dot; then the old one is moved aside, the new one into place, and the old one deleted. A
 * process that dies between the two moves leaves the old one aside; the next one to come puts it
 * back.
 */
final class Place {
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path target;
  private final Optional<Request> request;
  private final boolean insisting;

  /** Fills the new folder. */
  @FunctionalInterface
  interface Content {
    void writeInto(Path folder) throws IOException;
  }

  private Place(Path target, Optional<Request> request, boolean insisting) {
    this.target = target;
    this.request = request;
    this.insisting = insisting;
  }

  /**
   * Makes sure that a folder can be made or replaced, whatever it holds, and puts back what a dying
   * process left aside.
   *
   * @return its real path: links and dots are resolved
   */
  static Path ready(Path folder) {
    Path target = folder;
    try {
      target = real(folder.toAbsolutePath());
      refuseWhatIsNoPlace(target);
      Files.createDirectories(target.getParent());
      Place place = new Place(target, Optional.empty(), false);
      place.putBack();
      place.sweep();
      Files.delete(place.beside("new"));
      return target;
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(target, e);
    }
  }

  /**
   * A place for the report of a request.
   *
   * @param request what may be replaced: an earlier report of it; without one, nothing
   * @param insisting whether other reports may be replaced, too
   */
  static Place at(Path folder, Optional<Request> request, boolean insisting) {
    Place place = new Place(ready(folder), request, insisting);
    try {
      Optional<String> objection = place.objection();
      if (objection.isPresent()) {
        throw refused(place.target, objection.get());
      }
      return place;
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(place.target, e);
    }
  }

  Path target() {
    return target;
  }

  Optional<Request> request() {
    return request;
  }

  void replace(Content content) {
    Path fresh = null;
    try {
      fresh = beside("new");
      content.writeInto(fresh);
      Optional<String> objection = objection();
      if (objection.isPresent()) {
        throw refused(
            target,
            Text.format("%s; what was to be written is in %s", objection.get(), keep(fresh)));
      }
      moveIn(fresh);
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(target, e);
    } finally {
      if (fresh != null) {
        deleteQuietly(fresh);
      }
    }
  }

  /** Moves a folder whose place was taken meanwhile to a name near it. */
  private Path keep(Path fresh) throws IOException {
    int number = 2;
    Path kept = target.resolveSibling(target.getFileName() + "-" + number);
    while (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
      kept = target.resolveSibling(target.getFileName() + "-" + ++number);
    }
    return Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The path without links and dots; parts that do not exist yet stay as they are. */
  private static Path real(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return path.toRealPath();
    }
    return real(path.getParent()).resolve(path.getFileName()).normalize();
  }

  /** What a person stands in is never replaced: the working folder, the home, all above them. */
  private static void refuseWhatIsNoPlace(Path target) throws IOException {
    for (String standing : List.of("user.dir", "user.home")) {
      Path folder = Path.of(System.getProperty(standing)).toAbsolutePath();
      if ((Files.exists(folder) ? folder.toRealPath() : folder).startsWith(target)) {
        throw refused(
            target,
            "it is, or holds, your home or the folder you work in; name a new folder in it");
      }
    }
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw refused(target, "it is a file; name a folder");
    }
  }

  private void moveIn(Path fresh) throws IOException {
    if (!Files.exists(target)) {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = beside("old");
    Files.delete(old);
    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    deleteQuietly(old);
  }

  /** A new empty folder beside the target, on the same file system. */
  private Path beside(String kind) throws IOException {
    for (int i = 0; ; i++) {
      Path path = target.resolveSibling(prefix(kind) + ProcessHandle.current().pid() + "-" + i);
      try {
        return Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        if (i == 999) {
          throw e;
        }
      }
    }
  }

  private String prefix(String kind) {
    return "." + target.getFileName() + "." + kind + "-";
  }

  private void putBack() throws IOException {
    if (Files.exists(target)) {
      return;
    }
    try (DirectoryStream<Path> olds =
        Files.newDirectoryStream(
            target.getParent(), path -> path.getFileName().toString().startsWith(prefix("old")))) {
      for (Path old : olds) {
        if (Files.exists(old.resolve(Manifest.FILE))) {
          Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
          return;
        }
      }
    }
  }

  /**
   * Removes what a process that died while it wrote left beside the target. Only what is old: on a
   * shared disk the process may be another machine's.
   */
  private void sweep() throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            target.getParent(), path -> isTemporary(path.getFileName().toString()))) {
      for (Path path : left) {
        Instant changed = Files.getLastModifiedTime(path).toInstant();
        if (changed.isBefore(Instant.now().minus(ABANDONED))) {
          deleteQuietly(path);
        }
      }
    }
  }

  private boolean isTemporary(String name) {
    return name.startsWith(prefix("new")) || name.startsWith(prefix("old"));
  }

  private Optional<String> objection() throws IOException {
    return Files.exists(target)
        ? Occupant.of(target).objection(request, insisting)
        : Optional.empty();
  }

  private static BadInputException refused(Path target, String why) {
    return new BadInputException(Text.format("cannot write a report to %s: %s", target, why));
  }

  private static BadInputException unwritable(Path target, Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    return new BadInputException(
        Text.format(
            "cannot write a report to %s: %s; name a folder that can be written, with room on its disk",
            target, reason(cause)),
        e);
  }

  private static String reason(Throwable cause) {
    String kind =
        switch (cause.getClass().getSimpleName()) {
          case "AccessDeniedException" -> "access is denied to ";
          case "FileAlreadyExistsException" -> "there is a file at ";
          case "NoSuchFileException" -> "there is no ";
          default -> "";
        };
    return kind + cause.getMessage();
  }

  private static void deleteQuietly(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // What is left has a name that begins with a dot and is in nobody's way.
      org.slf4j.LoggerFactory.getLogger(Place.class).debug("cannot delete {}", folder, e);
    }
  }
}
