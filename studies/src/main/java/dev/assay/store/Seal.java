package dev.assay.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What makes a folder a finished cell: a file that repeats the key and tells the SHA-256 of every
 * other file, and which program made them.
 *
 * @param key canonical JSON
 * @param version of the program; no part of the cell's name
 * @param code hash of each package of the code that made it, by its name
 * @param files name to checksum
 */
record Seal(String key, String version, Map<String, String> code, Map<String, String> files) {
  private static final String FILE = "cell.json";

  /** No cell has so many files that their list is longer, in bytes. */
  private static final long LONGEST = 1 << 24;

  private static final String TEMPORARY = ".tmp";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Seals what lies in a folder. Nothing is flushed to the disk, which would take longer than many
   * measurements: what a power cut leaves of it is no seal that fits.
   */
  static void put(Path folder, String key, String version, Code code) throws IOException {
    Seal seal = new Seal(key, version, code.packages(), checksums(folder));
    Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(seal));
  }

  /**
   * Fails unless the folder is as it was sealed: these files with this content, and no others.
   *
   * @throws BadInputException telling what differs
   * @throws IOException if something cannot be read
   */
  static void check(Path folder, String key) throws IOException {
    Seal seal = of(folder);
    if (!key.equals(seal.key)) {
      throw new BadInputException(folder + ": holds something else: " + seal.key);
    }
    seal.checkFiles(folder);
  }

  /** Fails unless the files in the folder are those that were sealed. */
  void checkFiles(Path folder) throws IOException {
    Map<String, String> found = checksums(folder);
    Set<String> names = new TreeSet<>(found.keySet());
    names.addAll(files.keySet());
    for (String name : names) {
      String is = found.get(name);
      String was = files.get(name);
      if (!Objects.equals(is, was)) {
        throw new BadInputException(
            folder
                + ": "
                + name
                + (is == null
                    ? " is missing"
                    : was == null ? " does not belong there" : " is not what was written"));
      }
    }
  }

  /**
   * The seal of a folder.
   *
   * @throws BadInputException if it has none that is whole
   */
  static Seal of(Path folder) throws IOException {
    return read(folder.resolve(FILE));
  }

  private static Seal read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
      throw unreadable(file, null);
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      Seal seal = JSON.readValue(bytes, Seal.class);
      // whatever else would be read as the same, trailing text for example, is not what was written
      if (seal == null
          || seal.isIncomplete()
          || !Arrays.equals(bytes, JSON.writeValueAsBytes(seal))) {
        throw unreadable(file, null);
      }
      return seal;
    } catch (JacksonException e) {
      throw unreadable(file, e);
    }
  }

  private boolean isIncomplete() {
    return key == null
        || version == null
        || code == null
        || files == null
        || files.containsValue(null);
  }

  private static BadInputException unreadable(Path file, Exception cause) {
    return new BadInputException(
        file
            + (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? ": is not what was written"
                : ": is missing"),
        cause);
  }

  /** Removes what a killed process was writing, and what no cell holds. */
  static void tidy(Path folder) throws IOException {
    for (Path file : files(folder)) {
      if (file.getFileName().toString().endsWith(TEMPORARY) || !isRegular(file)) {
        Trees.remove(file);
      }
    }
    Trees.remove(folder.resolve(FILE));
  }

  /** All that lies in a folder but the seal. */
  private static List<Path> files(Path folder) throws IOException {
    return Trees.list(folder).stream().filter(file -> !file.endsWith(FILE)).toList();
  }

  /** SHA-256 of each file by its name; what is no file has none that fits. */
  static Map<String, String> checksums(Path folder) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    for (Path file : files(folder)) {
      checksums.put(file.getFileName().toString(), isRegular(file) ? Sha256.of(file) : "no file");
    }
    return checksums;
  }

  /** A link is none: what it leads to is not kept here. */
  private static boolean isRegular(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
