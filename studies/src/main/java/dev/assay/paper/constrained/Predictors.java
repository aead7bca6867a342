package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.paper.constrained.Findings.Measured;
import dev.assay.reproduction.Family;
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
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.HyperparameterGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Margins of all kinds as predictors of the gap: statements A1 to A3. */
final class Predictors implements Topic {
  /** From this tau on a measure is called predictive. */
  private static final double PREDICTIVE = 0.1;

  private static final String PLAIN =
      "Unconstrained input margins do not in general predict generalisation.";

  static final Axis TAU = Axis.of("Kendall's tau with the gap");

  private final Findings findings;
  private final Bootstrap bootstrap;

  Predictors(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(better(), best(), plain());
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        compared(), scatter(MeanMargins.KNEE, "constrained"), scatter(MeanMargins.INPUT, "input"));
  }

  @Override
  public List<Table> tables() {
    return List.of(measures(), networks());
  }

  /** A1: constrained against unconstrained. */
  private Claim better() {
    Comparison comparison = compared("constrained − input", MeanMargins.INPUT);
    List<Quantity> numbers = new ArrayList<>();
    numbers.add(findings.tau(MeanMargins.KNEE, bootstrap).as("tau, constrained"));
    numbers.add(findings.tau(MeanMargins.INPUT, bootstrap).as("tau, input"));
    numbers.add(comparison.tau().as("constrained − input"));
    score(numbers, "constrained", MeanMargins.KNEE);
    score(numbers, "input", MeanMargins.INPUT);
    numbers.addAll(comparison.numbers().subList(1, comparison.numbers().size()));
    numbers.addAll(control().numbers());
    if (findings.spaces().contains(MeanMargins.BEST)) {
      numbers.add(findings.tau(MeanMargins.BEST, bootstrap).as("tau, input, best search"));
    }
    numbers.add(Quantity.of("tau that is reachable", findings.reachable()));
    return new Claim(
            "A1",
            "The mean constrained margin ranks networks better than the unconstrained input"
                + " margin.",
            comparison.verdict(),
            Text.format(
                "Constrained to the components that Kneedle chooses: %s. %s %s",
                knees(), comparison.told(), control().told()),
            numbers,
            findings.seeds())
        .openFor(comparison.open());
  }

  private void score(List<Quantity> numbers, String name, String space) {
    Estimate score = findings.score(space, HyperparameterGrid::score, bootstrap);
    if (!Double.isNaN(score.value())) {
      numbers.add(score.as("score of PGDL, " + name));
    }
  }

  /** A2: against hidden margins, too. */
  private Claim best() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    List<Quantity> open = new ArrayList<>();
    for (String other :
        Stream.concat(Stream.of(MeanMargins.INPUT), findings.hidden().stream()).toList()) {
      Comparison comparison = compared("constrained − " + other, other);
      numbers.addAll(comparison.numbers());
      cases.add(comparison.verdict());
      open.addAll(comparison.open());
    }
    return new Claim(
            "A2",
            "Constrained margins outperform other margin measures.",
            Verdicts.all(cases),
            "Compared with input margins and with hidden margins normalised by total variance; the"
                + " paper's statement is about averages over PGDL's tasks.",
            numbers,
            findings.seeds())
        .openFor(open);
  }

  /**
   * A3: the unconstrained margin alone. One family is one task, "in general" needs several: so the
   * margin must also order the networks that differ in one hyper-parameter only, for each of them
   * (granulated Kendall's tau, Jiang et al. 2020).
   */
  private Claim plain() {
    Estimate tau = findings.tau(MeanMargins.INPUT, bootstrap);
    List<Quantity> numbers = new ArrayList<>(List.of(tau.as("tau, all networks")));
    List<Estimate> axes = new ArrayList<>();
    List<Quantity> open = new ArrayList<>(Verdicts.open(PREDICTIVE, numbers));
    for (Family.Hyperparameter axis : findings.scale().family().axes()) {
      Estimate along = bootstrap.meanOfMeans(findings.along(axis, MeanMargins.INPUT));
      axes.add(along);
      Quantity number = along.as(Text.format("tau, those that differ in %s only", axis.name()));
      numbers.add(number);
      open.addAll(Verdicts.open(0, List.of(number)));
    }
    numbers.add(
        findings
            .tau(MeanMargins.firstOrder(MeanMargins.INPUT), bootstrap)
            .as("tau, first-order margins"));
    score(numbers, "input", MeanMargins.INPUT);
    double reachable = findings.reachable();
    if (reachable <= PREDICTIVE) {
      return new Claim(
          "A3",
          PLAIN,
          Verdict.UNDECIDED,
          Text.format(
              "The gaps differ no more than their standard errors explain: no measure at all would"
                  + " reach a tau of %s.",
              PREDICTIVE),
          numbers,
          findings.seeds(),
          List.of(Quantity.of("tau that is reachable", reachable)));
    }
    return new Claim(
            "A3",
            PLAIN,
            Verdicts.of(
                tau.below(PREDICTIVE) || axes.stream().anyMatch(along -> along.below(0)),
                tau.above(PREDICTIVE) && axes.stream().allMatch(along -> along.above(0))),
            Text.format(
                "Holds if they do not order the networks (tau below %s), or order those that differ"
                    + " in one hyper-parameter the wrong way; does not hold if they order all, and"
                    + " along each hyper-parameter.",
                PREDICTIVE),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  private Comparison compared(String words, String other) {
    return Comparison.of(findings, bootstrap, words, MeanMargins.KNEE, other);
  }

  /** Whether it is the data that make constrained margins better, or few dimensions alone. */
  private Comparison control() {
    return compared("constrained − random subspaces", MeanMargins.RANDOM);
  }

  private String knees() {
    Map<Long, Integer> sorted = new TreeMap<>(findings.knees());
    return sorted.values() + " for seeds " + sorted.keySet();
  }

  private Figure compared() {
    List<String> shown =
        Stream.concat(
                Stream.of(MeanMargins.KNEE, MeanMargins.RANDOM, MeanMargins.INPUT),
                findings.hidden().stream())
            .toList();
    return new Figure(
        new Heading(
            "measures-compared",
            "Margin measures compared",
            Text.format(
                "Mean over %d seeds, 95 %% intervals. Random: in subspaces of as many dimensions,"
                    + " mean over %d draws. Hidden margins are divided by the square root of total"
                    + " variance. As the gaps are measured, a tau of %.2f is reachable.",
                findings.seeds().size(), findings.scale().draws(), findings.reachable())),
        new Plot.Bars(
            Axis.of("margins"),
            TAU,
            shown.stream().map(space -> space.replace(MeanMargins.KNEE, "constrained")).toList(),
            List.of(
                Values.bars(
                    "tau", shown.stream().map(space -> findings.tau(space, bootstrap)).toList()))));
  }

  private Figure scatter(String space, String name) {
    List<Plot.Points> points = new ArrayList<>();
    for (long seed : findings.seeds()) {
      List<Measured> networks = findings.of(seed);
      points.add(
          new Plot.Points(
                  "seed " + seed,
                  Values.of(networks, m -> m.margins().of(space)),
                  Values.of(networks, m -> 100 * m.accuracy().gap()))
              .standingFor(networks.stream().map(m -> m.member().words()).toList()));
    }
    return new Figure(
        new Heading(
            "gap-by-margin-" + name,
            Text.format("Generalisation gap and %s margin", name),
            "Each point is a network of the family."),
        new Plot.Scatter(
            Axis.of("mean margin"),
            Axis.of("training − test accuracy", "%"),
            points,
            false,
            findings.tau(space, bootstrap).as("Kendall's tau, mean over seeds")));
  }

  private Table measures() {
    return Table.of(
            findings.spaces().stream().map(this::measure).toList(), "measures", "Margin measures")
        .note(
            "Kendall's tau with the gap, mean over seeds, 95 % bootstrap interval; scores are"
                + " means over seeds, and need a margin of every network.")
        .text(
            "space",
            "where margins were measured; with the iterative solver unless it says first-order",
            Measure::space)
        .real(
            "tau",
            "",
            "Kendall's tau between minus the mean margin and the gap",
            m -> m.tau().value())
        .real("low", "", "lower end of the interval", m -> m.tau().low())
        .real("high", "", "upper end of the interval", m -> m.tau().high())
        .real(
            "granulated_tau",
            "",
            "tau of networks that differ in one hyperparameter only",
            m -> known(m.granulated()))
        .real(
            "score",
            "",
            "conditional mutual information, as PGDL's program computes it",
            m -> known(m.score().value()))
        .real(
            "score_low",
            "",
            "lower end of its interval, over seeds and networks",
            m -> known(m.score().low()))
        .real("score_high", "", "upper end", m -> known(m.score().high()))
        .real(
            "published_score",
            "",
            "the same, given at most two hyperparameters",
            m -> known(m.published()))
        .real("mean", "", "mean margin over all networks", Measure::mean)
        .build();
  }

  /** What is known of the margins of a space. */
  private record Measure(
      String space,
      Estimate tau,
      double granulated,
      Estimate score,
      double published,
      double mean) {}

  private Measure measure(String space) {
    return new Measure(
        space,
        findings.tau(space, bootstrap),
        findings.scored(space, HyperparameterGrid::granulatedTau),
        findings.score(space, HyperparameterGrid::score, bootstrap),
        findings.scored(space, HyperparameterGrid::publishedScore),
        findings.family().stream().mapToDouble(m -> m.margins().of(space)).average().orElseThrow());
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private Table networks() {
    return findings
        .scale()
        .family()
        .table(findings.family(), "networks", "The family of networks", Measured::member)
        .real("train_accuracy", "", "at the end", m -> m.accuracy().train())
        .real("train_loss", "", "at the end", Measured::loss)
        .real("test_accuracy", "", "at the end", m -> m.accuracy().test())
        .real("gap_error", "", "standard error of the gap", m -> m.error(findings.chance()))
        .real(
            "constrained_margin",
            "",
            "mean, Kneedle's components",
            m -> m.margins().of(MeanMargins.KNEE))
        .real(
            "input_margin", "", "mean, all of input space", m -> m.margins().of(MeanMargins.INPUT))
        .real(
            "hidden_first_margin",
            "",
            "mean, normalised",
            m -> m.margins().of(MeanMargins.HIDDEN_FIRST))
        .real(
            "hidden_last_margin",
            "",
            "mean, normalised",
            m -> m.margins().of(MeanMargins.HIDDEN_LAST))
        .build();
  }
}
