package dev.assay.paper.maps;

import dev.assay.io.Text;
import dev.assay.paper.maps.Findings.Measured;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Answered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What kernels and the size of the last map do to the output: statements C-1a and C-1b. */
final class Outputs implements Topic {
  private final Findings findings;

  Outputs(Findings findings) {
    this.findings = findings;
  }

  private static double mcs(Measured network) {
    return network.softmax().square();
  }

  @Override
  public List<Claim> claims() {
    return List.of(kernels(), maps());
  }

  /** A number for each case; all must be of one sign. */
  private Claim oneSign(String id, String statement, String evidence, List<Quantity> cases) {
    long more = cases.stream().filter(q -> q.interval().low() > 0).count();
    long less = cases.stream().filter(q -> q.interval().high() < 0).count();
    Verdict verdict =
        Verdicts.of(more == cases.size() || less == cases.size(), more > 0 && less > 0);
    return new Claim(id, statement, verdict, evidence, cases, findings.seeds())
        .openFor(Verdicts.open(0, cases));
  }

  /** C-1a: the sign is not known to be the paper's, so either will do. */
  private Claim kernels() {
    List<Quantity> cases = new ArrayList<>();
    for (int i = 1; i < Size.KERNELS.size(); i++) {
      int small = Size.KERNELS.get(i - 1);
      int large = Size.KERNELS.get(i);
      cases.add(
          findings
              .difference(List.of(Design.same(large)), List.of(Design.same(small)), Outputs::mcs)
              .as(Text.format("MCS of softmax, kernels of %d − %d", large, small)));
    }
    return oneSign(
        "C-1a",
        "Invariance at the output changes systematically with the kernel of convolutions.",
        "Padding keeps the size of maps. MCS is the mean cosine of softmax outputs over all moves"
            + " but none. Systematic is what goes one way from each kernel to the next, whichever"
            + " it is: the paper's sign is not known to this program.",
        cases);
  }

  /** C-1b. */
  private Claim maps() {
    List<Quantity> cases = new ArrayList<>();
    for (int kernel : Size.KERNELS) {
      List<Design> designs = ofKernel(kernel);
      Design small = designs.get(0);
      Design large = designs.get(designs.size() - 1);
      cases.add(
          findings
              .difference(List.of(large), List.of(small), Outputs::mcs)
              .as(
                  Text.format(
                      "MCS of softmax, map of %d − map of %d, kernel %d",
                      side(large), side(small), kernel)));
    }
    return oneSign(
        "C-1b",
        "Invariance at the output changes systematically with the size of the last map.",
        "Of each kernel the largest map against the smallest, by padding alone. Systematic is what"
            + " goes one way with each kernel.",
        cases);
  }

  private int side(Design design) {
    return design.map(findings.size().canvas());
  }

  /** With flat heads and poolings by 2, by the size of the last map. */
  private List<Design> ofKernel(int kernel) {
    return findings.size().designs().stream()
        .filter(d -> d.kernel() == kernel && d.pool() == 2 && d.head() == Head.FLAT)
        .sorted(Comparator.comparingInt(this::side))
        .toList();
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Line> lines = new ArrayList<>();
    for (int kernel : Size.KERNELS) {
      List<Design> designs = ofKernel(kernel);
      List<Estimate> y = designs.stream().map(d -> findings.mean(d, Outputs::mcs)).toList();
      lines.add(
          Values.line(
              Text.format("kernel %d×%d", kernel, kernel), Values.of(designs, this::side), y));
    }
    return List.of(
        new Figure(
            new Heading(
                "outputs-by-map",
                "Invariance of the output by kernel and map",
                "Mean cosine of softmax outputs over all moves but none; bands: 95 % intervals of"
                    + " Student's t over seeds."),
            new Plot.Lines(
                Axis.of("height and width of the last map").counting(),
                Axis.of("mean cosine, softmax"),
                lines)));
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(findings.all(), "networks", "Networks")
            .note("One row for each network; means over test images, moved.")
            .text("network", "convolutions, poolings, last map", n -> findings.words(n.design()))
            .integer("kernel", "of convolutions", n -> n.design().kernel())
            .integer("padding", "of convolutions", n -> n.design().padding())
            .integer("pool", "kernel of poolings", n -> n.design().pool())
            .integer("map", "height and width of the last map", n -> side(n.design()))
            .flag("forced", "whether the last map has no places", n -> findings.forced(n.design()))
            .integer("seed", "", Measured::seed)
            .real("train", "", "accuracy on training samples", n -> n.accuracy().train())
            .real("test", "", "accuracy on test samples, unmoved", n -> n.accuracy().test())
            .real(
                "moved",
                "",
                "accuracy on test images that are moved at random",
                n -> Answered.mean(n.answers().after()))
            .real("top1_change", "", "of them", n -> Answered.mean(n.answers().changed()))
            .real("mcs_softmax", "", "mean cosine over all moves but none", Outputs::mcs)
            .real("mcs_logits", "", "the same of logits", n -> n.logits().square())
            .real("distance_logits", "", "mean distance at the largest radius", Distances::far)
            .build());
  }
}
