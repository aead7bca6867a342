package dev.assay.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the report goes. */
final class OutputOption {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "Folder of the report (default: one in ./runs, named after what it holds).")
  private Path folder;

  /** The folder given, or one in {@code runs}. */
  Path or(String name) {
    return folder != null ? folder : Path.of("runs", name);
  }
}
