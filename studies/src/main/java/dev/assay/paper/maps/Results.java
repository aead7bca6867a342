package dev.assay.paper.maps;

import dev.assay.data.Provenance;
import dev.assay.io.Text;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.PaperReport;
import dev.assay.study.Report;
import java.util.Arrays;
import java.util.List;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private Results() {}

  static Report report(
      Laboratory laboratory, Findings findings, List<Provenance> train, Provenance test) {
    Size size = findings.size();
    PaperReport report =
        new PaperReport(
            new TranslationMaps(),
            "Translation maps on " + laboratory.data(),
            Text.format(
                "Its statements, and what follows from its method, checked on %d networks of three"
                    + " convolutions (%s channels) for each of %d seeds, trained on %,d samples of %s"
                    + " in the middle of a canvas of %d × %d, none of them moved, to a training loss"
                    + " of %s. %d test images are moved by up to %d pixels on either axis, in steps of"
                    + " %d; black comes in.",
                size.designs().size(),
                size.channels(),
                size.seeds(),
                size.train(),
                laboratory.data(),
                size.canvas(),
                size.canvas(),
                size.loss(),
                size.measured(),
                size.range(),
                size.step()),
            List.of(
                new Outputs(findings),
                new Locations(findings),
                new Pooling(findings),
                new Distances(findings),
                new Centre(findings)));
    for (Design design : size.designs()) {
      report.key(
          findings
              .mean(design, n -> n.softmax().square())
              .as("MCS of softmax, " + findings.words(design)));
    }
    return report
        .note(
            "MCS is the mean cosine over all moves of the grid but none. Hidden places are brought"
                + " to one dimension by sums with random signs, so that cosines compare; logits and"
                + " softmax have as many numbers in all networks. Read it beside the accuracy: what"
                + " gives one answer for everything is invariant.")
        .note(
            "Intervals are 95 % intervals of Student's t over seeds, on the differences of networks"
                + " of one seed where they are compared: they tell how numbers would vary with other"
                + " seeds, not with other data sets. Each is judged alone: of 20 that know no"
                + " difference one looks decided.")
        .note(
            Text.format(
                "Where most leaves the canvas, an image loses %.1f %% of its mass on average, at most"
                    + " %.1f %%, and %.0f %% of the images lose something.",
                100 * most(findings.clipped().mean()),
                100 * most(findings.clipped().most()),
                100 * most(findings.clipped().share())))
        .section(
            "Networks that learned nothing, left out of all statements",
            findings.left().stream()
                .map(
                    n ->
                        Text.format(
                            "%s, seed %d: %.0f %% of the test samples right, no more than chance",
                            findings.words(n.design()), n.seed(), 100 * n.accuracy().test()))
                .toList())
        .section(
            "Networks that did not reach the loss",
            findings.all().stream()
                .filter(n -> n.loss() > size.loss())
                .map(
                    n ->
                        Text.format(
                            "%s, seed %d: training loss %.3g",
                            findings.words(n.design()), n.seed(), n.loss()))
                .toList())
        .differences(
            "Its data, canvas, range, depth, widths, optimiser and locations are not known to this"
                + " program; here: what the summary says, Adam, no augmentation, no BatchNorm.",
            "The direction in which kernels and maps work is not known to be the paper's: C-1a and"
                + " C-1b ask whether there is one.",
            "C-3 is of the master's thesis that followed (Myburgh 2021); C-2a is what a small"
                + " experiment observed, C-4 and C-5 follow from definitions.",
            "How it makes dimensions equal is not known to this program; here: a projection to as"
                + " many numbers as the hidden dense layer has.",
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(size, findings.seeds(), train, test);
  }

  private static double most(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
