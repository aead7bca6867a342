package dev.assay.data;

import dev.assay.io.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder, by name, in the order of characters: the same on every machine. */
final class Listing {
  private Listing() {}

  static List<Path> of(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be listed: " + e, e);
    }
  }
}
