package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.measure.Bench;
import dev.assay.paper.Papers;
import dev.assay.report.ResultsPage;
import dev.assay.reproduction.Paper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was found, as a page. */
@Command(
    name = "results",
    header = "Makes a page of what reproductions found.",
    description = {
      "Reads archives of measurements, as assay reproduce --archive keeps them, judges the"
          + " statements of their papers, and writes one page of Markdown with verdicts, numbers,"
          + " times and two figures for each. Trains and measures nothing: the same archives and"
          + " data sets make the same page on any machine.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay results docs/results/fragmentation-mnist.jsonl.gz --out docs/results.md"
    })
final class ResultsCommand implements Callable<Integer> {
  /** As papers are listed, small before large, perceptrons before convolutional networks. */
  private static final Comparator<Archived> ORDER =
      Comparator.comparingInt((Archived one) -> Papers.all().indexOf(one.paper()))
          .thenComparing(one -> one.made().scale())
          .thenComparing(one -> one.made().networks().get(0))
          .thenComparing(one -> one.made().data());

  @Parameters(arity = "1..*", paramLabel = "ARCHIVE", description = "Files of measurements.")
  private List<Path> files;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "PAGE",
      defaultValue = "results.md",
      description =
          "The page; its figures go into a folder beside it, of the same name without its ending"
              + " (default: ${DEFAULT-VALUE}). Both are replaced.")
  private Path page;

  @Mixin private DataOptions dataOptions;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    Map<Paper, List<ResultsPage.Part>> parts = new LinkedHashMap<>();
    try (Backend backend = Backends.open("reference", 1)) {
      Bench bench = new Bench(backend, LinearAlgebra.best(), dataOptions.catalog()::open);
      List<Archived> archives = new ArrayList<>();
      for (Path file : files) {
        archives.add(Archived.read(file));
      }
      archives.sort(ORDER);
      for (Archived archive : archives) {
        console.say(archive.file() + ": " + archive.made());
        parts
            .computeIfAbsent(archive.paper(), any -> new ArrayList<>())
            .addAll(archive.parts(bench));
      }
    }
    ResultsPage.write(
        page,
        List.of(
            "What Assay finds when it checks what papers state, and what that rests on. This page"
                + " is made by a command, `assay results`, from the measurements of `assay"
                + " reproduce --archive`; nothing in it is typed by hand. How statements are judged"
                + " is told in [cli.md](cli.md#reproduce)."),
        parts.entrySet().stream()
            .map(
                paper ->
                    new ResultsPage.Checked(
                        paper.getKey().name(),
                        paper.getKey().citation().title(),
                        paper.getKey().citation().toString(),
                        paper.getValue()))
            .toList());
    console.result("page", page, "page: " + page);
    return 0;
  }
}
