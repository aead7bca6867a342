package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.paper.constrained.Findings.Measured;
import dev.assay.reproduction.OtherSeeds;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Line;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which components margins are constrained to: statements A4 and A5. */
final class Components implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;

  Components(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(decay(), blocks());
  }

  @Override
  public List<Figure> figures() {
    return List.of(byComponents(), byBlock(), lengths());
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }

  /**
   * A4: part of the components against all of input space, for the number of components that is
   * best on the other seeds.
   */
  private Claim decay() {
    List<String> part =
        findings.scale().components().stream()
            .map(MeanMargins::leading)
            .filter(findings.spaces()::contains)
            .toList();
    List<List<Measured>> groups = findings.parts();
    List<String> best =
        OtherSeeds.best(
            LongStream.range(0, groups.size()).boxed().toList(),
            part,
            (space, group) -> Findings.tau(space, groups.get(group.intValue())));
    Comparison comparison =
        Comparison.of(
            findings,
            bootstrap,
            "tau, best number of components − all of input space",
            groups,
            best,
            Collections.nCopies(groups.size(), MeanMargins.INPUT));
    List<Quantity> numbers = new ArrayList<>(comparison.numbers());
    part.forEach(space -> numbers.add(findings.tau(space, bootstrap).as("tau, " + space)));
    numbers.add(findings.tau(MeanMargins.INPUT, bootstrap).as("tau, all of input space"));
    return new Claim(
            "A4",
            "Predictive power falls as the number of components grows to all of input space.",
            comparison.verdict(),
            findings.seeds().size() > 1
                ? Text.format(
                    "The number of components that is best on the other seeds (%s for seeds %s)"
                        + " against all of input space.",
                    best, findings.seeds())
                : Text.format(
                    "For each half of the networks the number of components that is best on the"
                        + " other half (%s) against all of input space.",
                    best),
            numbers,
            findings.seeds())
        .openFor(comparison.open());
  }

  /** A5: the first block against the last. */
  private Claim blocks() {
    List<String> blocks = findings.blocks();
    if (blocks.size() < 2) {
      return new Claim(
          "A5",
          "Margins in blocks of low variance are smaller and less predictive.",
          Verdict.UNDECIDED,
          "The data have fewer than two blocks of components.",
          List.of(),
          findings.seeds(),
          List.of(Quantity.of("blocks of components", blocks.size())));
    }
    String first = blocks.get(0);
    String last = blocks.get(blocks.size() - 1);
    Estimate ratio =
        bootstrap.meanOfMeans(
            findings.seeds().stream()
                .map(
                    seed ->
                        findings.of(seed).stream()
                            .mapToDouble(m -> m.margins().of(last) / m.margins().of(first))
                            .toArray())
                .toList());
    Comparison comparison = Comparison.of(findings, bootstrap, "tau, first − last", first, last);
    List<Verdict> cases =
        List.of(Verdicts.of(ratio.below(1), ratio.above(1)), comparison.verdict());
    List<Quantity> numbers =
        new ArrayList<>(
            List.of(
                ratio.as("margin in the last block ÷ in the first"),
                findings.tau(first, bootstrap).as("tau, first block"),
                findings.tau(last, bootstrap).as("tau, last block")));
    numbers.addAll(comparison.numbers());
    return new Claim(
            "A5",
            "Margins in blocks of low variance are smaller and less predictive.",
            Verdicts.all(cases),
            Text.format(
                "Blocks of %d components, %s against %s.",
                findings.scale().blockSize(), last, first),
            numbers,
            findings.seeds())
        .openFor(
            Stream.of(
                    Verdicts.open(1, List.of(ratio.as("margin in the last block ÷ in the first"))),
                    comparison.open())
                .flatMap(List::stream)
                .toList());
  }

  private Figure byComponents() {
    return new Figure(
        new Heading(
            "tau-by-components",
            "Prediction by number of components",
            Text.format(
                "Margins constrained to so many leading principal components; mean over %d seeds,"
                    + " bands: 95 %% intervals. The last point is all of input space.",
                findings.seeds().size())),
        new Plot.Lines(
            Axis.of("principal components").logarithmic().counting(),
            Predictors.TAU,
            List.of(
                curve("iterative", space -> space),
                curve("first-order", MeanMargins::firstOrder))));
  }

  private Line curve(String name, UnaryOperator<String> solved) {
    Map<Double, String> measured = new TreeMap<>();
    findings.scale().components().forEach(m -> measured.put((double) m, MeanMargins.leading(m)));
    measured.values().retainAll(findings.spaces());
    int all = findings.family().get(0).member().training().architecture().input().intSize();
    measured.put((double) all, MeanMargins.INPUT);
    return Values.line(
        name,
        Values.of(List.copyOf(measured.keySet()), m -> m),
        measured.values().stream()
            .map(solved)
            .map(space -> findings.tau(space, bootstrap))
            .toList());
  }

  private Figure byBlock() {
    List<String> blocks = findings.blocks();
    return new Figure(
        new Heading(
            "tau-by-block",
            "Prediction by block of components",
            Text.format(
                "Margins constrained to blocks of %d principal components, largest variance first;"
                    + " mean over %d seeds, 95 %% intervals.",
                findings.scale().blockSize(), findings.seeds().size())),
        new Plot.Bars(
            Axis.of("components"),
            Predictors.TAU,
            blocks.stream().map(block -> block.replace("block:", "")).toList(),
            List.of(
                Values.bars(
                    "tau",
                    blocks.stream().map(space -> findings.tau(space, bootstrap)).toList()))));
  }

  private Figure lengths() {
    List<String> blocks = findings.blocks();
    return new Figure(
        new Heading(
            "margin-by-block",
            "Margin by block of components",
            Text.format(
                "Mean over all networks of %d seeds; 95 %% intervals.", findings.seeds().size())),
        new Plot.Bars(
            Axis.of("components"),
            Axis.of("mean margin"),
            blocks.stream().map(block -> block.replace("block:", "")).toList(),
            List.of(Values.bars("margin", blocks.stream().map(this::length).toList()))));
  }

  private Estimate length(String space) {
    return bootstrap.meanOfMeans(
        findings.seeds().stream()
            .map(seed -> Values.of(findings.of(seed), m -> m.margins().of(space)))
            .toList());
  }
}
