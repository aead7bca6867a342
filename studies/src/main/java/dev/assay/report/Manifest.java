package dev.assay.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.study.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code manifest.json}: what determines the result, the checksum of every file, and, apart from
 * them and last, the circumstances of the run. It also marks a folder as a report, and tells what
 * was asked for.
 */
public final class Manifest {
  static final String FILE = "manifest.json";
  static final String REQUEST = "request";
  static final String CHECKSUMS = "sha256";
  private static final String FORMAT = "assay-report/1";

  private Manifest() {}

  static void write(Report report, Optional<Request> request, RunLog run, Path folder)
      throws IOException {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", FORMAT);
    manifest.put("title", report.title());
    request.ifPresent(r -> manifest.put(REQUEST, r.plain()));
    manifest.put("provenance", report.provenance());
    manifest.put(CHECKSUMS, checksums(folder));
    manifest.put("runtime", run.asMap());
    Json.write(folder.resolve(FILE), true, json -> Json.value(json, manifest));
  }

  /**
   * Holds a file against the checksum that the manifest beside it tells. A file without a manifest
   * (one that was copied, say), or one that the manifest does not know, passes: nothing is known of
   * it. Folders of reports are replaced as a whole, so whatever process was killed, a file and a
   * manifest in one folder belong together.
   *
   * @throws BadInputException if the file has other bytes, or the manifest cannot be read
   */
  public static void requireUnchanged(Path file) {
    Path manifest = file.resolveSibling(FILE);
    try {
      String told = told(manifest, file);
      while (!told.isEmpty() && !told.equals(Sha256.of(file))) {
        // a run that is still going on may have replaced the folder in between
        String before = told;
        told = told(manifest, file);
        if (told.equals(before)) {
          throw new BadInputException(
              Text.format(
                  "%s: its bytes are not those that %s tells (SHA-256 %s), so it was damaged or changed; make it anew, or copy it elsewhere to use it as it is",
                  file, manifest, told));
        }
      }
    } catch (IOException e) {
      throw new BadInputException(Text.format("%s: cannot be read: %s", file, e), e);
    }
  }

  /** The checksum of a file beside a manifest; empty where there is none. */
  private static String told(Path manifest, Path file) throws IOException {
    if (!Files.exists(manifest)) {
      return "";
    }
    try {
      JsonNode tree = new ObjectMapper().readTree(Files.readAllBytes(manifest));
      return isOurs(tree) ? tree.path(CHECKSUMS).path(file.getFileName().toString()).asText() : "";
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          Text.format(
              "%s: is no JSON, so %s cannot be held against it; it was damaged, or is of another program: remove it",
              manifest, file.getFileName()),
          e);
    }
  }

  /** The manifest in a folder; an empty object where there is none that can be read. */
  static JsonNode read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new ObjectMapper().createObjectNode();
    }
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      return new ObjectMapper().createObjectNode();
    }
  }

  /** Whether it is a manifest of this program. */
  static boolean isOurs(JsonNode manifest) {
    return manifest.path("format").asText().equals(FORMAT);
  }

  /** All files in a folder and below, as paths from there, sorted. Links are files. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> folder.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static Map<String, Object> checksums(Path folder) throws IOException {
    Map<String, Object> sums = new TreeMap<>();
    for (String file : files(folder)) {
      sums.put(file, Sha256.of(folder.resolve(file)));
    }
    return sums;
  }
}
