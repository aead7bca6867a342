package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.report.RunLog;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import dev.assay.sweep.Assignment;
import dev.assay.sweep.Cluster;
import dev.assay.sweep.Sweep;
import dev.assay.sweep.SweepCell;
import dev.assay.sweep.SweepFolder;
import dev.assay.sweep.SweepFolder.Planned;
import dev.assay.sweep.SweepRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes planned cells, here or on a cluster. */
final class SweepMaking {
  @Mixin private SweepPlace place;

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
      description = "Make them on a Spark cluster, for example spark://host:7077 (default: here).")
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
              "%s: the sweep has changed since it was planned here; plan it again", folder.path()));
    }
    List<SweepCell> open = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      if (shard.has(planned.get(i).number()) && wanted.test(planned.get(i).key())) {
        open.add(sweep.cells().get(i));
      }
    }
    Console console = place.console();
    Stages stages = new Stages(console, RunLog.start(compute.threads()));
    if (master == null) {
      makeHere(sweep, open, stages, console);
    } else {
      makeThere(sweep, open, stages, console);
    }
    stages.end();
    return place.status(planned, shard) ? 1 : 0;
  }

  private void makeHere(Sweep sweep, List<SweepCell> open, Stages stages, Console console) {
    Store kept = store.open();
    try (Backend backend = compute.open()) {
      console.say(
          Text.format(
              "%,d cells to make; %s; store: %s",
              open.size(), backend.description(), kept.folder()));
      Bench bench = new Bench(backend, LinearAlgebra.best(), place.data().catalog()::open);
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
                place.data().folder().map(SweepMaking::absolute).orElse(null),
                compute.backend()));
    console.say(
        Text.format(
            "%,d cells to make; %s; store: %s", open.size(), master, store.open().folder()));
    cluster.make(master, work, failFast, stages);
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /** Where it is kept. */
  SweepFolder folder() {
    return place.folder();
  }
}
