package dev.assay.cli;

import dev.assay.io.Text;
import dev.assay.report.SavedReport;
import dev.assay.study.Quantity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the reports in a folder. */
@Command(
    name = "runs",
    header = "Lists what was trained and measured.",
    description = {
      "Prints a line for each report in a folder: its name, when it was begun, the command, and its"
          + " key numbers.",
      ""
    },
    footer = {"", "Examples:", "  assay runs", "  assay runs elsewhere"})
final class RunsCommand implements Callable<Integer> {
  private static final int NUMBERS = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      defaultValue = "runs",
      description = "Where the reports are (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(), folder + ": no such folder, expected one with reports in it");
    }
    Console console = standard.console();
    List<SavedReport> reports = SavedReport.list(folder);
    for (SavedReport report : reports) {
      console.row(
          "runs",
          Map.of(
              "folder", report.folder(),
              "started", report.started(),
              "command", report.command(),
              "numbers", report.numbers().values().stream().map(Answer::fields).toList()),
          Text.format(
              "%-36s %-20s %-14s %s",
              report.folder().getFileName(),
              report.started(),
              report.command().replaceFirst("^assay ", ""),
              numbers(report)));
    }
    console.say(Text.format("%d reports in %s", reports.size(), folder));
    return 0;
  }

  private static String numbers(SavedReport report) {
    return report.numbers().values().stream()
        .limit(NUMBERS)
        .map(number -> number.label() + " " + words(number))
        .collect(Collectors.joining("; "));
  }

  /** A number with its unit and its interval, if it has one. */
  static String words(Quantity number) {
    String value = Text.format("%.4g", number.value());
    String unit = number.unit().isEmpty() ? "" : " " + number.unit();
    return number.interval() == null
        ? value + unit
        : Text.format(
            "%s (%.4g to %.4g)%s", value, number.interval().low(), number.interval().high(), unit);
  }
}
