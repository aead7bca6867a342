package dev.assay.cli;

import picocli.CommandLine.Option;

/** The seed of everything random in a command. */
final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all random choices (default: ${DEFAULT-VALUE}).")
  private long seed;

  long value() {
    return seed;
  }
}
