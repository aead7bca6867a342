package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.score.Ranking;
import dev.assay.score.ScoreConfig;
import dev.assay.score.ScoreReport;
import dev.assay.score.ScoreTable;
import dev.assay.study.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores the measures of a table. */
@Command(
    name = "score",
    header = "Scores measures as predictors of generalisation.",
    description = {
      "Reads a table of networks, one a row, and ranks its measures by how well they predict the"
          + " generalisation gap: Kendall's tau, granulated tau, PGDL's score as its program"
          + " computes it and as its paper words it, R² and sign errors, each with an interval.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay score task1.csv --gap gen_gap --axes h0,h1,h2 --measures WCV,VR",
      "  assay score networks.csv --axes width,dropout --measures=-margin,norm",
      "  assay score networks.csv --axes width --recipes seed --measures norm"
    })
final class ScoreCommand implements Callable<Integer>, Checked {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A CSV file whose first row names its columns.")
  private Path file;

  @Option(
      names = "--measures",
      required = true,
      split = ",",
      paramLabel = "COLUMN[,COLUMN...]",
      description =
          "What is scored; -COLUMN for a measure that is smaller where the gap is larger.")
  private List<String> measures = new ArrayList<>();

  @Option(
      names = "--gap",
      paramLabel = "COLUMN",
      defaultValue = "gap",
      description = "Training less test accuracy (default: ${DEFAULT-VALUE}).")
  private String gap;

  @Option(
      names = "--shifted-gap",
      paramLabel = "COLUMN",
      description = "The gap on a test set of another distribution, scored beside it.")
  private String shifted;

  @Option(
      names = "--axes",
      split = ",",
      paramLabel = "COLUMN[,COLUMN...]",
      description = "Hyperparameters: the grid on which granulated tau and PGDL's score are taken.")
  private List<String> axes = new ArrayList<>();

  @Option(
      names = "--recipes",
      split = ",",
      paramLabel = "COLUMN[,COLUMN...]",
      description =
          "Further axes, along which a measure should keep its sign: rate, optimiser, seed.")
  private List<String> recipes = new ArrayList<>();

  @Mixin private OutputOption output;
  @Mixin private SeedOption seed;
  @Mixin private StandardOptions standard;

  @Override
  public void check() {
    config();
  }

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(1);
    ScoreConfig config = config();
    ScoreTable table = log.stage("read", () -> ScoreTable.read(file, config));
    Map<String, Object> settings = new LinkedHashMap<>(config.plain());
    settings.put("table", table.checksum());
    settings.put("seed", seed.value());
    ReportWriter writer = output.writer(output.or("score-" + name()), settings);
    Stages stages = new Stages(console, log);
    Ranking ranking = Ranking.of(table, seed.value(), stages);
    stages.end();
    Report report =
        ScoreReport.of(ranking, file.getFileName().toString()).toBuilder()
            .provenance("table", table.checksum())
            .provenance("seed", seed.value())
            .provenance("version", Version.text())
            .build();
    Path page = log.stage("write", () -> writer.write(report, log));
    console.results(report.keyNumbers());
    report.notes().forEach(console::say);
    console.report(page);
    return 0;
  }

  private String name() {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  private ScoreConfig config() {
    try {
      return new ScoreConfig(measures, gap, shifted, axes, recipes);
    } catch (BadInputException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
