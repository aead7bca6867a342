package dev.assay.cli;

import picocli.CommandLine.Option;

/** Whether other results may be replaced. */
final class ForceOption {
  @Option(
      names = "--force",
      description =
          "Replace another report or another trained network in the folder (files of other origin"
              + " are never replaced).")
  private boolean given;

  boolean given() {
    return given;
  }
}
