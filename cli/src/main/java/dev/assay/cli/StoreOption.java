package dev.assay.cli;

import dev.assay.store.Store;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results are kept. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description = "Where trained networks and measurements are kept (default: ~/.assay/store).")
  private Path folder;

  Store open() {
    Path place =
        folder != null ? folder : Path.of(System.getProperty("user.home"), ".assay", "store");
    return Store.at(place, Version.text());
  }
}
