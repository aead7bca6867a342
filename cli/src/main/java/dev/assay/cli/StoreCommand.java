package dev.assay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.store.Runner;
import dev.assay.store.SpecFormat;
import dev.assay.store.Store;
import dev.assay.store.StoredCell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is kept of trainings and measurements. */
@Command(
    name = "store",
    header = "Shows and tidies what was trained and measured for papers.",
    description = {
      "A store keeps trained networks and measurements, each named by all that determines it: its"
          + " settings, its data, the arithmetic, and the part of the program that made it.",
      ""
    },
    subcommands = {
      StoreCommand.Listing.class,
      StoreCommand.Explain.class,
      StoreCommand.Make.class,
      StoreCommand.Rebuild.class,
      StoreCommand.Prune.class
    },
    footer = {
      "",
      "Examples:",
      "  assay store list",
      "  assay store explain 3f9a",
      "  assay store prune"
    })
final class StoreCommand implements Callable<Integer> {
  private static final int SHORT = 12;

  @Spec private CommandSpec spec;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** What all parts of the command work with. */
  static final class Access {
    @Mixin private StoreOption store;
    @Mixin private DataOptions data;
    @Mixin private ComputeOptions compute;
    @Mixin private StandardOptions standard;

    private int with(Function<Runner, Integer> work) {
      Store cells = store.open();
      try (Backend backend = compute.open()) {
        return work.apply(
            new Runner(cells, new Bench(backend, LinearAlgebra.best(), data.catalog()::open)));
      }
    }

    private Console console() {
      return standard.console();
    }

    private static StoredCell cell(Store store, String start) {
      List<StoredCell> found =
          store.cells().stream().filter(cell -> cell.name().startsWith(start)).toList();
      if (found.size() != 1) {
        throw new BadInputException(
            Text.format(
                "cell %s: %s in %s; assay store list shows the names",
                start,
                found.isEmpty() ? "there is none" : found.size() + " begin so",
                store.folder()));
      }
      return found.get(0);
    }
  }

  /** All cells. */
  @Command(
      name = "list",
      header = "Lists what is kept.",
      description = {
        "Prints a line for each trained network and measurement: its name, whether today's program"
            + " would take it, what it is, its size, the code and the version that made it.",
        ""
      },
      footer = {"", "Examples:", "  assay store list", "  assay store list --store my-store"})
  static final class Listing implements Callable<Integer> {
    @Mixin private Access access;

    @Override
    public Integer call() {
      return access.with(
          runner -> {
            Console console = access.console();
            long bytes = 0;
            List<StoredCell> cells = runner.store().cells();
            for (StoredCell cell : cells) {
              console.row(
                  "cells",
                  Map.of(
                      "name", cell.name(),
                      "state", state(cell, runner),
                      "what", what(cell),
                      "bytes", cell.bytes(),
                      "code", cell.code(),
                      "version", cell.version()),
                  line(cell, runner));
              bytes += cell.bytes();
            }
            console.result(
                "folder",
                runner.store().folder(),
                Text.format(
                    "%,d cells, %,d KiB, in %s",
                    cells.size(), bytes >> 10, runner.store().folder()));
            return 0;
          });
    }

    private static String line(StoredCell cell, Runner runner) {
      return Text.format(
              "%s  %-7s  %-22s %,9d KiB  code %-12s  %s",
              shortened(cell.name()),
              state(cell, runner),
              what(cell),
              cell.bytes() + 1023 >> 10,
              shortened(cell.code()),
              cell.version())
          .stripTrailing();
    }

    private static String state(StoredCell cell, Runner runner) {
      return cell.damage().isPresent()
          ? "damaged"
          : cell.obstacles(runner).isEmpty() ? "current" : "other";
    }

    private static String what(StoredCell cell) {
      JsonNode spec = cell.key().map(key -> key.path("spec")).orElse(null);
      if (spec == null) {
        return "";
      }
      return spec.has("measure")
          ? spec.path("measure").path("kind").asText()
          : "network, seed " + spec.path("training").path("seed").asText();
    }
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }

  /** One cell. */
  @Command(
      name = "explain",
      header = "Says what determined a result, and whether it would be taken today.",
      description = {
        "Prints the settings of one trained network or measurement, which code made it, and, where"
            + " today's program would make it anew, what differs: settings, or code, by package.",
        ""
      },
      footer = {"", "Examples:", "  assay store explain 3f9a"})
  static final class Explain implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Parameters(index = "0", paramLabel = "CELL", description = "How its name begins.")
    private String start;

