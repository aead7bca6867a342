package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.PaperReport;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private Results() {}

  static Report report(Laboratory laboratory, Findings findings, Bootstrap bootstrap) {
    Size scale = findings.scale();
    NetworkKind networks = findings.networks();
    ByWidth byWidth = new ByWidth(findings, bootstrap);
    AndGap family = new AndGap(findings, bootstrap);
    Pictures pictures = new Pictures(findings);
    PaperReport report =
        new PaperReport(
            new Fragmentation(),
            "Fragmentation reproduced on " + laboratory.data(),
            "Its statements, checked on"
                + Text.format(
                    " %s of growing %s, trained on %,d samples of %s, with %,.0f %% of",
                    networks.networks(),
                    networks.size(),
                    findings.draws().get(0).clean().count(),
                    laboratory.data(),
                    100 * scale.noise())
                + " the labels wrong and with none. Fragmentation is the exact number of class"
                + " changes on the segment between two clean training samples of one class,"
                + Text.format(
                    " averaged over %,d pairs and %d seeds.",
                    scale.pairs(), findings.seeds().size()),
            List.of(
                byWidth,
                new ByEpoch(findings, bootstrap),
                new AtCuts(findings, bootstrap),
                new AndNorms(findings, bootstrap),
                family,
                pictures));
    report.key(byWidth.at(findings.peak())).key(byWidth.at(findings.largest()));
    pictures.missedAt(100).ifPresent(report::key);
    report.intervals("segments (epochs or networks where a rank correlation is meant)");
    report.section(
        Text.format(
            "Not judged: networks with fewer than %d segments whose ends they classify right",
            Fitted.FEW),
        findings.few().stream().map(group -> group + ", for the seeds in turn").toList());
    report.note(family.training());
    int unanswered = findings.ends().stream().mapToInt(end -> end.lines().unanswered()).sum();
    if (unanswered > 0) {
      report.note(
          Text.format(
              "%d segments have no answer (equal end points) and count in no mean.", unanswered));
    }
    return report
        .provenance("network", networks)
        .differences(
            Text.format(
                "The paper ranks the networks of PGDL's tasks: convolutional networks trained on"
                    + " images in colour. They are not used here; for statement B5 a family of %s"
                    + " trained on %,d samples of %s stands in for them.",
                networks.networks(), scale.family().train(), laboratory.data()),
            Text.format(
                "Data and networks of the paper's other experiments are not known to this program;"
                    + " here: %s and, for hidden cuts, networks with %s; on %,d samples of %s.",
                networks.described(scale.widths()),
                findings.deep(),
                findings.draws().get(0).clean().count(),
                laboratory.data()),
            Text.format(
                "Its estimator (which pairs or triples of samples, how many, with how many points"
                    + " between) is not known to this program; here: the exact number of class"
                    + " changes on %,d segments between clean training samples of one class.",
                scale.pairs()),
            Text.format(
                "Its label noise, optimiser, rate, schedule and number of epochs are not known to"
                    + " this program; here: %.0f %% of the labels, Adam with a rate of 0.001 that"
                    + " falls along a cosine, %d samples in a step, %d epochs.",
                100 * scale.noise(), scale.batch(), scale.epochs()),
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(
            scale,
            findings.seeds(),
            findings.draws().stream().map(draw -> draw.noisy().provenance()).toList(),
            laboratory.test(scale.test()).provenance());
  }
}
