package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.data.DataSource;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.Reproduction;
import dev.assay.reproduction.SideBySide;
import dev.assay.store.Archive;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks what papers state. */
@Command(
    name = "reproduce",
    header = "Checks the statements of a paper.",
    description = {
      "Trains what the paper needs, measures, and judges each of its statements: holds, does not"
          + " hold, or undecided at this scale, with the numbers, seeds and intervals behind it."
          + " Writes one report with the figures that a paper would print.",
      "What is trained and measured is kept in a store: a run that is stopped goes on where it was,"
          + " several runs may share one, and a second run takes a moment.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay reproduce fragmentation",
      "  assay reproduce fragmentation --data cifar-10 --network cnn",
      "  assay reproduce layer-trees --data mnist",
      "  assay reproduce missing-margin --data mnist",
      "  assay reproduce missing-margin --data cifar-10 --network mlp,cnn",
      "  assay reproduce constrained-margins --data mnist --scale full",
      "  assay reproduce batchnorm-representations --data mnist",
      "  assay reproduce fragmentation --archive fragmentation.jsonl.gz"
    })
final class ReproduceCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "PAPER",
      converter = Texts.OfPaper.class,
      completionCandidates = Candidates.OfPapers.class,
      description = "${COMPLETION-CANDIDATES}.")
  private Paper paper;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      defaultValue = "quick",
      description =
          "quick, under ten minutes on two cores; full, up to some hours, told before they begin"
              + " (default: ${DEFAULT-VALUE}).")
  private Paper.Scale scale;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      completionCandidates = Candidates.DataSets.class,
      defaultValue = "glyphs",
      description =
          "A data set that assay data lists, or the path of one's own (default:"
              + " ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--network",
      paramLabel = "KIND",
      split = ",",
      description =
          "mlp, perceptrons; cnn, convolutional networks; both grow by hidden units or channels, or"
              + " are a family that differs along several axes; mlp,cnn puts both into one report"
              + " (default: cnn where images are coloured, else mlp).")
  private List<NetworkKind> networks = List.of();

  @Option(
      names = "--accept-code",
      paramLabel = "HASH",
      split = ",",
      description =
          "Take results of other code from the store or the archive where there are none of"
              + " today's; assay store list shows the hashes. The report says so.")
  private List<String> acceptCode = List.of();

  @Mixin private ArchiveOption archive;
  @Mixin private StoreOption store;
  @Mixin private OutputOption output;
  @Mixin private SeedOption seed;
  @Mixin private DataOptions dataOptions;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(compute.threads());
    DataSource source = dataOptions.catalog().open(data);
    Store cells = store.open();
    try (Backend backend = compute.open()) {
      Stages stages = new Stages(console, log);
      Bench bench =
          new Bench(
              backend,
              LinearAlgebra.best(),
              name -> name.equals(data) ? source : dataOptions.catalog().open(name));
      Runner runner = new Runner(cells, bench);
      ArchiveOption.Saving saving = archive.saving(stages);
      Laboratory laboratory = new Laboratory(runner, data, seed.value(), saving);
      List<NetworkKind> kinds =
          networks.isEmpty()
              ? List.of(paper.usual(laboratory))
              : networks.stream().distinct().toList();
      Reproduction wanted = new Reproduction(paper.name(), data, scale, kinds, seed.value());
      Archive measured = archive.read(wanted);
      cells.take(measured);
      cells.accept(acceptCode);
      archive.requireTaken(measured, runner, acceptCode);
      ReportWriter writer = writer(wanted);
      saving.of(wanted, laboratory, runner, measured);
      console.say(Text.format("%s; %s; store: %s", wanted, backend.description(), cells.folder()));
      log.fact("backend", backend.description());
      log.fact("linearAlgebra", LinearAlgebra.description());
      log.fact("store", cells.folder().toString());
      Report found = SideBySide.of(paper, laboratory, scale, kinds);
      stages.end();
      laboratory
          .facts()
          .forEach(
              (name, value) -> {
                log.fact(name, value);
                console.say(name + ": " + value);
              });
      saving.end();
      Report report = versioned(found, cells, elsewhere(measured, backend));
      Path page = log.stage("write", () -> writer.write(report, log));
      for (Claim claim : report.claims()) {
        console.row(
            "claims",
            Map.of(
                "id", claim.id(),
                "verdict", claim.verdict().words(),
                "statement", claim.statement()),
            Text.format("%-3s %-24s %s", claim.id(), claim.verdict().words(), claim.statement()));
      }
      console.report(page);
      console.say(Text.format("%.0f seconds", log.elapsed().toMillis() / 1e3));
    }
    return 0;
  }

  private ReportWriter writer(Reproduction wanted) {
    String named =
        wanted.networks().equals(List.of(NetworkKind.MLP))
            ? paper.name()
            : paper.name() + "-" + words(wanted.networks(), "-");
    return output.writer(
        output.or(
            Text.format("reproduce-%s-%s-%s", named, Models.shortName(data), scale),
            "--data",
            "--scale",
            "--network"),
        wanted.told());
  }

  private static String words(List<NetworkKind> kinds, String between) {
    return kinds.stream().map(NetworkKind::toString).collect(Collectors.joining(between));
  }

  /** Other arithmetics with which measurements were made. */
  private static List<String> elsewhere(Archive measured, Backend backend) {
    return measured.by(Archive.Maker::arithmetic).keySet().stream()
        .filter(other -> !other.equals(backend.arithmetic()))
        .toList();
  }

  /**
   * @param others arithmetics with which archived measurements were made
   */
  private static Report versioned(Report found, Store cells, List<String> others) {
    Report.Builder report = found.toBuilder();
    if (!others.isEmpty()) {
      report
          .note("Some results were taken from an archive that other machines made.")
          .provenance("archivedArithmetic", others);
    }
    if (!cells.used().isEmpty()) {
      report
          .note("Some results were made by other code, which was accepted.")
          .provenance("acceptedCode", cells.used());
    }
    return report.provenance("version", Version.text()).build();
  }
}