    @Mixin private Access access;

    @Override
    public Integer call() {
      return access.with(
          runner -> {
            Console console = access.console();
            StoredCell cell = Access.cell(runner.store(), start);
            console.result("name", cell.name(), "name     " + cell.name());
            cell.damage()
                .ifPresent(damage -> console.result("damage", damage, "damaged  " + damage));
            cell.key()
                .ifPresent(
                    key -> {
                      console.result("version", cell.version(), "version  " + cell.version());
                      console.result("code", cell.code(), "code     " + cell.code());
                      for (Map.Entry<String, JsonNode> part : key.properties()) {
                        if (!part.getKey().equals("code") && !part.getKey().equals("spec")) {
                          console.result(
                              part.getKey(),
                              part.getValue().asText(),
                              Text.format("%-8s %s", part.getKey(), part.getValue().asText()));
                        }
                      }
                      console.text(
                          "spec", key.path("spec"), "spec     " + pretty(key.path("spec")) + "\n");
                    });
            List<String> obstacles = cell.obstacles(runner);
            console.result(
                "obstacles",
                obstacles,
                obstacles.isEmpty()
                    ? "today's program takes it"
                    : "today's program would make it anew:");
            obstacles.forEach(reason -> console.heading("  " + reason));
            return 0;
          });
    }

    private static String pretty(JsonNode tree) {
      try {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** From its text alone. */
  @Command(
      name = "make",
      header = "Trains or measures what a text tells of.",
      description = {
        "Reads a spec as assay store explain prints it, makes what it tells of unless it is there,"
            + " with all that it needs, and prints where it lies.",
        ""
      },
      footer = {"", "Examples:", "  assay store make network.json"})
  static final class Make implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The spec, as JSON.")
    private Path file;

    @Mixin private Access access;

    @Override
    public Integer call() {
      dev.assay.store.Spec<?> wanted = SpecFormat.read(text());
      return access.with(
          runner -> {
            runner.get(wanted);
            Path place = runner.place(wanted);
            access.console().result("place", place, place.toString());
            return 0;
          });
    }

    private String text() {
      try {
        return Files.readString(file, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new BadInputException(file + ": cannot be read as text: " + e, e);
      }
    }
  }

  /** Whether it comes out as it did. */
  @Command(
      name = "rebuild",
      header = "Makes a result once more and compares the bytes.",
      description = {
        "Trains or measures again from what is recorded, and says whether all bytes are the same;"
            + " exit code 1 if not.",
        ""
      },
      footer = {"", "Examples:", "  assay store rebuild 3f9a"})
  static final class Rebuild implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CELL", description = "How its name begins.")
    private String start;

    @Mixin private Access access;

    @Override
    public Integer call() {
      return access.with(
          runner -> {
            StoredCell cell = Access.cell(runner.store(), start);
            if (cell.damage().isPresent()) {
              throw new BadInputException(cell.damage().get());
            }
            Set<String> others = runner.rebuild(cell.spec());
            if (!others.isEmpty()) {
              throw new BadInputException(
                  Text.format("cell %s: %s came out with other bytes", cell.name(), others));
            }
            access.console().result("same_bytes", true, "the same bytes");
            return 0;
          });
    }
  }

  /** What nobody would take. */
  @Command(
      name = "prune",
      header = "Removes what today's program would not take.",
      description = {
        "Removes damaged cells, and those that were made by other code or with another arithmetic.",
        ""
      },
      footer = {"", "Examples:", "  assay store prune --dry-run", "  assay store prune"})
  static final class Prune implements Callable<Integer> {
    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dry;

    @Mixin private Access access;

    @Override
    public Integer call() {
      return access.with(
          runner -> {
            int count = 0;
            long bytes = 0;
            for (StoredCell cell : runner.store().cells()) {
              if (!cell.obstacles(runner).isEmpty()) {
                count++;
                bytes += cell.bytes();
                if (!dry) {
                  runner.store().remove(cell);
                }
              }
            }
            access
                .console()
                .result(
                    "prunable",
                    Map.of("cells", count, "bytes", bytes, "removed", !dry),
                    Text.format(
                        "%s: %,d cells, %,d KiB",
                        dry ? "would be removed" : "removed", count, bytes + 1023 >> 10));
            return 0;
          });
    }
  }
}
