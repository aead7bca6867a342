package dev.assay.paper.batchnorm;

import dev.assay.io.Text;
import dev.assay.paper.batchnorm.Findings.Measured;
import dev.assay.reproduction.StudentT;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Which indices go with test accuracy: the second half of statement A-1. */
final class Generalisation implements Topic {
  /** Of fewer networks nothing is said. */
  private static final int FEW = 12;

  /** Accuracies differ if their deviation is so many times what the test samples explain. */
  private static final double DIFFERENT = 2;

  private final Findings findings;

  Generalisation(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    return List.of(sparsity());
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        scatter(),
        correlated("sparsity-and-accuracy", "Does sparsity go with test accuracy?", sparse()),
        correlated("indices-and-accuracy", "Which indices go with test accuracy?", gathering()));
  }

  @Override
  public List<Table> tables() {
    return List.of(correlations(), networks());
  }

  /** A-1, second half: it does not matter. */
  private Claim sparsity() {
    List<Quantity> numbers = new ArrayList<>();
    List<Quantity> open = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    for (Arm arm : Arm.values()) {
      Association all = Association.of(findings, arm, Sparse.ZEROS::level);
      numbers.add(all.quantity());
      Quantity deviation = deviation(arm);
      if (all.networks() < FEW) {
        cases.add(Verdict.UNDECIDED);
        open.add(
            all.quantity().saying(Text.format("%d networks reached the loss", all.networks())));
      } else if (deviation.value() < DIFFERENT) {
        cases.add(Verdict.UNDECIDED);
        open.add(deviation.saying("accuracies hardly differ"));
      } else {
        cases.add(all.verdict());
        if (all.verdict() == Verdict.UNDECIDED) {
          open.add(all.open());
        }
      }
    }
    for (Arm arm : Arm.values()) {
      numbers.add(amongEqual(arm));
      numbers.add(deviation(arm));
    }
    numbers.add(
        StudentT.mean(findings.differences(n -> 100 * n.accuracy().test()))
            .as("test accuracy of twins, with − without BatchNorm", "points"));
    return new Claim(
            "A-1b",
            "How sparse layers are is not an important factor for generalisation.",
            Verdicts.all(cases),
            Text.format(
                "Kendall's tau of the share of zeros, mean over layers, and test accuracy, among %d"
                    + " networks without BatchNorm and %d with it that reached the loss. Holds if in"
                    + " both arms the interval is within ±%s, a bound that was set beforehand; does"
                    + " not hold if in one it is beyond. What accuracies differ by (width, training"
                    + " samples, rate) may move sparsity, too: a correlation is no cause.",
                findings.trained(Arm.PLAIN).size(),
                findings.trained(Arm.NORMALISED).size(),
                Association.BOUND),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  /** Among networks with as many training samples as twins have. */
  private Quantity amongEqual(Arm arm) {
    int samples = findings.size().variants().get(0).train();
    List<Measured> equal =
        findings.trained(arm).stream().filter(n -> n.variant().train() == samples).toList();
    Association found = Association.of(arm, equal, Sparse.ZEROS::level);
    return found
        .quantity()
        .labelled(
            Text.format(
                "the same among the %d with %,d training samples, %s",
                equal.size(), samples, arm.words()));
  }

  /** Of accuracies, in standard errors of one of them. */
  private Quantity deviation(Arm arm) {
    double[] accuracies = Values.of(findings.trained(arm), n -> n.accuracy().test());
    double mean = Arrays.stream(accuracies).average().orElse(Double.NaN);
    double variance =
        Arrays.stream(accuracies).map(a -> (a - mean) * (a - mean)).sum() / (accuracies.length - 1);
    return Quantity.of(
        Text.format("deviation of test accuracies over their standard error, %s", arm.words()),
        Math.sqrt(variance / (mean * (1 - mean) / findings.size().test())));
  }

  private Figure scatter() {
    return new Figure(
        new Heading(
            "accuracy-by-sparsity",
            "Sparsity and test accuracy",
            "Each point is a network that reached the loss; they differ in width, training samples"
                + " and rate. The share of zeros is the mean over layers."),
        new Plot.Scatter(
            Axis.of("share of zeros"),
            Axis.of("test accuracy", "%"),
            Arrays.stream(Arm.values()).map(this::points).toList(),
            false,
            null));
  }

  private Plot.Points points(Arm arm) {
    List<Measured> networks = findings.trained(arm);
    return new Plot.Points(
            arm.words(),
            Values.of(networks, Sparse.ZEROS::level),
            Values.of(networks, n -> 100 * n.accuracy().test()))
        .standingFor(networks.stream().map(this::words).toList());
  }

  private String words(Measured network) {
    return Text.format(
        "width %d, %,d training samples, rate %s, seed %d",
        network.variant().width(), network.variant().train(), rate(network), network.seed());
  }

  private double rate(Measured network) {
    return findings.rates().get(network.arm()) / network.variant().slower();
  }

  /** An index and how it goes with test accuracy in both arms. */
  private record Row(String index, List<Association> arms) {}

  private List<Row> sparse() {
    return Sparse.ALL.stream().map(sparse -> row(sparse.name(), sparse::level)).toList();
  }

  private List<Row> gathering() {
    return Index.ALL.stream().map(index -> row(index.name(), index::level)).toList();
  }

  private Row row(String name, ToDoubleFunction<Measured> index) {
    return new Row(
        name,
        Arrays.stream(Arm.values()).map(arm -> Association.of(findings, arm, index)).toList());
  }

  private static Figure correlated(String name, String title, List<Row> rows) {
    return new Figure(
        new Heading(
            name,
            title,
            "Kendall's tau over the networks of an arm, mean over layers; an index of which small is"
                + " better should be negative."),
        new Plot.HeatMap(
            Axis.of("networks"),
            Arrays.stream(Arm.values()).map(Arm::words).toList(),
            Axis.of("index"),
            rows.stream().map(Row::index).toList(),
            Axis.of("tau with test accuracy"),
            rows.stream()
                .flatMap(row -> row.arms().stream())
                .mapToDouble(a -> a.tau().value())
                .toArray(),
            true));
  }

  private Table correlations() {
    return Table.of(
            Stream.concat(sparse().stream(), gathering().stream()).toList(),
            "correlations",
            "Indices and test accuracy")
        .note(
            "Kendall's tau over the networks of an arm that reached the loss, mean over layers; 95 %"
                + " intervals by the jackknife.")
        .text("index", "mean over layers", Row::index)
        .real("without", "", "tau without BatchNorm", r -> r.arms().get(0).tau().value())
        .real("without_low", "", "lower end of its interval", r -> r.arms().get(0).tau().low())
        .real("without_high", "", "upper end", r -> r.arms().get(0).tau().high())
        .real("with", "", "tau with BatchNorm", r -> r.arms().get(1).tau().value())
        .real("with_low", "", "lower end of its interval", r -> r.arms().get(1).tau().low())
        .real("with_high", "", "upper end", r -> r.arms().get(1).tau().high())
        .build();
  }

  private Table networks() {
    return Table.of(findings.networks(), "networks", "Networks")
        .note("The first ones of each seed are the twins.")
        .integer("seed", "of data and weights", Measured::seed)
        .text("arm", "BatchNorm or not", n -> n.arm().words())
        .integer("width", "channels of the first convolution", n -> n.variant().width())
        .integer("train_samples", "it was trained on", n -> n.variant().train())
        .real("rate", "", "learning rate", this::rate)
        .real("train_loss", "", "at the end", Measured::loss)
        .real("train_accuracy", "", "at the end", n -> n.accuracy().train())
        .real("test_accuracy", "", "at the end", n -> n.accuracy().test())
        .real("zeros", "", "share of zeros, mean over layers", Sparse.ZEROS::level)
        .build();
  }
}
