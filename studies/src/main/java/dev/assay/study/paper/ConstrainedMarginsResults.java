package dev.assay.study.paper;

import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Figure.Line;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.study.paper.ConstrainedMarginsPaper.Findings;
import dev.assay.study.paper.ConstrainedMarginsPaper.Measured;
import dev.assay.study.paper.ConstrainedMarginsPaper.Scaling;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.RankCorrelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What the measurements of {@link ConstrainedMarginsPaper} say about statements A1 to A7. */
final class ConstrainedMarginsResults {
  /** From this tau on a measure is called predictive. */
  private static final double PREDICTIVE = 0.1;

  private final Laboratory laboratory;
  private final ConstrainedMarginsScale scale;
  private final Findings findings;
  private final List<Long> seeds;
  private final Bootstrap bootstrap;
  private final List<Measured> family;
  private final List<String> spaces;

  ConstrainedMarginsResults(
      Laboratory laboratory,
      ConstrainedMarginsScale scale,
      Findings findings,
      List<Long> seeds,
      Bootstrap bootstrap) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.findings = findings;
    this.seeds = seeds;
    this.bootstrap = bootstrap;
    this.family = findings.family().stream().filter(m -> m.margins().complete()).toList();
    this.spaces =
        findings.family().get(0).margins().spaces().stream()
            .filter(
                space ->
                    findings.family().stream().allMatch(m -> m.margins().spaces().contains(space)))
            .toList();
  }

  Report report() {
    Report.Builder report =
        Report.titled("Constrained margins reproduced on " + laboratory.data())
            .summary(
                "Statements of \"Input margins can predict generalization too\" (Mouton, Theunissen,"
                    + " Davel 2024), checked on a family of %d perceptrons (width, depth, weight decay,"
                        .formatted(scale.family().size())
                    + " batch size) for each of %d seeds, trained on %,d samples of %s. A measure is"
                        .formatted(seeds.size(), scale.family().train(), laboratory.data())
                    + " judged by Kendall's tau between minus the mean margin of %d training samples"
                        .formatted(scale.samples())
                    + " and the generalisation gap: 1 orders the networks perfectly, 0 not at all.");
    claims().forEach(report::claim);
    report
        .key(tau(MeanMargins.KNEE).as("tau, constrained margins (Kneedle)"))
        .key(tau(MeanMargins.INPUT).as("tau, input margins"))
        .key(tau(MeanMargins.HIDDEN_FIRST).as("tau, hidden margins, first layer"))
        .key(tau(MeanMargins.HIDDEN_LAST).as("tau, hidden margins, last layer"));
    figures().forEach(report::figure);
    report.table(measures()).table(networks());
    notes(report);
    return report
        .provenance("paper", "constrained-margins")
        .provenance("scale", scale)
        .provenance("solvers", MeanMargins.solvers())
        .provenance("seeds", seeds)
        .provenance(
            "data",
            findings.family().stream()
                .map(m -> m.member().train().provenance())
                .distinct()
                .toList())
        .provenance("test", laboratory.test(scale.family().test()).provenance())
        .build();
  }

  private List<Claim> claims() {
    return List.of(better(), best(), plain(), decay(), blocks(), scaleFree(), runtime());
  }

  /** A1: constrained against unconstrained. */
  private Claim better() {
    Estimate difference = difference(MeanMargins.KNEE, MeanMargins.INPUT);
    return new Claim(
        "A1",
        "The mean constrained margin ranks networks better than the unconstrained input margin.",
        Verdicts.of(difference.above(0), difference.below(0)),
        "Constrained to the components that Kneedle chooses: %s.".formatted(knees()),
        List.of(
            tau(MeanMargins.KNEE).as("tau, constrained"),
            tau(MeanMargins.INPUT).as("tau, input"),
            difference.as("constrained − input")),
        seeds);
  }

  /** A2: against hidden margins, too. */
  private Claim best() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    for (String other :
        List.of(MeanMargins.INPUT, MeanMargins.HIDDEN_FIRST, MeanMargins.HIDDEN_LAST)) {
      Estimate difference = difference(MeanMargins.KNEE, other);
      numbers.add(difference.as("constrained − " + other));
      cases.add(Verdicts.of(difference.above(0), difference.below(0)));
    }
    return new Claim(
        "A2",
        "Constrained margins outperform other margin measures.",
        Verdicts.all(cases),
        "Compared with input margins and with hidden margins normalised by total variance; the paper's statement is about averages over PGDL's tasks.",
        numbers,
        seeds);
  }

  /**
   * A3: the unconstrained margin alone. One family is one task, "in general" needs several: so the
   * margin must also order the networks that differ in one hyper-parameter only, for each of them
   * (granulated Kendall's tau, Jiang et al. 2020).
   */
  private Claim plain() {
    Estimate tau = tau(MeanMargins.INPUT);
    List<Quantity> numbers = new ArrayList<>(List.of(tau.as("tau, all networks")));
    List<Estimate> axes = new ArrayList<>();
    for (Family.Axis axis : Family.Axis.values()) {
      Estimate along = bootstrap.meanOfMeans(along(axis, MeanMargins.INPUT));
      axes.add(along);
      numbers.add(along.as("tau, those that differ in %s only".formatted(axis.words())));
    }
    numbers.add(tau(MeanMargins.firstOrder(MeanMargins.INPUT)).as("tau, first-order margins"));
    return new Claim(
        "A3",
        "Unconstrained input margins do not in general predict generalisation.",
        Verdicts.of(
            tau.below(PREDICTIVE) || axes.stream().anyMatch(along -> along.below(0)),
            tau.above(PREDICTIVE) && axes.stream().allMatch(along -> along.above(0))),
        "Holds if they do not order the networks (tau below %s), or order those that differ in one hyper-parameter the wrong way; does not hold if they order all, and along each hyper-parameter."
            .formatted(PREDICTIVE),
        numbers,
        seeds);
  }

  /**
   * A4: part of the components against all of input space, for the number of components that is
   * best on the other seeds.
   */
  private Claim decay() {
    List<String> part =
        scale.components().stream().map(MeanMargins::leading).filter(spaces::contains).toList();
    List<String> best = OtherSeeds.best(seeds, part, this::tau);
    List<Pairs> chosen = new ArrayList<>();
    for (int s = 0; s < seeds.size(); s++) {
      chosen.add(pairs(best.get(s), seeds.get(s)));
    }
    Estimate difference = bootstrap.kendallDifference(chosen, pairs(MeanMargins.INPUT));
    List<Quantity> numbers = new ArrayList<>();
    numbers.add(difference.as("tau, best number of components − all of input space"));
    part.forEach(space -> numbers.add(tau(space).as("tau, " + space)));
    numbers.add(tau(MeanMargins.INPUT).as("tau, all of input space"));
    return new Claim(
        "A4",
        "Predictive power falls as the number of components grows to all of input space.",
        Verdicts.of(difference.above(0), difference.below(0)),
        "The number of components that is best on the other seeds (%s for seeds %s) against all of input space."
            .formatted(best, seeds),
        numbers,
        seeds);
  }

  /** A5: the first block against the last. */
  private Claim blocks() {
    List<String> blocks =
        spaces.stream().filter(s -> s.startsWith("block:") && !s.endsWith(")")).toList();
    if (blocks.size() < 2) {
      return new Claim(
          "A5",
          "Margins in blocks of low variance are smaller and less predictive.",
          Verdict.UNDECIDED,
          "The data have fewer than two blocks of components.",
          List.of(),
          seeds);
    }
    String first = blocks.get(0);
    String last = blocks.get(blocks.size() - 1);
    Estimate ratio =
        bootstrap.meanOfMeans(
            seeds.stream()
                .map(
                    seed ->
                        of(seed).stream()
                            .mapToDouble(m -> m.margins().of(last) / m.margins().of(first))
                            .toArray())
                .toList());
    Estimate difference = difference(first, last);
    List<Verdict> cases =
        List.of(
            Verdicts.of(ratio.below(1), ratio.above(1)),
            Verdicts.of(difference.above(0), difference.below(0)));
    return new Claim(
        "A5",
        "Margins in blocks of low variance are smaller and less predictive.",
        Verdicts.all(cases),
        "Blocks of %d components, %s against %s.".formatted(scale.blockSize(), last, first),
        List.of(
            ratio.as("margin in the last block ÷ in the first"),
            tau(first).as("tau, first block"),
            tau(last).as("tau, last block"),
            difference.as("tau, first − last")),
        seeds);
  }

  /** A6: re-scaled weights. */
  private Claim scaleFree() {
    double largest = 0;
    double norms = 1;
    for (Scaling scaling : findings.scalings()) {
      norms =
          Math.max(
              norms,
              Math.max(
                  scaling.scaledNorm() / scaling.norm(), scaling.norm() / scaling.scaledNorm()));
      for (String space : scaling.before().spaces()) {
        if (!space.startsWith("hidden")) {
          double before = scaling.before().of(space);
          largest = Math.max(largest, Math.abs(scaling.after().of(space) / before - 1));
        }
      }
    }
    return new Claim(
        "A6",
        "No normalisation is needed: re-scaling logits and hidden layers leaves constrained margins unchanged.",
        Verdicts.of(largest < 1e-6, largest > 1e-3),
        "%d networks whose weights were multiplied by powers of two, so that even rounding is the same; all spaces but the hidden ones."
            .formatted(findings.scalings().size()),
        List.of(
            Quantity.of("largest relative change of a mean margin", largest),
            Quantity.of("largest change of the weight norm, factor", norms)),
        seeds);
  }

  private Claim runtime() {
    return new Claim(
        "A7",
        "The constrained margins of a network take at most two minutes on a data-centre GPU.",
        Verdict.UNDECIDED,
        "A statement about a machine that was not used here; how long this run took is in the runtime section of the manifest.",
        List.of(),
        List.of());
  }

  // ---- Selections ----

  private List<Measured> of(long seed) {
    return family.stream().filter(m -> m.member().seed() == seed).toList();
  }

  /** For each seed, minus the mean margin and the gap of its networks. */
  private List<Pairs> pairs(String space) {
    return seeds.stream().map(seed -> pairs(space, seed)).toList();
  }

  private Pairs pairs(String space, long seed) {
    return pairs(space, of(seed));
  }

  private static Pairs pairs(String space, List<Measured> networks) {
    return new Pairs(
        networks.stream().mapToDouble(m -> -m.margins().of(space)).toArray(),
        networks.stream().mapToDouble(m -> m.accuracy().gap()).toArray());
  }

  /** For each seed, tau of each set of networks that differ along one axis only. */
  private List<double[]> along(Family.Axis axis, String space) {
    return seeds.stream()
        .map(
            seed ->
                of(seed).stream()
                    .collect(
                        Collectors.groupingBy(
                            m -> axis.others(m.member()), TreeMap::new, Collectors.toList()))
                    .values()
                    .stream()
                    .map(networks -> pairs(space, networks))
                    .filter(pairs -> pairs.x().length > 1)
                    .mapToDouble(pairs -> RankCorrelation.kendall(pairs.x(), pairs.y()))
                    .toArray())
        .toList();
  }

  private double tau(String space, long seed) {
    Pairs pairs = pairs(space, seed);
    return RankCorrelation.kendall(pairs.x(), pairs.y());
  }

  private Estimate tau(String space) {
    return bootstrap.kendall(pairs(space));
  }

  private Estimate difference(String first, String second) {
    return bootstrap.kendallDifference(pairs(first), pairs(second));
  }

  private String knees() {
    Map<Long, Integer> sorted = new TreeMap<>(findings.knees());
    return sorted.values() + " for seeds " + sorted.keySet();
  }

  // ---- Figures ----

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(byComponents());
    figures.add(compared());
    figures.add(byBlock());
    figures.add(scatter(MeanMargins.KNEE, "constrained"));
    figures.add(scatter(MeanMargins.INPUT, "input"));
    return figures;
  }

  private Figure byComponents() {
    List<Line> lines = new ArrayList<>();
    for (boolean firstOrder : new boolean[] {false, true}) {
      List<Double> x = new ArrayList<>();
      List<Estimate> taus = new ArrayList<>();
      for (int m : scale.components()) {
        add(x, taus, m, MeanMargins.leading(m), firstOrder);
      }
      int all = findings.family().get(0).member().train().sample().intSize();
      add(x, taus, all, MeanMargins.INPUT, firstOrder);
      lines.add(
          Line.of(
                  firstOrder ? "first-order" : "iterative",
                  doubles(x),
                  values(taus, Estimate::value))
              .within(values(taus, Estimate::low), values(taus, Estimate::high)));
    }
    return new Figure.Lines(
        new Heading(
            "tau-by-components",
            "Prediction by number of components",
            "Kendall's tau between minus the mean margin and the gap, mean over %d seeds; bands: 95 %% intervals over the networks. The last point is all of input space."
                .formatted(seeds.size())),
        Axis.of("principal components").logarithmic(),
        Axis.of("tau"),
        lines);
  }

  private void add(
      List<Double> x, List<Estimate> taus, int components, String space, boolean firstOrder) {
    String name = firstOrder ? MeanMargins.firstOrder(space) : space;
    if (spaces.contains(name)) {
      x.add((double) components);
      taus.add(tau(name));
    }
  }

  private Figure compared() {
    List<String> shown =
        List.of(
            MeanMargins.KNEE, MeanMargins.INPUT, MeanMargins.HIDDEN_FIRST, MeanMargins.HIDDEN_LAST);
    return bars(
        "measures-compared",
        "Margin measures compared",
        "Kendall's tau with the gap, mean over %d seeds, 95 %% intervals.".formatted(seeds.size()),
        "measure",
        shown);
  }

  private Figure byBlock() {
    return bars(
        "tau-by-block",
        "Prediction by block of components",
        "Margins constrained to blocks of %d principal components, largest variance first."
            .formatted(scale.blockSize()),
        "components",
        spaces.stream().filter(s -> s.startsWith("block:") && !s.endsWith(")")).toList());
  }

  private Figure bars(String name, String title, String caption, String axis, List<String> shown) {
    List<Estimate> taus = shown.stream().map(this::tau).toList();
    return new Figure.Bars(
        new Heading(name, title, caption),
        Axis.of(axis),
        Axis.of("tau"),
        shown.stream().map(s -> s.replace("block:", "")).toList(),
        List.of(
            Figure.BarSeries.of("tau", values(taus, Estimate::value))
                .within(values(taus, Estimate::low), values(taus, Estimate::high))));
  }

  private Figure scatter(String space, String name) {
    List<Figure.Points> points = new ArrayList<>();
    for (long seed : seeds) {
      points.add(
          new Figure.Points(
              "seed " + seed,
              of(seed).stream().mapToDouble(m -> m.margins().of(space)).toArray(),
              of(seed).stream().mapToDouble(m -> 100 * m.accuracy().gap()).toArray()));
    }
    return new Figure.Scatter(
        new Heading(
            "gap-by-margin-" + name,
            "Generalisation gap and %s margin".formatted(name),
            "Each point is a network of the family."),
        Axis.of("mean margin"),
        Axis.of("training − test accuracy", "%"),
        points,
        false);
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] values(List<Estimate> estimates, ToDoubleFunction<Estimate> value) {
    return estimates.stream().mapToDouble(value).toArray();
  }

  // ---- Tables ----

  private Table measures() {
    Table.Builder table =
        Table.named("measures", "Margin measures")
            .note(
                "Kendall's tau with the gap, mean over seeds, 95 % bootstrap interval over networks.")
            .text(
                "space",
                "where margins were measured; with the iterative solver unless it says first-order")
            .real("tau", "", "Kendall's tau between minus the mean margin and the gap")
            .real("low", "", "lower end of the interval")
            .real("high", "", "upper end of the interval")
            .real("mean", "", "mean margin over all networks");
    for (String space : spaces) {
      Estimate tau = tau(space);
      table.row(
          space,
          tau.value(),
          tau.low(),
          tau.high(),
          findings.family().stream()
              .mapToDouble(m -> m.margins().of(space))
              .average()
              .orElseThrow());
    }
    return table.build();
  }

  private Table networks() {
    Table.Builder table =
        Table.named("networks", "The family of networks")
            .integer("seed", "of data and weights")
            .integer("width", "hidden units of a layer")
            .integer("depth", "hidden layers")
            .real("weight_decay", "", "of Adam, as an L2 term")
            .integer("batch", "samples in a step")
            .real("train_accuracy", "", "at the end")
            .real("test_accuracy", "", "at the end")
            .real("constrained_margin", "", "mean, Kneedle's components")
            .real("input_margin", "", "mean, all of input space")
            .real("hidden_first_margin", "", "mean, normalised")
            .real("hidden_last_margin", "", "mean, normalised");
    for (Measured m : findings.family()) {
      table.row(
          m.member().seed(),
          m.member().width(),
          m.member().depth(),
          m.member().weightDecay(),
          m.member().batch(),
          m.accuracy().train(),
          m.accuracy().test(),
          m.margins().of(MeanMargins.KNEE),
          m.margins().of(MeanMargins.INPUT),
          m.margins().of(MeanMargins.HIDDEN_FIRST),
          m.margins().of(MeanMargins.HIDDEN_LAST));
    }
    return table.build();
  }

  private void notes(Report.Builder report) {
    DoubleStream gaps = findings.family().stream().mapToDouble(m -> 100 * m.accuracy().gap());
    var range = gaps.summaryStatistics();
    report.note(
        "The gaps of the family are between %.2f and %.2f points: one task, and an easy one. The paper's statements are about eight tasks of PGDL, which are not used here."
            .formatted(range.getMin(), range.getMax()));
    long unfitted = findings.family().stream().filter(m -> m.accuracy().train() < 1).count();
    if (unfitted > 0) {
      report.note(
          "%d of %d networks do not fit all training samples after %d epochs; they count like the others."
              .formatted(unfitted, findings.family().size(), scale.family().epochs()));
    }
    if (family.size() < findings.family().size()) {
      report.note(
          "%d networks classify none of the measured samples correctly in some space, so they have no mean margin and count in no tau."
              .formatted(findings.family().size() - family.size()));
    }
    report.note(Verdicts.INTERVALS.formatted("networks"));
  }
}
