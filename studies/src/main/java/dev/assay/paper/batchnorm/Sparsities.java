package dev.assay.paper.batchnorm;

import dev.assay.io.Text;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Panel;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How sparse layers are: the first half of statement. */
final class Sparsities implements Topic {
  /** Shares of zeros that differ by less are alike: five of a hundred activations. */
  private static final double ALIKE = 0.05;

  private final Findings findings;
  private final List<Estimate> differences;

  Sparsities(Findings findings) {
    this.findings = findings;
    this.differences = differences(Sparse.ZEROS);
  }

  /** Layer by layer, with − without. */
  private List<Estimate> differences(Sparse sparse) {
    return convolutions()
        .mapToObj(c -> StudentT.mean(findings.differences(n -> sparse.at(n, c))))
        .toList();
  }

  private static long different(List<Estimate> differences) {
    return differences.stream().filter(d -> d.above(0) || d.below(0)).count();
  }

  private IntStream convolutions() {
    return IntStream.rangeClosed(1, findings.chain().depth());
  }

  @Override
  public List<Claim> claims() {
    return List.of(differs(), flattened());
  }

  @Override
  public List<Figure> figures() {
    return List.of(byDepth());
  }

  @Override
  public List<Table> tables() {
    return List.of(sparsity());
  }

  /** A-1, first half: sparsity differs. */
  private Claim differs() {
    long different = different(differences);
    boolean most = 2 * different > differences.size();
    List<Quantity> numbers = numbers();
    return new Claim(
            "A-1a",
            "The sparsity of layers differs between networks with and without BatchNorm,"
                + " consistently over seeds.",
            Verdicts.of(
                most, differences.stream().allMatch(d -> d.above(-ALIKE) && d.below(ALIKE))),
            Text.format(
                "Shares of zeros of twins: in %d of %d layers the interval of their difference"
                    + " excludes 0. Holds if that is more than half of them; does not hold if in all"
                    + " the interval is within ±%s. By other indices it excludes 0 in: %s.",
                different, differences.size(), ALIKE, others()),
            numbers,
            findings.seeds())
        .openFor(Verdicts.open(0, numbers));
  }

  private String others() {
    return Sparse.ALL.stream()
        .filter(sparse -> sparse != Sparse.ZEROS)
        .map(
            sparse ->
                Text.format(
                    "%d of %d (%s)",
                    different(differences(sparse)), differences.size(), sparse.name()))
        .collect(Collectors.joining(", "));
  }

  /** more zeros in the first layer, fewer in the last one. */
  private Claim flattened() {
    Estimate first = differences.get(0);
    Estimate last = differences.get(differences.size() - 1);
    List<Quantity> ends = List.of(numbers().get(0), numbers().get(differences.size() - 1));
    return new Claim(
            "A-3",
            "BatchNorm raises the share of zeros in the first layer and lowers it in the last one:"
                + " it flattens the profile over depth.",
            Verdicts.all(
                List.of(
                    Verdicts.of(first.above(0), first.below(0)),
                    Verdicts.of(last.below(0), last.above(0)))),
            "Differences of twins behind the first convolution and behind the last one; both must"
                + " show it.",
            ends,
            findings.seeds())
        .openFor(Verdicts.open(0, ends));
  }

  private List<Quantity> numbers() {
    return convolutions()
        .mapToObj(
            c ->
                differences
                    .get(c - 1)
                    .as(Text.format("zeros behind convolution %d, with − without", c)))
        .toList();
  }

  private Figure byDepth() {
    return new Figure(
        new Heading(
            "sparsity-by-depth",
            "Sparsity by depth",
            Text.format(
                "Mean over %d seeds; bands: 95 %% intervals of Student's t. The share of zeros is"
                    + " the mean over channels of theirs; a silent channel is zero at every place of"
                    + " a sample.",
                findings.seeds().size())),
        new Plot.Multiples(
            2,
            Stream.of("zeros", "silent", "hoyer", "selectivity")
                .flatMap(column -> Sparse.ALL.stream().filter(s -> s.column().equals(column)))
                .map(sparse -> new Panel<>(sparse.name(), lines(sparse)))
                .toList()));
  }

  private Plot.Lines lines(Sparse sparse) {
    double[] depth = convolutions().asDoubleStream().toArray();
    return new Plot.Lines(
        Axis.of("convolution").counting().at(depth),
        Axis.of("index"),
        Arrays.stream(Arm.values())
            .map(
                arm ->
                    Values.line(
                        arm.words(),
                        depth,
                        convolutions().mapToObj(c -> mean(sparse, arm, c)).toList()))
            .toList());
  }

  private Estimate mean(Sparse sparse, Arm arm, int convolution) {
    return StudentT.mean(Values.of(findings.twins(arm), n -> sparse.at(n, convolution)));
  }

  private record Row(Sparse sparse, int convolution, Estimate difference) {}

  private Table sparsity() {
    List<Row> rows =
        Sparse.ALL.stream()
            .flatMap(
                sparse ->
                    convolutions()
                        .mapToObj(c -> new Row(sparse, c, differences(sparse).get(c - 1))))
            .toList();
    return Table.of(rows, "sparsity", "Sparsity of twins, layer by layer")
        .note("Mean over seeds; 95 % intervals of Student's t on the differences of twins.")
        .text("index", "how sparsity is measured", r -> r.sparse().name())
        .integer("convolution", "behind whose ReLU", Row::convolution)
        .real("without", "", "BatchNorm", r -> mean(r.sparse(), Arm.PLAIN, r.convolution()).value())
        .real(
            "with", "", "BatchNorm", r -> mean(r.sparse(), Arm.NORMALISED, r.convolution()).value())
        .real("difference", "", "with − without", r -> r.difference().value())
        .real("low", "", "lower end of its interval", r -> r.difference().low())
        .real("high", "", "upper end", r -> r.difference().high())
        .build();
  }
}
