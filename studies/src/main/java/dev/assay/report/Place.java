package dev.assay.report;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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

  /** Fills the new folder. */
  @FunctionalInterface
  interface Content {
    void writeInto(Path folder) throws IOException;
  }

  private Place(Path target) {
    this.target = target;
  }

  /** Checks that the folder can be made or replaced. */
  static Place at(Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    if (target.getFileName() == null) {
      throw new BadInputException(
          "cannot write a report to " + target + ": name a new folder in it");
    }
    try {
      if (Files.isDirectory(target)) {
        target = target.toRealPath();
      }
      Files.createDirectories(target.getParent());
      Place place = new Place(target);
      place.putBack();
      place.sweep();
      place.refuseStrangers();
      Files.delete(place.beside("new"));
      return place;
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(target, e);
    }
  }

  Path target() {
    return target;
  }

  void replace(Content content) {
    Path fresh = null;
    try {
      refuseStrangers();
      fresh = beside("new");
      content.writeInto(fresh);
      moveIn(fresh);
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(target, e);
    } finally {
      if (fresh != null) {
        deleteQuietly(fresh);
      }
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

  private void refuseStrangers() throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new BadInputException(
          "cannot write a report to " + target + ": it is a file; name a folder");
    }
    List<String> strangers = Manifest.strangers(target);
    if (!strangers.isEmpty()) {
      throw new BadInputException(
          Text.format(
              "cannot write a report to %s: it holds files that are not of an earlier report (%s%s) and would be lost; name another folder",
              target, strangers.get(0), strangers.size() > 1 ? ", …" : ""));
    }
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
