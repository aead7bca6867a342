package dev.assay.cli;

import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Report;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** For commands that answer on the terminal, and write a report only if asked to. */
final class OptionalOutput {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "Write a report into this folder, too.")
  private Path folder;

  /** Whether a report is wanted; fails now if it could not be written. */
  boolean wanted() {
    if (folder != null) {
      ReportWriter.to(folder);
    }
    return folder != null;
  }

  void write(Report report, RunLog run, Console console) {
    console.say("report: " + ReportWriter.to(folder).write(report, run));
  }
}
