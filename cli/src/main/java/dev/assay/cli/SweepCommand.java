package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.report.TableFiles;
import dev.assay.score.Ranking;
import dev.assay.score.ScoreReport;
import dev.assay.study.Report;
import dev.assay.sweep.Sweep;
import dev.assay.sweep.SweepFolder;
import dev.assay.sweep.SweepTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains families of networks and measures each. */
@Command(
    name = "sweep",
    header = "Trains a family of networks and measures each.",
    description = {
      "A YAML file names options of assay train, axes along which they or values within the"
          + " architecture differ, and measures. Cells are numbered once, made by any number of"
          + " processes, kept when something is stopped, and scored as predictors of"
          + " generalisation.",
      ""
    },
    subcommands = {
      SweepCommand.Plan.class,
      SweepCommand.Run.class,
      SweepCommand.Status.class,
      SweepCommand.Retry.class,
      SweepCommand.Collect.class,
      SweepCommand.Reporting.class
    },
    footer = {
      "",
      "Examples:",
      "  assay sweep plan widths.yaml",
      "  assay sweep run widths.yaml",
      "  assay sweep run widths.yaml --shard 3/8",
      "  assay sweep status widths.yaml",
      "  assay sweep report widths.yaml"
    })
final class SweepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** Numbers the cells. */
  @Command(
      name = "plan",
      header = "Numbers the cells of a sweep.",
      description = {"Writes the list that runs go by, and says how it differs from the last.", ""},
      sortOptions = false,
      footer = {"", "Examples:", "  assay sweep plan widths.yaml"})
  static final class Plan implements Callable<Integer> {
    @Mixin private SweepPlace place;

    @Override
    public Integer call() {
      SweepFolder folder = place.folder();
      Sweep sweep = place.sweep();
      folder.take(place.name());
      SweepFolder.Change change = folder.plan(sweep);
      place
          .console()
          .result(
              "plan",
              Map.of(
                  "folder", folder.path(),
                  "created", change.created(),
                  "kept", change.kept(),
                  "orphaned", change.orphaned()),
              Text.format(
                  "%s: %,d cells; %,d new, %,d kept, %,d orphaned",
                  folder.path(),
                  change.created() + change.kept(),
                  change.created(),
                  change.kept(),
                  change.orphaned()));
      return 0;
    }
  }

  /** Makes what is not there. */
  @Command(
      name = "run",
      header = "Makes the cells that are not there yet.",
      description = {
        "Goes by the list of assay sweep plan. Cells that failed before are left as they are. Exit"
            + " code 1 if any failed.",
        ""
      },
      sortOptions = false,
      footer = {
        "",
        "Examples:",
        "  assay sweep run widths.yaml",
        "  assay sweep run widths.yaml --shard 3/8"
      })
  static final class Run implements Callable<Integer> {
    @Mixin private SweepMaking making;

    @Override
    public Integer call() {
      Set<String> done = making.folder().done();
      Set<String> failed = making.folder().failed();
      return making.make(key -> !done.contains(key) && !failed.contains(key));
    }
  }

  /** Makes what failed once more. */
  @Command(
      name = "retry",
      header = "Makes the cells that failed once more.",
      description = {"Exactly these; whatever else is missing is left to assay sweep run.", ""},
      sortOptions = false,
      footer = {"", "Examples:", "  assay sweep retry widths.yaml"})
  static final class Retry implements Callable<Integer> {
    @Mixin private SweepMaking making;

    @Override
    public Integer call() {
      return making.make(making.folder().failed()::contains);
    }
  }

  /** How far it is. */
  @Command(
      name = "status",
      header = "Says how far a sweep is, and what failed.",
      footer = {"", "Examples:", "  assay sweep status widths.yaml"})
  static final class Status implements Callable<Integer> {
    @Mixin private SweepPlace place;

    @Override
    public Integer call() {
      place.status(place.folder().planned(), Shard.ALL);
      return 0;
    }
  }

  /** One table of all that is there. */
  @Command(
      name = "collect",
      header = "Writes one table of all networks.",
      description = {
        "networks.csv, networks.parquet and networks.json in the sweep's folder, a row for each.",
        ""
      },
      sortOptions = false,
      footer = {"", "Examples:", "  assay sweep collect widths.yaml"})
  static final class Collect implements Callable<Integer> {
    @Mixin private SweepPlace place;

    @Override
    public Integer call() {
      SweepFolder folder = place.folder();
      TableFiles.replace(SweepTable.of(place.sweep(), folder).table(), folder.path());
      Path table = folder.path().resolve("networks.csv");
      place.console().result("table", table, "table: " + table);
      return 0;
    }
  }

  /** What predicts the gap, over what is there. */
  @Command(
      name = "report",
      header = "Scores the measures over the networks that are there.",
      description = {"The report of assay score, at any time, with the table of networks.", ""},
      sortOptions = false,
      footer = {"", "Examples:", "  assay sweep report widths.yaml"})
  static final class Reporting implements Callable<Integer> {
    @Mixin private SweepPlace place;
    @Mixin private OutputOption output;
    @Mixin private SeedOption seed;

    @Override
    public Integer call() {
      Console console = place.console();
      RunLog log = RunLog.start(1);
      Sweep sweep = place.sweep();
      SweepTable table = SweepTable.of(sweep, place.folder());
      if (table.done() < 3) {
        throw new BadInputException(
            Text.format("%d networks are there; a score takes at least 3", table.done()));
      }
      ReportWriter writer =
          output.writer(
              output.or("sweep-report-" + place.name()),
              Map.of("sweep", place.file().toString(), "seed", seed.value()),
              true);
      Stages stages = new Stages(console, log);
      Ranking ranking = Ranking.of(table.scored(), seed.value(), stages);
      stages.end();
      Report scored = ScoreReport.of(ranking, place.name());
      Report.Builder report =
          scored.toBuilder()
              .table(table.table())
              .provenance("seed", seed.value())
              .provenance("version", Version.text());
      if (!table.undefined().isEmpty()) {
        report.note(
            "Not scored, as they are not defined of every network: "
                + String.join(", ", table.undefined())
                + ".");
      }
      Path page = log.stage("write", () -> writer.write(report.build(), log));
      console.results(ranking.scores(10));
      scored.notes().forEach(console::say);
      console.report(page);
      return 0;
    }
  }
}
