package dev.assay.cli;

import dev.assay.data.Catalog;
import dev.assay.io.Text;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what this machine has. */
@Command(
    name = "doctor",
    header = "Says what this machine has.",
    description = {
      "Says what this machine has and what Assay makes of it: processor, native kernels, BLAS, GPU,"
          + " memory, data. Lines that begin with '!' are worth a look.",
      ""
    },
    footer = {"", "Examples:", "  assay doctor", "  assay doctor --out runs/doctor"})
final class DoctorCommand implements Callable<Integer> {
  @Mixin private DataOptions dataOptions;
  @Mixin private OptionalOutput output;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(1);
    Catalog catalog = dataOptions.catalog();
    Optional<ReportWriter> writer = output.writer(catalog.plain());
    List<Finding> findings = Examination.of(catalog);
    for (Finding finding : findings) {
      console.row(
          "findings",
          Map.of("about", finding.about(), "finding", finding.text(), "warning", finding.warning()),
          Text.format(
              "%s %-16s %s", finding.warning() ? "!" : " ", finding.about(), finding.text()));
    }
    writer.ifPresent(w -> console.say("report: " + w.write(report(findings), log)));
    return 0;
  }

  private static Report report(List<Finding> findings) {
    Table table =
        Table.of(findings, "findings", "Findings")
            .text("about", "", Finding::about)
            .text("finding", "", Finding::text)
            .flag("warning", "worth a look", Finding::warning)
            .build();
    return Report.titled("Doctor").table(table).provenance("version", Version.text()).build();
  }
}
