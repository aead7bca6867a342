package dev.assay.cli;

import dev.assay.report.ReportWriter;
import dev.assay.report.Request;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the report goes. */
final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "Folder of the report (default: one in ./runs, named after what it holds).")
  private Path folder;

  @Mixin private ForceOption force;
  @Mixin private FormatOption format;

  /**
   * The folder given, or one in {@code runs}, named after the options that are not the default.
   *
   * @param told options that the name tells already
   */
  Path or(String name, String... told) {
    return folder != null
        ? folder
        : Path.of("runs", new FolderName(name, command).without(told).text());
  }

  /**
   * A writer for such a folder.
   *
   * @param settings what determines the report; an earlier one of other settings stays
   */
  ReportWriter writer(Path folder, Map<String, ?> settings) {
    return writer(folder, settings, false);
  }

  /**
   * @param owned whether the caller knows that what the folder holds is its own
   */
  ReportWriter writer(Path folder, Map<String, ?> settings, boolean owned) {
    return ReportWriter.to(
            folder, Request.of(command.qualifiedName(), settings), force.given() || owned)
        .as(format.value());
  }

  boolean forced() {
    return force.given();
  }
}
