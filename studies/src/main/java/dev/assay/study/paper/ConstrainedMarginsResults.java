package dev.assay.study.paper;

import dev.assay.io.Text;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;

/** The report on the measurements of {@link ConstrainedMarginsPaper}. */
final class ConstrainedMarginsResults {
  private ConstrainedMarginsResults() {}

  static Report report(
      Laboratory laboratory, ConstrainedMarginsFindings findings, Bootstrap bootstrap) {
    ConstrainedMarginsScale scale = findings.scale();
    PaperReport report =
        new PaperReport(
            "Constrained margins reproduced on " + laboratory.data(),
            "Statements of \"Input margins can predict generalization too\" (Mouton, Theunissen,"
                + Text.format(
                    " Davel 2024), checked on a family of %d perceptrons (width, depth, weight decay,",
                    scale.family().size())
                + Text.format(
                    " batch size) for each of %d seeds, trained on %,d samples of %s. A measure is",
                    findings.seeds().size(),
                    findings.family().get(0).member().train().count(),
                    laboratory.data())
                + Text.format(
                    " judged by Kendall's tau between minus the mean margin of %d training samples",
                    scale.samples())
                + " and the generalisation gap: 1 orders the networks perfectly, 0 not at all.",
            List.of(
                new MarginMeasures(findings, bootstrap),
                new MarginComponents(findings, bootstrap),
                new MarginScaling(findings)));
    report
        .key(findings.tau(MeanMargins.KNEE, bootstrap).as("tau, constrained margins (Kneedle)"))
        .key(findings.tau(MeanMargins.INPUT, bootstrap).as("tau, input margins"))
        .key(
            findings
                .tau(MeanMargins.HIDDEN_FIRST, bootstrap)
                .as("tau, hidden margins, first layer"))
        .key(
            findings.tau(MeanMargins.HIDDEN_LAST, bootstrap).as("tau, hidden margins, last layer"));
    notes(report, findings);
    return report
        .provenance("solvers", MeanMargins.solvers())
        .of(
            "constrained-margins",
            scale,
            findings.seeds(),
            findings.family().stream().map(m -> m.member().train()).toList(),
            laboratory.test(scale.family().test()));
  }

  private static void notes(PaperReport report, ConstrainedMarginsFindings findings) {
    var gaps = findings.family().stream().mapToDouble(m -> 100 * m.accuracy().gap());
    var range = gaps.summaryStatistics();
    report.note(
        Text.format(
            "The gaps of the family are between %.2f and %.2f points: one task. The paper's statements are about eight tasks of PGDL, which are not used here.",
            range.getMin(), range.getMax()));
    int networks = findings.family().size();
    long unfitted = findings.family().stream().filter(m -> m.accuracy().train() < 1).count();
    if (unfitted > 0) {
      report.note(
          Text.format(
              "%d of %d networks do not fit all training samples after %d epochs; they count like the others.",
              unfitted, networks, findings.scale().family().epochs()));
    }
    int ranked = findings.ranked().size();
    if (ranked < networks) {
      report.note(
          Text.format(
              "%d networks classify none of the measured samples correctly in some space, so they have no mean margin and count in no tau.",
              networks - ranked));
    }
    report.intervals("networks");
  }
}
