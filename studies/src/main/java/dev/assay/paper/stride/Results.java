package dev.assay.paper.stride;

import dev.assay.data.Provenance;
import dev.assay.io.Text;
import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.PaperReport;
import dev.assay.study.Report;
import java.util.List;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private Results() {}

  static Report report(
      Laboratory laboratory, Findings findings, List<Provenance> train, Provenance test) {
    Size size = findings.size();
    PaperReport report =
        new PaperReport(
            new StrideInvariance(),
            "Stride and invariance on " + laboratory.data(),
            Text.format(
                "Its statements, and what follows from its method, checked on %d networks of three"
                    + " convolutions (%s channels) for each of %d seeds, trained on %,d samples of %s"
                    + " on a canvas with a margin of %d pixels, until the loss of %,d others had not"
                    + " fallen for %d epochs, and taken as they were when it was lowest. %d test images are moved %d times by up to %d pixels on"
                    + " either axis, by the same for all networks; nothing leaves the canvas.",
                size.networks(),
                size.channels(),
                size.seeds(),
                size.train(),
                laboratory.data(),
                size.range(),
                size.validation(),
                size.patience(),
                size.measured(),
                size.moves(),
                size.range()),
            List.of(
                new Strides(findings),
                new Profiles(findings),
                new Homogeneous(findings),
                new Remedies(findings),
                new Rolls(findings)));
    for (int kernel : List.of(Size.SMALL, Size.LARGE)) {
      for (List<Integer> strides : List.of(Design.DENSE, Design.STRIDED)) {
        Design design = Design.plain(strides, kernel);
        report.key(findings.mean(design, Measured::mcs).as("MCS, " + design.words()));
      }
    }
    return report
        .note(
            "MCS is the mean cosine of softmax outputs for an image and the same, moved. Read it beside"
                + " the accuracy: what gives one answer for everything is invariant. Black comes in"
                + " where an image is moved away, unless rolls are spoken of.")
        .note(
            "Intervals are 95 % intervals of Student's t over seeds, on the differences of networks of"
                + " one seed where they are compared: they tell how numbers would vary with other"
                + " seeds, not with other data sets. Each is judged alone: of 20 that know no"
                + " difference one looks decided.")
        .note(
            "Local homogeneity at a lag is 1 less the mean absolute difference of neighbours so far"
                + " apart, over the range of all values.")
        .note(data(findings))
        .section(
            "Networks that learned nothing, left out of all statements but D-5",
            findings.left().stream()
                .map(
                    n ->
                        Text.format(
                            "%s, images %s, seed %d: %.0f %% of the test samples right, no more than"
                                + " chance",
                            n.design().words(), findings.words(n.level()), n.seed(), n.clean()))
                .toList())
        .section(
            "Images of which too little was learned, left out of D-3 and D-4d",
            findings.levels().stream()
                .filter(level -> !findings.learned().contains(level))
                .map(
                    level ->
                        Text.format(
                            "%s: %.0f %% of the test samples right, no more than chance",
                            findings.words(level), 100 * findings.accuracy(level)))
                .toList())
        .differences(
            "Its data, canvas, range, depth, widths, optimiser and measure of local homogeneity are not"
                + " known to this program; here: what the summary says, Adam, no BatchNorm.",
            "Enlarged images need a larger canvas, on which a move is a smaller part of the image.",
            "D-4a to D-4d are its topics; that remedies help in this order is what a small experiment"
                + " observed. D-5 follows from definitions; its law of how alike dense maxima of noise are is held by the"
                + " program's tests. How it tells which kernel is needed is not"
                + " known to this program.",
            "How D-3a, D-3b and D-4c are judged was settled after first runs on MNIST had been looked at"
                + " (seeds 0 to 2, 9400 to 9404); verdicts from other seeds than those are fresh.",
            "Strides that do not divide the canvas have no network with polyphase sampling.",
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(size, findings.seeds(), train, test);
  }

  private static String data(Findings findings) {
    return findings
        .beside()
        .map(
            other ->
                Text.format(
                    "Local homogeneity has levels of two data sets: %s and %s.",
                    findings.first().data(), other.data()))
        .orElse(
            Text.format(
                "Local homogeneity has levels of %s alone, as no other data set was there.",
                findings.first().data()));
  }
}
