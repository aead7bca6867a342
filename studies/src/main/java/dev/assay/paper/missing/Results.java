package dev.assay.paper.missing;

import dev.assay.io.Text;
import dev.assay.paper.missing.Findings.Treatment;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.PaperReport;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;
import java.util.stream.Collectors;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private Results() {}

  static Report report(Laboratory laboratory, Findings findings, Bootstrap bootstrap) {
    Size scale = findings.scale();
    NetworkKind networks = findings.networks();
    PaperReport report =
        new PaperReport(
            new MissingMargin(),
            "The missing margin reproduced on " + laboratory.data(),
            "Its statements, checked on"
                + Text.format(
                    " %s of growing %s, trained on %,d samples of %s: clean, with %.0f %%",
                    networks.networks(),
                    networks.size(),
                    findings.draws().get(0).set(Treatment.CLEAN).count(),
                    laboratory.data(),
                    100 * scale.fraction())
                + " of the labels wrong, and with as many images replaced by Gaussian noise. Up to"
                + Text.format(
                    " %d fitted samples in each group, %d seeds.",
                    scale.samples(), findings.seeds().size()),
            List.of(
                new Groups(findings, bootstrap),
                new Effects(findings, bootstrap),
                new Capacity(findings, bootstrap),
                new Neighbourhoods(findings, bootstrap)));
    for (Treatment kind : Treatment.values()) {
      report.key(
          bootstrap
              .meanOfMeans(findings.clean(kind, findings.largest()))
              .as(
                  Text.format(
                      "margin of clean samples, trained with %s, %s",
                      kind.words(), networks.sized(findings.largest()))));
    }
    report
        .note(
            "Margins are distances to a point found on the boundary: upper bounds. They count where"
                + " the network predicts the target that the sample was trained on.")
        .note(
            Text.format(
                "All distances are Euclidean (L2), in input space: between images of %,d pixel"
                    + " values from 0 to 1.",
                laboratory.sample().intSize()))
        .intervals("samples");
    report.section(
        "Groups with few fitted samples",
        findings.few().stream().map(group -> group + ", for the seeds in turn").toList());
    List<Fitted> left = findings.left();
    if (!left.isEmpty()) {
      report.note(
          "The largest networks do not fit all measured samples, and of these nothing is said: "
              + left.stream().map(Fitted::toString).collect(Collectors.joining("; "))
              + ".");
    }
    int failed =
        findings.trained().stream()
            .mapToInt(t -> t.clean().failed() + t.corrupted().failed())
            .sum();
    if (failed > 0) {
      report.note(
          Text.format("For %d samples no boundary was found; they count in no mean.", failed));
    }
    return report
        .provenance("network", networks)
        .provenance("solver", Experiment.solver())
        .differences(
            Text.format(
                "The paper has fully connected networks trained on corrupted MNIST and"
                    + " convolutional ones trained on corrupted CIFAR-10. Here: %s on %,d samples"
                    + " of %s.",
                networks.described(scale.widths()),
                findings.draws().get(0).set(Treatment.CLEAN).count(),
                laboratory.data()),
            Text.format(
                "Which share of samples it corrupts, and the mean and deviation of its Gaussian"
                    + " noise, are not known to this program; here: %.0f %%.",
                100 * scale.fraction()),
            Text.format(
                "Its optimiser, rate, epochs and number of samples are not known to this program;"
                    + " here: %d samples in a step, %d epochs, up to %d fitted samples of each"
                    + " group.",
                scale.batch(), scale.epochs(), scale.samples()),
            "It finds boundaries with a solver for constrained optimisation that minimises the"
                + " squared distance. Here: the nearest point of several searches, of which"
                + " DeepFool is the first; its distances are upper bounds.",
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(
            scale,
            findings.seeds(),
            findings.draws().stream().map(draw -> draw.set(Treatment.CLEAN).provenance()).toList(),
            laboratory.test(scale.test()).provenance());
  }
}
