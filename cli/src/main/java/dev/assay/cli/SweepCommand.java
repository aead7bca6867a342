package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.report.TableFiles;
import dev.assay.score.Ranking;
import dev.assay.score.ScoreReport;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import dev.assay.study.Report;
import dev.assay.sweep.Assignment;
import dev.assay.sweep.Cluster;
import dev.assay.sweep.Sweep;
import dev.assay.sweep.SweepCell;
import dev.assay.sweep.SweepFolder;
import dev.assay.sweep.SweepFolder.Planned;
import dev.assay.sweep.SweepRun;
import dev.assay.sweep.SweepTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains families of networks and measures each. */
@Command(
    name = "sweep",
    header = "Trains a family of networks and measures each.",
    description = {
      "A YAML file names options of assay train, axes along which they or values within the"
          + " architecture differ, and measures. Cells are numbered once, made by any number of"
          + " processes, kept when something is stopped, and scored as predictors of generalisation.",
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

  /** What all parts of the command take. */
  static final class Place {
    @Parameters(paramLabel = "SWEEP", description = "The sweep, a YAML file.")
    private Path file;

    @Option(
        names = "--folder",
        paramLabel = "FOLDER",
        description = "Where it is kept (default: one in ./runs, named after the file).")
    private Path folder;

    @Mixin private DataOptions dataOptions;
    @Mixin private StandardOptions standard;

    String name() {
      return Models.shortName(file.toString());
    }

    SweepFolder folder() {
      return new SweepFolder(folder != null ? folder : Path.of("runs", "sweep-" + name()));
    }

    Sweep sweep() {
      return SweepFile.read(file, dataOptions.catalog());
    }
  }

  /** Numbers the cells. */
  @Command(
      name = "plan",
      header = "Numbers the cells of a sweep.",
      description = {"Writes the list that runs go by, and says how it differs from the last.", ""},
      sortOptions = false,
      footer = {"", "Examples:", "  assay sweep plan widths.yaml"})
  static final class Plan implements Callable<Integer> {
    @Mixin private Place place;

    @Override
    public Integer call() {
      SweepFolder folder = place.folder();
      Sweep sweep = place.sweep();
      folder.take(place.name());
      SweepFolder.Change change = folder.plan(sweep);
      place
          .standard
          .console()
          .result(
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

  /** Making cells. */
  static final class Making {
    @Mixin private Place place;

    @Option(
        names = "--shard",
        paramLabel = "I/N",
        defaultValue = "1/1",
        converter = Shard.Reader.class,
        description = "Only the I-th of every N cells (default: all).")
    private Shard shard;

    @Option(names = "--fail-fast", description = "Stop at the first cell that fails.")
    private boolean failFast;

    @Option(
        names = "--spark",
        paramLabel = "MASTER",
        description =
            "Make them on a Spark cluster, for example spark://host:7077 (default: here).")
    private String master;

    @Mixin private StoreOption store;
    @Mixin private ComputeOptions compute;

    /** Makes the planned cells that are wanted; 1 if any failed, now or before. */
    int make(Predicate<String> wanted) {
      SweepFolder folder = place.folder();
      Sweep sweep = place.sweep();
      List<Planned> planned = folder.planned();
      if (!SweepFolder.matches(planned, sweep)) {
        throw new BadInputException(
            Text.format(
                "%s: the sweep has changed since it was planned here; plan it again",
                folder.path()));
      }
      List<SweepCell> open = new ArrayList<>();
      for (int i = 0; i < planned.size(); i++) {
        if (shard.has(planned.get(i).number()) && wanted.test(planned.get(i).key())) {
          open.add(sweep.cells().get(i));
        }
      }
      Console console = place.standard.console();
      Stages stages = new Stages(console, RunLog.start(compute.threads()));
      if (master == null) {
        makeHere(sweep, open, stages, console);
      } else {
        makeThere(sweep, open, stages, console);
      }
      stages.end();
      return status(folder, planned, shard, console) ? 1 : 0;
    }

    private void makeHere(Sweep sweep, List<SweepCell> open, Stages stages, Console console) {
      Store kept = store.open();
      try (Backend backend = compute.open()) {
        console.say(
            Text.format(
                "%,d cells to make; %s; store: %s",
                open.size(), backend.description(), kept.folder()));
        Bench bench = new Bench(backend, LinearAlgebra.best(), place.dataOptions.catalog()::open);
        new SweepRun(sweep, place.folder(), new Runner(kept, bench), stages, failFast).make(open);
      }
    }

    private void makeThere(Sweep sweep, List<SweepCell> open, Stages stages, Console console) {
      Cluster cluster =
          ServiceLoader.load(Cluster.class)
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadInputException(
                          "--spark needs Spark, which is no part of this build; start it by"
                              + " studies/spark/run, see docs/sweeps.md"));
      Assignment work =
          Assignment.of(
              sweep,
              open,
              new Assignment.Shared(
                  absolute(place.folder().path()),
                  absolute(store.open().folder()),
                  Version.text(),
                  place.dataOptions.folder().map(Making::absolute).orElse(null),
                  compute.backend()));
      console.say(
          Text.format(
              "%,d cells to make; %s; store: %s", open.size(), master, store.open().folder()));
      cluster.make(master, work, failFast, stages);
    }

    private static String absolute(Path path) {
      return path.toAbsolutePath().normalize().toString();
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
    @Mixin private Making making;

    @Override
    public Integer call() {
      Set<String> done = making.place.folder().done();
      Set<String> failed = making.place.folder().failed();
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
    @Mixin private Making making;

    @Override
    public Integer call() {
      return making.make(making.place.folder().failed()::contains);
    }
  }

  /** How far it is. */
  @Command(
      name = "status",
      header = "Says how far a sweep is, and what failed.",
      footer = {"", "Examples:", "  assay sweep status widths.yaml"})
  static final class Status implements Callable<Integer> {
    @Mixin private Place place;

    @Override
    public Integer call() {
      SweepFolder folder = place.folder();
      status(folder, folder.planned(), Shard.ALL, place.standard.console());
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
    @Mixin private Place place;

    @Override
    public Integer call() {
      SweepFolder folder = place.folder();
      TableFiles.replace(SweepTable.of(place.sweep(), folder).table(), folder.path());
      place.standard.console().result("table: " + folder.path().resolve("networks.csv"));
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
    @Mixin private Place place;
    @Mixin private OutputOption output;
    @Mixin private SeedOption seed;

    @Override
    public Integer call() {
      Console console = place.standard.console();
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
              Map.of("sweep", place.file.toString(), "seed", seed.value()),
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
      console.result("report: " + page);
      return 0;
    }
  }

  /** Prints how far it is; whether any failed. */
  private static boolean status(
      SweepFolder folder, List<Planned> planned, Shard shard, Console console) {
    List<Planned> own = planned.stream().filter(each -> shard.has(each.number())).toList();
    SweepFolder.Counts counts = folder.counts(own.stream().map(Planned::key).toList());
    console.result(
        Text.format(
            "%,d cells: %,d done, %,d failed, %,d running, %,d open",
            counts.all(), counts.done(), counts.failed(), counts.running(), counts.open()));
    Set<String> failed = folder.failed();
    own.stream()
        .filter(each -> failed.contains(each.key()))
        .forEach(
            each ->
                console.result(
                    Text.format(
                        "failed: %s: %s",
                        new SweepCell(each.number(), each.settings(), null),
                        folder.reason(each.key()))));
    return counts.failed() > 0;
  }
}
