package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.PaperReport;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.HyperparameterGrid;
import java.util.List;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private Results() {}

  static Report report(Laboratory laboratory, Findings findings, Bootstrap bootstrap) {
    Size scale = findings.scale();
    PaperReport report =
        new PaperReport(
            new ConstrainedMargins(),
            "Constrained margins reproduced on " + laboratory.data(),
            "Its statements, checked on"
                + Text.format(
                    " a family of %d perceptrons (width, depth, weight decay,",
                    scale.family().size())
                + Text.format(
                    " batch size) for each of %d seeds, trained on %,d samples of %s. A measure is",
                    findings.seeds().size(), count(laboratory, findings), laboratory.data())
                + Text.format(
                    " judged by Kendall's tau between minus the mean margin of %d training samples",
                    scale.samples())
                + " and the generalisation gap: 1 orders the networks perfectly, 0 not at all.",
            List.of(
                new Predictors(findings, bootstrap),
                new Components(findings, bootstrap),
                new Rescalings(findings)));
    report
        .key(findings.tau(MeanMargins.KNEE, bootstrap).as("tau, constrained margins (Kneedle)"))
        .key(findings.tau(MeanMargins.INPUT, bootstrap).as("tau, input margins"))
        .key(
            findings
                .tau(MeanMargins.HIDDEN_FIRST, bootstrap)
                .as("tau, hidden margins, first layer"))
        .key(
            findings.tau(MeanMargins.HIDDEN_LAST, bootstrap).as("tau, hidden margins, last layer"));
    notes(report, findings, bootstrap);
    return report
        .provenance("solvers", MeanMargins.solvers())
        .differences(
            "The paper ranks the networks of PGDL's eight tasks: convolutional networks trained on CIFAR-10, SVHN, CINIC-10, Flowers, Pets and Fashion-MNIST. They are not used here.",
            Text.format(
                "Here: %d perceptrons for each seed that differ in width, depth, weight decay and batch size, on %,d samples of %s. That is one task where the paper has eight.",
                scale.family().size(), count(laboratory, findings), laboratory.data()),
            Text.format(
                "Step, tolerance, number of iterations and of samples, and whether points are held within the range of the data, are not known to this program; here: %d samples of the training set, points are not held, solvers as in the provenance.",
                scale.samples()),
            "How the paper draws the curve from which Kneedle takes the number of components is not known to this program; here: the variance of each component, all of them.",
            "Of the measures that the paper compares with, input margins and hidden margins are measured here, the entries of PGDL's competition are not.",
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(
            scale,
            findings.seeds(),
            findings.family().stream().map(m -> m.member().training().train()).toList(),
            laboratory.test(scale.family().test()).provenance());
  }

  private static void notes(PaperReport report, Findings findings, Bootstrap bootstrap) {
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
    if (findings.missing() > 0) {
      report.note(
          Text.format(
              "%d networks classify none of the measured samples correctly in some space, so they have no mean margin and count in no tau. Over those that are there, PGDL's score is %.3f for constrained margins and %.3f for input margins; the table has none, as it asks for the whole grid.",
              findings.missing(),
              score(findings, MeanMargins.KNEE, bootstrap),
              score(findings, MeanMargins.INPUT, bootstrap)));
    }
    report.intervals("networks");
  }

  /** Training samples of a network. */
  private static int count(Laboratory laboratory, Findings findings) {
    return laboratory.bench().data(findings.family().get(0).member().training().train()).count();
  }

  private static double score(Findings findings, String space, Bootstrap bootstrap) {
    return findings.scoreOfRanked(space, HyperparameterGrid::score, bootstrap).value();
  }
}
