package dev.assay.cli;

import dev.assay.io.Text;
import dev.assay.report.Overlay;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.report.SavedReport;
import dev.assay.study.Figure;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds reports against each other. */
@Command(
    name = "compare",
    header = "Says what differs between runs.",
    description = {
      "Prints the settings in which runs differ, then their key numbers side by side, with"
          + " intervals where they have any, and the verdicts on statements. With --out also a"
          + " report with the same as tables, and with the figures that runs have in common laid"
          + " over each other.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  assay compare runs/mlp-mnist runs/cnn-mnist",
      "  assay compare runs/mlp-mnist runs/cnn-mnist --out runs/both"
    })
final class CompareCommand implements Callable<Integer> {
  private static final String NONE = "–";

  /** One thing, and what it is in each of the runs. */
  private record Row(String what, List<String> values) {
    boolean differs() {
      return values.stream().distinct().count() > 1;
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description = "Folders of reports, of training runs or of anything else.")
  private List<Path> folders;

  @Mixin private OptionalOutput output;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(1);
    for (Path folder : folders) {
      if (!SavedReport.isIn(folder)) {
        throw new ParameterException(
            spec.commandLine(), folder + ": holds no report; expected folders that commands wrote");
      }
    }
    List<SavedReport> runs = folders.stream().map(SavedReport::read).toList();
    Optional<ReportWriter> writer =
        output.writer(Map.of("runs", folders.stream().map(Path::toString).toList()));
    List<Row> settings =
        rows(runs, SavedReport::settings, Function.identity()).stream()
            .filter(Row::differs)
            .toList();
    List<Row> numbers = rows(runs, SavedReport::numbers, RunsCommand::words);
    List<Row> verdicts = rows(runs, SavedReport::verdicts, Function.identity());
    console.result(
        "runs", names(runs), Text.format("%-44s %s", "", String.join(" | ", names(runs))));
    tell(console, "settings that differ", settings);
    tell(console, "key numbers", numbers);
    tell(console, "statements", verdicts);
    writer.ifPresent(
        w -> console.say("report: " + w.write(report(runs, settings, numbers, verdicts), log)));
    return 0;
  }

  /** Their folders, in full where two are named alike. */
  private static List<String> names(List<SavedReport> runs) {
    List<String> names =
        runs.stream().map(run -> String.valueOf(run.folder().getFileName())).toList();
    return names.stream().distinct().count() == names.size()
        ? names
        : runs.stream().map(run -> run.folder().toString()).toList();
  }

  private static <V> List<Row> rows(
      List<SavedReport> runs, Function<SavedReport, Map<String, V>> of, Function<V, String> words) {
    Set<String> keys =
        runs.stream()
            .map(of)
            .map(Map::keySet)
            .flatMap(Collection::stream)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    BiFunction<SavedReport, String, String> cell =
        (run, key) -> {
          V value = of.apply(run).get(key);
          return value == null ? NONE : words.apply(value);
        };
    List<Row> rows = new ArrayList<>();
    for (String key : keys) {
      rows.add(new Row(key, runs.stream().map(run -> cell.apply(run, key)).toList()));
    }
    return rows;
  }

  private static void tell(Console console, String title, List<Row> rows) {
    if (!rows.isEmpty()) {
      console.heading(title);
      rows.forEach(
          row ->
              console.row(
                  title.replace(' ', '_'),
                  Map.of("name", row.what, "values", row.values),
                  Text.format("  %-42s %s", row.what, String.join(" | ", row.values))));
    }
  }

  private static Report report(
      List<SavedReport> runs, List<Row> settings, List<Row> numbers, List<Row> verdicts) {
    Report.Builder report =
        Report.titled("Comparison of " + String.join(", ", names(runs)))
            .summary(
                Text.format(
                    "%d settings differ. Runs, in the order of the columns: %s.",
                    settings.size(), String.join(", ", names(runs))))
            .provenance("version", Version.text());
    Map<String, List<Figure>> figures = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      figures.put(names(runs).get(i), runs.get(i).figures());
    }
    Overlay.of(figures).forEach(report::figure);
    runs.forEach(run -> report.note(run.folder() + ": " + run.title() + ", " + run.started()));
    return report
        .table(table("settings", "Settings that differ", runs.size(), settings))
        .table(table("numbers", "Key numbers", runs.size(), numbers))
        .table(table("statements", "Statements", runs.size(), verdicts))
        .build();
  }

  private static Table table(String name, String title, int runs, List<Row> rows) {
    Table.Builder<Row> table =
        Table.of(rows, name, title).text("what", "what is compared", Row::what);
    for (int run = 0; run < runs; run++) {
      int place = run;
      table.text("run" + (run + 1), "in the run of this place", row -> row.values.get(place));
    }
    return table.build();
  }
}
