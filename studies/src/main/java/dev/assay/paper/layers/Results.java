package dev.assay.paper.layers;

import dev.assay.io.Text;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.PaperReport;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;
import java.util.stream.Collectors;

/** The report on the measurements of {@link Experiment}. */
final class Results {
  /** Training accuracy below which a network does not fit its samples. */
  private static final double FITS = 0.99;

  private Results() {}

  static Report report(Laboratory laboratory, Findings findings, Bootstrap bootstrap) {
    Size scale = findings.scale();
    String shapes =
        scale.shapes().stream().map(Shape::toString).collect(Collectors.joining(" and "));
    int samples = findings.draws().get(0).train().count();
    PaperReport report =
        new PaperReport(
            new LayerTrees(),
            "Layerwise trees reproduced on " + laboratory.data(),
            Text.format(
                "Its statement (B1), and what follows from its method (B2 to B7), checked on"
                    + " perceptrons with %s hidden layers × units, trained on %,d samples of %s:"
                    + " which units of a layer are active for a sample is its code; decision trees"
                    + " on the codes of one layer say how much of the network's answer can be read"
                    + " from there. %d seeds.",
                shapes, samples, laboratory.data(), findings.seeds().size()),
            List.of(
                new Explained(findings, bootstrap),
                new ByDepth(findings, bootstrap),
                new Layers(findings, bootstrap),
                new Beside(findings, bootstrap),
                new Selectivity(findings, bootstrap),
                new InTraining(findings, bootstrap),
                new Tops(findings)));
    for (Shape shape : scale.shapes()) {
      report.key(
          bootstrap
              .meanOfMeans(findings.each(shape, net -> Findings.percent(net.last().tree().alike())))
              .as(Text.format("fidelity, codes of the last hidden layer of %s", shape), "%"));
    }
    report
        .note(
            "A unit is on where its activation is larger than 0. Trees are CART with Gini impurity,"
                + " grown until leaves are pure. Fidelity is the share of test samples to which a"
                + " tree gives the network's class, accuracy the share to which it gives the"
                + " label.")
        .note(
            "Only B1 is known to be the paper's. B2 is what the theory behind it expects of layers"
                + " that classify together, B3 to B5 and B7 are questions that its method answers,"
                + " B6 is what its authors report of other networks.")
        .intervals("test samples");
    if (findings.networks().stream().allMatch(net -> net.fitted() == 1)) {
      report.note(
          "All networks give all training samples their label, so trees of labels are those of the"
              + " network's classes.");
    }
    report.section(
        "Networks that do not fit their training samples",
        findings.networks().stream()
            .filter(net -> net.fitted() < FITS)
            .map(Results::told)
            .toList());
    return report
        .differences(
            Text.format(
                "Its data and networks are not known to this program; here: perceptrons of %s on"
                    + " %,d samples of %s.",
                shapes, samples, laboratory.data()),
            Text.format(
                "Its optimiser, rate, epochs and number of samples are not known to this program;"
                    + " here: Adam with a rate of 0.001, %d samples in a step, %d epochs.",
                scale.batch(), scale.epochs()),
            "Its tree learner, whether trees are pruned, and whether they learn labels or the"
                + " network's classes are not known to this program; here: CART with Gini impurity,"
                + " not pruned, of the network's classes; trees of labels stand beside.",
            "The output layer has no units that are on or off and is left out.",
            "Of its numbers none is known to this program: statements are checked, not numbers.")
        .of(
            scale,
            findings.seeds(),
            findings.draws().stream().map(draw -> draw.train().provenance()).toList(),
            laboratory.test(scale.test()).provenance());
  }

  private static String told(Net net) {
    return Text.format(
        "%s, seed %d: %.1f %% fitted", net.shape(), net.draw().seed(), 100 * net.fitted());
  }
}
