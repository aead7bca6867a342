package dev.assay.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Whatever may lie at a path. */
final class Trees {
  private Trees() {}

  /** Removes a file, a link (not what it leads to) or a folder with all in it, if it is there. */
  static void remove(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      open(path);
      for (Path inside : list(path)) {
        remove(inside);
      }
    }
    Files.deleteIfExists(path);
  }

  /** A folder may be closed to its owner. */
  private static void open(Path folder) throws IOException {
    if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** What lies in a folder, by name. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
