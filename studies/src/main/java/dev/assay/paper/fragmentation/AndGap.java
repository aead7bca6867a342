package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.paper.fragmentation.Findings.Ordered;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Untrained;
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
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.HyperparameterGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Class changes and generalisation in a family of networks: statement B5. */
final class AndGap implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;

  AndGap(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(generalisation());
  }

  @Override
  public List<Figure> figures() {
    return List.of(againstGap());
  }

  @Override
  public List<Table> tables() {
    return List.of(family());
  }

  /** B5, on the family instead of PGDL. */
  private Claim generalisation() {
    Estimate tau = tau();
    Quantity best =
        Quantity.of(
            "largest test accuracy",
            100 * findings.family().stream().mapToDouble(o -> o.accuracy().test()).max().orElse(0),
            "%");
    boolean learned =
        findings.family().stream().anyMatch(o -> findings.chance().isBeatenBy(o.accuracy().test()));
    return new Claim(
            "B5",
            "Fragmentation has a positive rank correlation with the generalisation gap.",
            learned ? Verdicts.of(tau.above(0), tau.below(0)) : Verdict.UNDECIDED,
            Text.format(
                "Kendall's tau over a family of %d networks for each seed (%s), trained without"
                    + " label noise; the paper's statement is about the tasks of PGDL.%s",
                findings.scale().family().size(),
                findings.scale().family().axes().stream()
                    .map(Hyperparameter::name)
                    .collect(Collectors.joining(", ")),
                learned
                    ? ""
                    : Text.format(
                        " None classifies test samples better than naming the commonest class"
                            + " always would, which is right for %.0f %%: nothing generalises, so"
                            + " gaps tell nothing.",
                        100 * findings.chance().share())),
            List.of(
                tau.as("tau(fragmentation, gap)"),
                score(HyperparameterGrid::granulatedTau).as("granulated tau"),
                score(HyperparameterGrid::score).as("score of PGDL"),
                best,
                Quantity.of("smallest gap", 100 * gaps().min().orElseThrow(), "%"),
                Quantity.of("largest gap", 100 * gaps().max().orElseThrow(), "%")),
            findings.seeds())
        .openFor(
            learned ? Verdicts.open(0, List.of(tau.as("tau(fragmentation, gap)"))) : List.of(best));
  }

  /** Whether all were trained to the criterion, and what the others do to the order. */
  String training() {
    Untrained untrained = findings.untrained();
    List<List<Ordered>> trained =
        findings.seeds().stream()
            .map(seed -> findings.members(seed).stream().filter(findings::isTrained).toList())
            .toList();
    return untrained.words()
        + (!untrained.none() && trained.stream().allMatch(members -> members.size() > 1)
            ? Text.format(
                " Without them tau is %.2f.",
                bootstrap.kendall(trained.stream().map(AndGap::pairs).toList()).value())
            : "");
  }

  private Estimate tau() {
    return bootstrap.kendall(
        findings.seeds().stream().map(seed -> pairs(findings.members(seed))).toList());
  }

  private static Pairs pairs(List<Ordered> members) {
    return new Pairs(
        Values.of(members, m -> m.lines().mean()), Values.of(members, m -> m.accuracy().gap()));
  }

  /** The mean over seeds; its interval resamples them alone, as a score needs the whole grid. */
  private Estimate score(HyperparameterGrid.Score score) {
    return bootstrap.meanOfMeans(
        findings.seeds().stream()
            .map(
                seed -> {
                  List<Ordered> members = findings.members(seed);
                  Pairs pairs = pairs(members);
                  return new double[] {
                    score.of(
                        Family.grid(members.stream().map(Ordered::member).toList()),
                        pairs.x(),
                        pairs.y())
                  };
                })
            .toList());
  }

  private DoubleStream gaps() {
    return findings.family().stream().mapToDouble(member -> member.accuracy().gap());
  }

  private Figure againstGap() {
    List<Plot.Points> points = new ArrayList<>();
    for (long seed : findings.seeds()) {
      List<Ordered> members = findings.members(seed);
      points.add(
          new Plot.Points(
                  "seed " + seed,
                  Values.of(members, m -> m.lines().mean()),
                  Values.of(members, m -> 100 * m.accuracy().gap()))
              .standingFor(members.stream().map(m -> m.member().words()).toList()));
    }
    return new Figure(
        new Heading(
            "fragmentation-and-gap",
            "Fragmentation and generalisation gap",
            "Each point is a network of the family, trained without label noise."),
        new Plot.Scatter(
            ByWidth.CHANGES,
            Axis.of("training − test accuracy", "%"),
            points,
            false,
            tau().as("Kendall's tau, mean over seeds")));
  }

  private Table family() {
    return findings
        .scale()
        .family()
        .table(findings.family(), "family", "The family of networks", Ordered::member)
        .real("train_accuracy", "", "at the end", o -> o.accuracy().train())
        .real("test_accuracy", "", "at the end", o -> o.accuracy().test())
        .real("changes", "", "mean class changes on a segment, exact", o -> o.lines().mean())
        .build();
  }
}
