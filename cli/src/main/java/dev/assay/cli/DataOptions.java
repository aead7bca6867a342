package dev.assay.cli;

import dev.assay.data.Catalog;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where data sets are looked for. */
final class DataOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description =
          "Where data sets are looked for first (then: $ASSAY_DATA, ~/.assay/data); see: assay"
              + " data.")
  private Path folder;

  /** The folder that was named. */
  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  Catalog catalog() {
    return Catalog.of(folder());
  }
}
