package dev.assay.study.paper;

import dev.assay.io.Text;
import dev.assay.study.Report;
import dev.assay.study.paper.FragmentationFindings.Draw;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;

/** The report on the measurements of {@link FragmentationPaper}. */
final class FragmentationResults {
  private FragmentationResults() {}

  static Report report(Laboratory laboratory, FragmentationFindings findings, Bootstrap bootstrap) {
    FragmentationScale scale = findings.scale();
    FragmentationByWidth byWidth = new FragmentationByWidth(findings, bootstrap);
    FragmentationPictures pictures = new FragmentationPictures(findings);
    PaperReport report =
        new PaperReport(
            "Fragmentation reproduced on " + laboratory.data(),
            "Statements of \"Is network fragmentation a useful complexity measure?\" (Mouton et"
                + Text.format(
                    " al. 2024), checked on perceptrons trained on %,d samples of %s, with %,.0f %% of",
                    findings.draws().get(0).clean().count(), laboratory.data(), 100 * scale.noise())
                + " the labels wrong and with none. Fragmentation is the exact number of class"
                + " changes on the segment between two clean training samples of one class,"
                + Text.format(
                    " averaged over %,d pairs and %d seeds.",
                    scale.pairs(), findings.seeds().size()),
            List.of(
                byWidth,
                new FragmentationByEpoch(findings, bootstrap),
                new FragmentationAtCuts(findings, bootstrap),
                new FragmentationAndNorms(findings, bootstrap),
                new FragmentationAndGap(findings, bootstrap),
                pictures));
    report
        .key(byWidth.at(findings.peak()))
        .key(byWidth.at(findings.largest()))
        .key(pictures.missedAt(100))
        .intervals("segments (epochs or networks where a rank correlation is meant)");
    int unanswered = findings.ends().stream().mapToInt(end -> end.lines().unanswered()).sum();
    if (unanswered > 0) {
      report.note(
          Text.format(
              "%d segments have no answer (equal end points) and count in no mean.", unanswered));
    }
    return report
        .note(
            "The paper's statement B5 is about PGDL, which is not used here; the family stands in for it.")
        .of(
            "fragmentation",
            scale,
            findings.seeds(),
            findings.draws().stream().map(Draw::noisy).toList(),
            laboratory.test(scale.test()));
  }
}
