package dev.assay.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What makes a folder a finished cell: a file that repeats the key and tells the SHA-256 of every
 * other file, and which program made them.
 *
 * @param key canonical JSON
 * @param version of the program; no part of the cell's name
 * @param files name to checksum
 */
record Seal(String key, String version, Map<String, String> files) {
  private static final String FILE = "cell.json";
  private static final String TEMPORARY = ".tmp";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Seals what lies in a folder. */
  static void put(Path folder, String key, String version) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : files(folder)) {
      files.put(file.getFileName().toString(), checksum(file));
    }
    String text = JSON.writeValueAsString(new Seal(key, version, files));
    AtomicFile.write(folder.resolve(FILE), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Fails unless the folder is as it was sealed.
   *
   * @throws BadInputException telling what differs
   */
  static void check(Path folder, String key) throws IOException {
    Seal seal;
    try {
      seal = JSON.readValue(Files.readString(folder.resolve(FILE)), Seal.class);
    } catch (JsonProcessingException | java.nio.file.NoSuchFileException e) {
      throw new BadInputException(Text.format("%s: there is no readable %s", folder, FILE), e);
    }
    if (!key.equals(seal.key)) {
      throw new BadInputException(folder + ": holds something else: " + seal.key);
    }
    for (Map.Entry<String, String> entry : seal.files.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      if (!Files.isRegularFile(file) || !checksum(file).equals(entry.getValue())) {
        throw new BadInputException(
            Text.format(
                "%s: %s", file, Files.exists(file) ? "is not what was written" : "is missing"));
      }
    }
  }

  /** Removes what a killed process was writing. */
  static void tidy(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        if (file.getFileName().toString().endsWith(TEMPORARY)) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(folder.resolve(FILE));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> !file.endsWith(FILE)).sorted().toList();
    }
  }

  private static String checksum(Path file) throws IOException {
    MessageDigest digest = Canonical.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
