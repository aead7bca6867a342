package dev.assay.cli;

import dev.assay.report.ReportWriter;
import dev.assay.report.Request;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** For commands that answer on the terminal, and write a report only if asked to. */
final class OptionalOutput {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "Write a report into this folder, too.")
  private Path folder;

  @Mixin private ForceOption force;
  @Mixin private FormatOption format;

  /**
   * A writer, if a report is wanted; fails now if it could not be written.
   *
   * @param settings what determines the report; an earlier one of other settings stays
   */
  Optional<ReportWriter> writer(Map<String, ?> settings) {
    return Optional.ofNullable(folder)
        .map(f -> ReportWriter.to(f, Request.of(command.qualifiedName(), settings), force.given()))
        .map(writer -> writer.as(format.value()));
  }
}
