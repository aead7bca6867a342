package dev.assay.paper.batchnorm;

import dev.assay.io.Text;
import dev.assay.paper.batchnorm.Findings.Measured;
import dev.assay.paper.batchnorm.Size.Variant;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.PaperReport;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Values;
import dev.assay.study.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  private Results() {}

  static Report report(Laboratory laboratory, Findings findings) {
    Size size = findings.size();
    Variant base = size.variants().get(0);
    PaperReport report =
        new PaperReport(
            new BatchNormRepresentations(),
            "BatchNorm and representations on " + laboratory.data(),
            Text.format(
                "Its statements, checked on twins that differ in BatchNorm alone (%s), trained on"
                    + " %,d samples of %s to a training loss of %s at the rates that a pilot found:"
                    + " %s without BatchNorm, %s with it; %d seeds. Beside them narrower and slower"
                    + " networks, and ones with fewer samples: %d in all.",
                findings.chain().described(base.width()),
                base.train(),
                laboratory.data(),
                size.loss(),
                findings.rates().get(Arm.PLAIN),
                findings.rates().get(Arm.NORMALISED),
                findings.seeds().size(),
                findings.networks().size()),
            List.of(
                new Gathering(findings),
                new Sparsities(findings),
                new Pieces(findings),
                new Generalisation(findings)));
    for (Arm arm : Arm.values()) {
      List<Measured> twins = findings.twins(arm);
      report
          .key(
              StudentT.mean(Values.of(twins, n -> 100 * n.accuracy().test()))
                  .as("test accuracy of twins, " + arm.words(), "%"))
          .key(
              StudentT.mean(Values.of(twins, Measured::loss))
                  .as("training loss of twins, " + arm.words()));
    }
    return report
        .note(
            "Intervals of twins are 95 % intervals of Student's t over seeds, on the differences of"
                + " twins where they are compared. They tell how numbers would vary with other"
                + " seeds, not with other data sets. Each is judged alone: of 20 that know no"
                + " difference one looks decided; statements about all indices ask for more.")
        .note(
            Text.format(
                "The pilot's rule: of the rates %s, descending, an arm takes the first at which the"
                    + " twins of all seeds reach the loss within %d epochs. What indices say was not"
                    + " looked at. Training stops after the first epoch that ends at the loss or"
                    + " below, so losses are alike, not equal: see the key numbers.",
                size.rates(), size.epochs()))
        .note(
            "Activations are those behind the ReLU, BatchNorm with running statistics. Scales differ"
                + " between the arms: indices of activations as they are are blind to the scale of a"
                + " layer, but not to that of a channel; those of cosines and scaled activations are"
                + " blind to that of a sample, too.")
        .section(
            "Networks that did not reach the loss",
            findings.untrained().stream().map(Results::untrained).toList())
        .provenance("network", NetworkKind.CNN)
        .provenance(
            "rates",
            Map.of(
                Arm.PLAIN.words(),
                findings.rates().get(Arm.PLAIN),
                Arm.NORMALISED.words(),
                findings.rates().get(Arm.NORMALISED)))
        .differences(
            Text.format(
                "The paper has a convolutional network of four convolutions on MNIST and VGG-16 on"
                    + " CIFAR-10. Here: %s, on %s; variants of %s.",
                findings.chain().described(base.width()),
                laboratory.data(),
                size.variants().stream()
                    .skip(1)
                    .map(
                        v ->
                            Text.format(
                                "%d channels, %,d samples, rate / %d",
                                v.width(), v.train(), v.slower()))
                    .collect(Collectors.joining("; "))),
            Text.format(
                "It looks at 5,000 training samples; here: %d, the same ones for both twins.",
                size.measured()),
            "Widths, kernels, batches, epochs, rates and when it stops are not known to this program"
                + " for certain. Here both arms stop at the same training loss, not after the same"
                + " epochs, and differ in rate alone; where BatchNorm follows, a convolution has no"
                + " bias.",
            "Which index of clustering it takes, and whether with labels or without, is not known:"
                + " here many stand side by side, and what is said of one is not said of another."
                + " Its channel sparsity is taken for the share of zeros of a channel.",
            "Statement A-3 is an observation of a small experiment, A-4 a warning from it, and A-5"
                + " that of a later paper (arXiv:2605.04946): none is this paper's.",
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(
            size,
            findings.seeds(),
            findings.seeds().stream()
                .map(seed -> laboratory.train(base.train(), seed).provenance())
                .toList(),
            laboratory.test(size.test()).provenance());
  }

  private static String untrained(Measured network) {
    return Text.format(
        "%s, %d channels, %,d samples, rate / %d, seed %d: training loss %.3g; counts in no"
            + " correlation",
        network.arm().words(),
        network.variant().width(),
        network.variant().train(),
        network.variant().slower(),
        network.seed(),
        network.loss());
  }
}
