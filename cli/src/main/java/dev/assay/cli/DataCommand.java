package dev.assay.cli;

import dev.assay.data.Catalog;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Resized;
import dev.assay.io.Text;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Figure;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists data sets. */
@Command(
    name = "data",
    header = "Lists data sets.",
    description = {
      "Lists the data sets known by name: which are present, where their files are, and where"
          + " missing ones are looked for. All files are read to their ends and checked, as they"
          + " are before training. With --out also a report that shows samples of each.",
      "",
      "One's own data, by path: an NPZ file (x_train, y_train, x_test, y_test), a folder of images"
          + " with a folder for each class, a CSV file of classes and pixels. Where they come in"
          + " one piece, a fifth is kept for testing.",
      ""
    },
    subcommands = FetchCommand.class,
    footer = {
      "",
      "Examples:",
      "  assay data",
      "  assay data --data-dir /mnt/datasets --out runs/data",
      "  assay data fetch mnist",
      "  assay data pictures/flowers",
      "  assay data pictures/flowers --resize 32x32 --out runs/flowers"
    })
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private static final int COLUMNS = 10;
  private static final int ROWS = 3;

  @Parameters(
      paramLabel = "DATA",
      arity = "0..*",
      description =
          "Data sets that are read and shown, by name or path (default: all known names).")
  private List<String> chosen = List.of();

  @Option(
      names = "--resize",
      paramLabel = "HxW",
      converter = Texts.OfSize.class,
      completionCandidates = Candidates.Sizes.class,
      description = "Bring all images to this size: bilinear, anti-aliased.")
  private Resized size;

  @Mixin private DataOptions dataOptions;
  @Mixin private OptionalOutput output;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(1);
    Catalog catalog = dataOptions.catalog();
    if (size != null && chosen.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--resize: name the DATA, too");
    }
    Optional<ReportWriter> writer = output.writer(catalog.plain());
    Report report = chosen.isEmpty() ? known(catalog, console) : chosen(catalog, console);
    writer.ifPresent(w -> console.say("report: " + w.write(report, log)));
    return 0;
  }

  private static Report known(Catalog catalog, Console console) {
    List<Catalog.Entry> entries = catalog.list();
    for (Catalog.Entry entry : entries) {
      console.row(
          "data",
          Map.of(
              "name", entry.name(),
              "present", entry.present(),
              "files", entry.files().stream().map(Path::toString).toList()),
          line(entry));
    }
    console.result(
        "folders",
        catalog.folders().stream().map(Path::toString).toList(),
        "looked in: " + join(catalog.folders()));
    return report(catalog, entries);
  }

  private Report chosen(Catalog catalog, Console console) {
    Report.Builder report = Report.titled("Data sets");
    for (String name : chosen) {
      DataSource found = catalog.open(name);
      DataSource source = size == null ? found : found.resized(size);
      Dataset test = source.test();
      for (Dataset split : List.of(source.train(), test)) {
        console.row(
            "data",
            Map.of(
                "data", split.provenance().summary(),
                "samples", split.count(),
                "shape", split.sample().toString(),
                "classes", split.classNames(),
                "origin", split.provenance().origin()),
            split.toString());
        split.provenance().origin().forEach((what, of) -> console.heading("  " + what + ": " + of));
        report.summary(split + ".");
      }
      if (test.sample().isImage()) {
        report.figure(gallery(name, test));
      }
      report.provenance(name, test.provenance());
    }
    return report.provenance("version", Version.text()).build();
  }

  private static String line(Catalog.Entry entry) {
    if (!entry.present()) {
      String state = entry.files().isEmpty() ? "missing" : "damaged";
      return Text.format("%-14s %-9s %s", entry.name(), state, entry.problem().orElseThrow());
    }
    String where =
        entry.files().isEmpty() ? "" : " in " + entry.files().get(0).toAbsolutePath().getParent();
    return Text.format(
        "%-14s present   %s: %s training and %s test samples%s",
        entry.name(), entry.description(), count(entry.train()), count(entry.test()), where);
  }

  private static String count(OptionalLong number) {
    return number.isPresent() ? Text.format("%,d", number.getAsLong()) : "?";
  }

  private static Long known(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static String join(List<Path> folders) {
    return folders.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static Report report(Catalog catalog, List<Catalog.Entry> entries) {
    Table table =
        Table.of(entries, "data-sets", "Data sets")
            .text("name", "as options take it", Catalog.Entry::name)
            .flag("present", "whether it can be opened", Catalog.Entry::present)
            .text("shows", "what it holds", Catalog.Entry::description)
            .integer("train", "training samples", e -> known(e.train()))
            .integer("test", "test samples", e -> known(e.test()))
            .text("files", "where it was found", e -> join(e.files()))
            .text("problem", "why it cannot be opened", e -> e.problem().orElse(null))
            .build();
    Report.Builder report = Report.titled("Data sets");
    for (Catalog.Entry entry : entries) {
      if (entry.present()) {
        Dataset test = catalog.open(entry.name()).test();
        report.figure(gallery(entry.name(), test)).provenance(entry.name(), test.provenance());
      }
    }
    return report
        .summary("Looked for in " + join(catalog.folders()) + ".")
        .table(table)
        .provenance("version", Version.text())
        .build();
  }

  private static Figure gallery(String name, Dataset data) {
    int size = data.sample().intSize();
    List<Plot.Cell> cells = new ArrayList<>();
    for (int i = 0; i < Math.min(COLUMNS * ROWS, data.count()); i++) {
      float[] image = Arrays.copyOfRange(data.images(), i * size, (i + 1) * size);
      Picture picture =
          Picture.of(
              image, data.sample().channels(), data.sample().height(), data.sample().width(), 0, 1);
      cells.add(new Plot.Cell(picture, data.classNames().get(data.label(i))));
    }
    return new Figure(
        new Figure.Heading(
            Models.shortName(name), Models.shortName(name), "The first test samples."),
        new Plot.Gallery(COLUMNS, cells));
  }
}
