package dev.assay.paper.stride;

import dev.assay.io.Text;
import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What stride does, by the kernel of pooling: statements D-1a, D-1b and D-2. */
final class Strides implements Topic {
  private final Findings findings;

  Strides(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    return List.of(helps(), needsKernel(), costs());
  }

  private static Design strided(int kernel) {
    return Design.plain(Design.STRIDED, kernel);
  }

  private static Design dense(int kernel) {
    return Design.plain(Design.DENSE, kernel);
  }

  /** D-1a. */
  private Claim helps() {
    Cases cases = new Cases();
    int kernel = Size.LARGE;
    cases.above(
        0,
        findings.difference(strided(kernel), dense(kernel), Measured::mcs),
        Text.format("MCS, strided − dense, kernel %d", kernel),
        "");
    cases.below(
        0,
        findings.difference(strided(kernel), dense(kernel), n -> 100 * n.changed()),
        Text.format("top-1 changes, strided − dense, kernel %d", kernel),
        "points");
    return cases.claim(
        "D-1a",
        "Where pooling makes neighbours alike, stride makes a network more invariant: outputs are more"
            + " alike, and answers change more seldom.",
        "Max pooling by a kernel of 5, with strides 2·2·2 against 1·1·1.",
        findings.seeds());
  }

  /** D-1b. */
  private Claim needsKernel() {
    double[] large =
        findings.differences(
            findings.first(), strided(Size.LARGE), dense(Size.LARGE), Measured::mcs);
    double[] small =
        findings.differences(
            findings.first(), strided(Size.SMALL), dense(Size.SMALL), Measured::mcs);
    Cases cases = new Cases();
    cases.beside(StudentT.mean(Values.known(small)), "MCS, strided − dense, kernel 2", "");
    cases.above(
        0,
        StudentT.mean(
            Values.known(
                IntStream.range(0, large.length).mapToDouble(s -> large[s] - small[s]).toArray())),
        "what stride adds to MCS, kernel 5 − kernel 2",
        "");
    return cases.claim(
        "D-1b",
        "With a kernel too small for its stride the gain is smaller.",
        "Strides 2·2·2 against 1·1·1, seed by seed.",
        findings.seeds());
  }

  /** D-2. */
  private Claim costs() {
    Cases cases = new Cases();
    cases.above(
        0,
        findings.difference(strided(Size.LARGE), strided(Size.SMALL), Measured::mcs),
        "MCS, kernel 5 − kernel 2",
        "");
    cases.below(
        0,
        findings.difference(strided(Size.LARGE), strided(Size.SMALL), Measured::clean),
        "accuracy on images as they are, kernel 5 − kernel 2",
        "points");
    return cases.claim(
        "D-2",
        "At the same strides a larger kernel makes a network more invariant and less accurate on"
            + " images that are not moved.",
        "Strides 2·2·2.",
        findings.seeds());
  }

  /** Networks without remedies, of one kernel, by their strides. */
  private List<Design> plain(int kernel) {
    return findings.size().designs().stream()
        .filter(d -> d.equals(Design.plain(d.strides(), kernel)))
        .sorted(Comparator.comparingInt(Design::stride))
        .toList();
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Line> lines = new ArrayList<>();
    for (int kernel : kernels()) {
      List<Design> designs = plain(kernel);
      lines.add(
          Values.line(
              "kernel " + kernel,
              Values.of(designs, Design::stride),
              designs.stream().map(d -> findings.mean(d, Measured::mcs)).toList()));
    }
    List<Plot.Points> points = new ArrayList<>();
    for (Design design : findings.size().designs()) {
      if (design.equals(Design.plain(design.strides(), design.kernel()))) {
        List<Measured> networks = findings.of(findings.first(), design);
        points.add(
            new Plot.Points(
                    design.words(),
                    Values.of(networks, Measured::clean),
                    Values.of(networks, Measured::mcs))
                .standingFor(
                    networks.stream()
                        .map(n -> Text.format("%s, seed %d", design.words(), n.seed()))
                        .toList()));
      }
    }
    return List.of(
        new Figure(
            new Heading(
                "invariance-and-accuracy",
                "Invariance against accuracy",
                "Each point is a network without remedies: colours tell strides, shapes kernels of pooling."),
            new Plot.Scatter(
                Axis.of("accuracy on images as they are", "%"),
                Axis.of("MCS"),
                points,
                false,
                null)),
        new Figure(
            new Heading(
                "invariance-by-stride",
                "Invariance by stride",
                "Networks without remedies; bands: 95 % intervals of Student's t over seeds."),
            new Plot.Lines(
                Axis.of("pixels of a step of the last map").counting(), Axis.of("MCS"), lines)));
  }

  private List<Integer> kernels() {
    return findings.size().designs().stream().map(Design::kernel).distinct().sorted().toList();
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(findings.networks().toList(), "networks", "Networks")
            .note("One row for each network; means over test images and their moves.")
            .text("data", "where images are from", n -> n.level().data())
            .text("images", "what was done to them", n -> n.level().look().words())
            .text("network", "strides of poolings, their kernel, remedies", n -> n.design().words())
            .integer("stride", "pixels of a step of the last map", n -> n.design().stride())
            .integer("kernel", "of poolings", n -> n.design().kernel())
            .text("filter", "before subsampling", n -> n.design().filter().words())
            .flag("averaged", "whether places are averaged", n -> n.design().head() == Head.MEAN)
            .flag("augmented", "whether it was trained on moved images", n -> n.design().moved())
            .integer("seed", "", Measured::seed)
            .real("train", "", "accuracy on training samples", n -> n.accuracy().train())
            .real("clean", "", "accuracy on test images as they are", n -> n.accuracy().test())
            .real("shifted", "", "accuracy on moved test images", Measured::shifted)
            .real("mcs", "", "mean cosine of softmax outputs", Measured::mcs)
            .real("top1_change", "", "share of moves that change the answer", Measured::changed)
            .build());
  }
}
