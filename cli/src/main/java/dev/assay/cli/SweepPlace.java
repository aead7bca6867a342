package dev.assay.cli;

import dev.assay.io.Text;
import dev.assay.sweep.Sweep;
import dev.assay.sweep.SweepCell;
import dev.assay.sweep.SweepFolder;
import dev.assay.sweep.SweepFolder.Planned;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A sweep and where it is kept, as all parts of the command take them. */
final class SweepPlace {
  @Parameters(paramLabel = "SWEEP", description = "The sweep, a YAML file.")
  private Path file;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where it is kept (default: one in ./runs, named after the file).")
  private Path folder;

  @Mixin private DataOptions data;
  @Mixin private StandardOptions standard;

  String name() {
    return Models.shortName(file.toString());
  }

  SweepFolder folder() {
    return new SweepFolder(folder != null ? folder : Path.of("runs", "sweep-" + name()));
  }

  Sweep sweep() {
    return SweepFile.read(file, data.catalog());
  }

  Path file() {
    return file;
  }

  DataOptions data() {
    return data;
  }

  Console console() {
    return standard.console();
  }

  /** Prints how far it is; whether any failed. */
  boolean status(List<Planned> planned, Shard shard) {
    SweepFolder folder = folder();
    Console console = console();
    List<Planned> own = planned.stream().filter(each -> shard.has(each.number())).toList();
    SweepFolder.Counts counts = folder.counts(own.stream().map(Planned::key).toList());
    console.result(
        "cells",
        Map.of(
            "all", counts.all(),
            "done", counts.done(),
            "failed", counts.failed(),
            "running", counts.running(),
            "open", counts.open()),
        Text.format(
            "%,d cells: %,d done, %,d failed, %,d running, %,d open",
            counts.all(), counts.done(), counts.failed(), counts.running(), counts.open()));
    Set<String> failed = counts.failed() == 0 ? Set.of() : folder.failed();
    own.stream()
        .filter(each -> failed.contains(each.key()))
        .forEach(each -> failed(console, each, folder.reason(each.key())));
    return counts.failed() > 0;
  }

  private static void failed(Console console, Planned each, String reason) {
    SweepCell cell = new SweepCell(each.number(), each.settings(), null);
    console.row(
        "failures",
        Map.of("cell", cell, "reason", reason),
        Text.format("failed: %s: %s", cell, reason));
  }
}
