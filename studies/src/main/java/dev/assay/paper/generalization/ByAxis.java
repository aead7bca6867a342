package dev.assay.paper.generalization;

import dev.assay.paper.generalization.Findings.Measured;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.score.Ranking;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import dev.assay.study.statistics.Ranks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures against the gap, axis by axis: whether a measure follows the gap or a hyperparameter.
 */
final class ByAxis implements Topic {
  private static final int PANELS = 3;

  private final Findings findings;
  private final List<String> measures;

  ByAxis(Findings findings, Ranking ranking) {
    this.findings = findings;
    Set<String> shown = new LinkedHashSet<>();
    shown.add(ranking.measures().get(0).measure());
    shown.addAll(List.of("constrained-margin", "hidden-margin-last", Fragmented.INPUT));
    shown.retainAll(findings.measures());
    this.measures = List.copyOf(shown);
  }

  @Override
  public List<Claim> claims() {
    return List.of();
  }

  @Override
  public List<Figure> figures() {
    return measures.stream().map(this::figure).toList();
  }

  private Figure figure(String measure) {
    List<Hyperparameter> axes = findings.size().family().axes();
    return new Figure(
        new Heading(
            "gap-by-axis-" + measure,
            measure + " against the gap, by hyperparameter",
            "A point for each network that was seen; colours are values of the hyperparameter."),
        new Plot.Multiples(
            Math.min(PANELS, axes.size()),
            axes.stream().map(axis -> panel(measure, axis)).toList()));
  }

  private Plot.Panel<Plot.Scatter> panel(String measure, Hyperparameter axis) {
    List<Measured> networks = findings.family(findings.seen());
    double[] places = Ranks.below(Values.of(networks, n -> n.of(measure)));
    List<Plot.Points> points = new ArrayList<>();
    for (Number value : axis.values()) {
      int[] theirs =
          IntStream.range(0, networks.size())
              .filter(i -> networks.get(i).member().setting().of(axis.name()).equals(value))
              .toArray();
      points.add(
          new Plot.Points(
                  axis.name() + " " + value,
                  IntStream.of(theirs).mapToDouble(i -> places[i]).toArray(),
                  IntStream.of(theirs).mapToDouble(i -> 100 * networks.get(i).gap()).toArray())
              .standingFor(
                  IntStream.of(theirs).mapToObj(i -> networks.get(i).member().words()).toList()));
    }
    return new Plot.Panel<>(
        axis.name(),
        new Plot.Scatter(
            Axis.of("networks with a smaller measure").counting(),
            Axis.of("training − test accuracy", "%"),
            points,
            false,
            null));
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
