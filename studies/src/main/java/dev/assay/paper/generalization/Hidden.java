package dev.assay.paper.generalization;

import dev.assay.io.Text;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** Margins at hidden layers: the statement of Mouton's thesis (arXiv 2405.17445), H1. */
final class Hidden implements Topic {
  static final List<String> MARGINS =
      List.of(
          "hidden-margin-first",
          "hidden-margin-last",
          "k-variance-margin-first",
          "k-variance-margin-last");

  private static final int RESAMPLES = 8000;

  private final List<Long> seeds;
  private final List<Hyperparameter> axes;
  private final List<Case> cases;

  /**
   * A kind of margins.
   *
   * @param all tau over all networks of a seed
   * @param along the same of those that differ in one hyperparameter only
   */
  private record Case(String measure, Estimate all, List<Estimate> along) {

    /** It orders nothing, or, along some hyperparameter, the wrong way. */
    boolean fails() {
      return all.below(Ranked.PREDICTIVE) || along.stream().anyMatch(tau -> tau.below(0));
    }

    boolean succeeds() {
      return all.above(Ranked.PREDICTIVE) && along.stream().allMatch(tau -> tau.above(0));
    }
  }

  /**
   * @param bootstrap whose level all intervals together have: each has more (Bonferroni)
   */
  Hidden(Findings findings, Bootstrap bootstrap) {
    this.seeds = findings.seeds();
    this.axes = findings.size().family().axes();
    int intervals = MARGINS.size() * (1 + axes.size());
    Bootstrap each =
        new Bootstrap(
            Math.max(RESAMPLES, bootstrap.resamples()),
            1 - (1 - bootstrap.level()) / intervals,
            bootstrap.seed());
    this.cases =
        MARGINS.stream()
            .filter(findings.measures()::contains)
            .map(
                measure ->
                    new Case(
                        measure,
                        findings.tau(measure, each),
                        axes.stream().map(axis -> findings.tauAlong(axis, measure, each)).toList()))
            .toList();
  }

  @Override
  public List<Claim> claims() {
    long fails = cases.stream().filter(Case::fails).count();
    long succeeds = cases.stream().filter(Case::succeeds).count();
    List<Quantity> numbers = new ArrayList<>();
    List<Quantity> open = new ArrayList<>();
    for (Case each : cases) {
      Quantity all = each.all.as("tau, " + each.measure);
      numbers.add(all);
      if (!each.fails() && !each.succeeds()) {
        open.addAll(Verdicts.open(Ranked.PREDICTIVE, List.of(all)));
      }
      for (int axis = 0; axis < axes.size(); axis++) {
        Quantity along =
            each.along
                .get(axis)
                .as(Text.format("tau, %s, differing in %s", each.measure, axes.get(axis).name()));
        numbers.add(along);
        if (!each.fails() && !each.succeeds()) {
          open.addAll(Verdicts.open(0, List.of(along)));
        }
      }
    }
    return List.of(
        new Claim(
                "H1",
                "Margins at hidden representations often do not go with the generalisation gap.",
                Verdicts.of(2 * fails >= cases.size() && fails > 0, 2 * succeeds > cases.size()),
                Text.format(
                    "Of %d kinds of hidden margins %d fail: tau is below %s, or of the wrong sign among"
                        + " networks that differ in one hyperparameter only; %d order all networks, and"
                        + " those that differ in one only, too. Holds if half fail, does not if most"
                        + " order. The intervals hold all at once (Bonferroni).",
                    cases.size(), fails, Ranked.PREDICTIVE, succeeds),
                numbers,
                seeds)
            .openFor(open));
  }

  @Override
  public List<Figure> figures() {
    List<Plot.BarSeries> series = new ArrayList<>();
    for (Case each : cases) {
      List<Estimate> taus = new ArrayList<>(List.of(each.all));
      taus.addAll(each.along);
      series.add(Values.bars(each.measure, taus));
    }
    List<String> categories = new ArrayList<>(List.of("all networks"));
    axes.forEach(axis -> categories.add(axis.name()));
    return List.of(
        new Figure(
            new Heading(
                "hidden-margins",
                "Margins at hidden layers",
                "Kendall's tau with the gap, of all networks and of those that differ in one"
                    + " hyperparameter only; mean over both seeds, simultaneous 95 % intervals."),
            new Plot.Bars(
                Axis.of("networks that differ in"),
                Axis.of("Kendall's tau with the gap"),
                categories,
                series)));
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
