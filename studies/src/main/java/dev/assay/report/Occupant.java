package dev.assay.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lies in a folder where a report is to go. Files that no report there accounts for are never
 * replaced. A trained network, another report, and files that were changed since, are only by
 * someone who insists.
 */
final class Occupant {
  private static final String CHECKPOINT = ".safetensors";

  private final Path folder;
  private final JsonNode manifest;
  private final List<String> files;

  private Occupant(Path folder, JsonNode manifest, List<String> files) {
    this.folder = folder;
    this.manifest = manifest;
    this.files = files;
  }

  static Occupant of(Path folder) throws IOException {
    return new Occupant(folder, Manifest.read(folder), Manifest.files(folder));
  }

  /**
   * Why a report must not take its place, and what to do; nothing if it may.
   *
   * @param request what the report is; without one, only an empty folder will do
   */
  Optional<String> objection(Optional<Request> request, boolean insisting) throws IOException {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<String> strangers = strangers();
    if (!strangers.isEmpty()) {
      return Optional.of(
          Text.format(
              "it holds files that are not of an earlier report (%s) and would be lost; name another folder",
              some(strangers)));
    }
    if (insisting) {
      return Optional.empty();
    }
    return occupied(request)
        .map(
            what ->
                Text.format(
                    "it holds %s, which would be lost; name another folder, or add --force to replace it",
                    what));
  }

  private Optional<String> occupied(Optional<Request> request) throws IOException {
    Optional<String> other =
        request.isEmpty()
            ? Optional.of("an earlier report")
            : request.get().difference(manifest.path(Manifest.REQUEST));
    List<String> networks = files.stream().filter(file -> file.endsWith(CHECKPOINT)).toList();
    if (other.isPresent() && !networks.isEmpty()) {
      return Optional.of(Text.format("a trained network (%s), %s", some(networks), other.get()));
    }
    if (other.isPresent()) {
      return other;
    }
    List<String> changed = changed();
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "files that were changed after the report was written (%s)", some(changed)));
  }

  /** Files that the manifest does not account for; a link is never a file of a report. */
  private List<String> strangers() {
    Set<String> known = new HashSet<>();
    if (Manifest.isOurs(manifest)) {
      known.add(Manifest.FILE);
      manifest.path(Manifest.CHECKSUMS).fieldNames().forEachRemaining(known::add);
    }
    return files.stream().filter(file -> !known.contains(file) || !isRegular(file)).toList();
  }

  private boolean isRegular(String file) {
    return Files.isRegularFile(folder.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> changed() throws IOException {
    List<String> changed = new ArrayList<>();
    for (String file : files) {
      JsonNode sum = manifest.path(Manifest.CHECKSUMS).path(file);
      if (!file.equals(Manifest.FILE) && !sum.asText().equals(Sha256.of(folder.resolve(file)))) {
        changed.add(file);
      }
    }
    return changed;
  }

  private static String some(List<String> files) {
    return files.get(0) + (files.size() > 1 ? ", …" : "");
  }
}
