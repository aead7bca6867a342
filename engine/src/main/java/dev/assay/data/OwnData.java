package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Data of one's own: a file or a folder instead of a name. */
final class OwnData {
  static final String EXPECTED =
      "an NPZ or CSV file, or of a folder of PNG or JPEG images (a folder for each class), NPY or"
          + " CSV files";

  private OwnData() {}

  /**
   * The data at a path, or nothing where nothing is.
   *
   * @param text the path, as it was given
   * @param folders where it is looked for, too: by its path in them, then by its last name
   * @throws BadInputException if what is there is no data set
   */
  static Optional<DataSource> find(String text, List<Path> folders) {
    Path path = path(text);
    return Stream.concat(
            Stream.of(path),
            folders.stream()
                .flatMap(
                    folder -> Stream.of(folder.resolve(path), folder.resolve(path.getFileName()))))
        .filter(Files::exists)
        .findFirst()
        .map(found -> open(text, found));
  }

  private static Path path(String text) {
    try {
      Path path = Path.of(text);
      return path.getFileName() == null ? path.resolve(".") : path;
    } catch (InvalidPathException e) {
      throw new BadInputException(
          Text.format("data set '%s' is no path: %s", text, e.getReason()), e);
    }
  }

  private static DataSource open(String name, Path path) {
    String end = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      if (ArraySet.isIn(path)) {
        return new ArraySet(name, path);
      }
      if (PixelTable.isIn(path)) {
        return new PixelTable(name, path);
      }
      if (ImageFolder.isIn(path)) {
        return new ImageFolder(name, path);
      }
    } else if (end.endsWith(".npz")) {
      return new ArraySet(name, path);
    } else if (end.endsWith(".csv")) {
      return new PixelTable(name, path);
    }
    throw new BadInputException(
        path + ": no data set; expected a name, or the path of " + EXPECTED);
  }
}
