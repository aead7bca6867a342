package dev.assay.study.paper;

import dev.assay.io.Text;
import dev.assay.study.Report;
import dev.assay.study.paper.MissingMarginFindings.Kind;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;

/** The report on the measurements of {@link MissingMarginPaper}. */
final class MissingMarginResults {
  private MissingMarginResults() {}

  static Report report(Laboratory laboratory, MissingMarginFindings findings, Bootstrap bootstrap) {
    MissingMarginScale scale = findings.scale();
    PaperReport report =
        new PaperReport(
            "The missing margin reproduced on " + laboratory.data(),
            "Statements of \"The missing margin\" (Theunissen, Mouton, Davel 2022), checked on"
                + Text.format(
                    " perceptrons of growing width, trained on %,d samples of %s: clean, with %.0f %%",
                    findings.draws().get(0).set(Kind.CLEAN).count(),
                    laboratory.data(),
                    100 * scale.fraction())
                + " of the labels wrong, and with as many images replaced by Gaussian noise. Up to"
                + Text.format(
                    " %d fitted samples in each group, %d seeds.",
                    scale.samples(), findings.seeds().size()),
            List.of(
                new MissingMarginGroups(findings, bootstrap),
                new MissingMarginEffects(findings, bootstrap),
                new MissingMarginCapacity(findings, bootstrap),
                new MissingMarginGeometry(findings, bootstrap)));
    for (Kind kind : Kind.values()) {
      report.key(
          bootstrap
              .meanOfMeans(findings.clean(kind, findings.largest()))
              .as(
                  Text.format(
                      "margin of clean samples, trained with %s, width %d",
                      kind.words(), findings.largest())));
    }
    report
        .note(
            "Margins are distances to a point found on the boundary: upper bounds. They count where the"
                + " network predicts the target that the sample was trained on.")
        .intervals("samples");
    int failed =
        findings.trained().stream()
            .mapToInt(t -> t.clean().failed() + t.corrupted().failed())
            .sum();
    if (failed > 0) {
      report.note(
          Text.format("For %d samples no boundary was found; they count in no mean.", failed));
    }
    return report
        .provenance("solver", MissingMarginPaper.SOLVER)
        .of(
            "missing-margin",
            scale,
            findings.seeds(),
            findings.draws().stream().map(draw -> draw.set(Kind.CLEAN)).toList(),
            laboratory.test(scale.test()));
  }
}
