package dev.assay.paper.generalization;

import dev.assay.io.Text;
import dev.assay.paper.generalization.Findings.Measured;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.score.MeasureScore;
import dev.assay.score.Ranking;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.RankCorrelation;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** The ranking, on networks of a seed that was not seen: statements G2 and G3. */
final class Repeated implements Topic {
  private final Findings findings;
  private final Bootstrap bootstrap;
  private final List<Row> rows;
  private final Estimate kendall;
  private final Estimate spearman;

  /**
   * A measure, best first on the networks that were seen.
   *
   * @param seen tau, its interval one of all measures at once
   * @param unseen tau on the networks that were not seen
   * @param rank by it, from 1
   */
  private record Row(String measure, Estimate seen, Estimate unseen, int rank) {}

  Repeated(Findings findings, Ranking ranking, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
    List<MeasureScore> scores = ranking.measures();
    List<String> measures = scores.stream().map(MeasureScore::measure).toList();
    List<Pairs> seen = pairs(measures, findings.family(findings.seen()));
    List<Pairs> unseen = pairs(measures, findings.family(findings.unseen()));
    List<Estimate> again = unseen.stream().map(each -> bootstrap.kendall(List.of(each))).toList();
    int[] ranks = ranks(Values.of(again, Estimate::value));
    this.rows =
        IntStream.range(0, measures.size())
            .mapToObj(
                i -> new Row(measures.get(i), scores.get(i).simultaneous(), again.get(i), ranks[i]))
            .toList();
    this.kendall = correlation(seen, unseen, RankCorrelation::kendall);
    this.spearman = correlation(seen, unseen, RankCorrelation::spearman);
  }

  private static List<Pairs> pairs(List<String> measures, List<Measured> networks) {
    return measures.stream().map(measure -> Findings.pairs(measure, networks)).toList();
  }

  /**
   * Of the taus of all measures on the one networks with those on the others. Its interval
   * resamples both; resamples order measures less alike, as they are noisier, and the interval is
   * moved by as much.
   */
  private Estimate correlation(
      List<Pairs> seen, List<Pairs> unseen, ToDoubleBiFunction<double[], double[]> of) {
    Estimate moved =
        bootstrap.centred(
            new int[][] {{seen.get(0).x().length, unseen.get(0).x().length}},
            (group, items) ->
                isOne(items[0]) || isOne(items[1])
                    ? Double.NaN
                    : of.applyAsDouble(taus(seen, items[0]), taus(unseen, items[1])));
    return new Estimate(
        moved.value(), Math.max(-1, moved.low()), Math.min(1, moved.high()), moved.level(), null);
  }

  /** Whether a resample is one network, many times. */
  private static boolean isOne(int[] networks) {
    return IntStream.of(networks).distinct().count() == 1;
  }

  private static double[] taus(List<Pairs> measures, int[] networks) {
    return measures.stream()
        .mapToDouble(pairs -> RankCorrelation.kendall(pairs.x(), pairs.y(), networks))
        .toArray();
  }

  /** The position of each measure in an order by decreasing numbers, from 1. */
  private static int[] ranks(double[] numbers) {
    return IntStream.range(0, numbers.length)
        .map(
            i ->
                1
                    + (int)
                        IntStream.range(0, numbers.length)
                            .filter(j -> numbers[j] > numbers[i])
                            .count())
        .toArray();
  }

  List<Quantity> numbers() {
    return List.of(
        kendall.as("Kendall's tau of both rankings"),
        spearman.as("Spearman's rho of both rankings"));
  }

  @Override
  public List<Claim> claims() {
    return List.of(best(), order());
  }

  /** G2: what was best on the networks that were seen. */
  private Claim best() {
    Row best = rows.get(0);
    List<Quantity> numbers =
        List.of(
            best.unseen.as(Text.format("tau, %s, networks not seen", best.measure)),
            best.seen.as(Text.format("tau, %s, networks that chose it", best.measure)),
            Quantity.of("its rank on networks not seen", best.rank));
    return new Claim(
            "G2",
            "The measure that orders the networks of one seed best also orders those of another.",
            Verdicts.of(best.unseen.above(Ranked.PREDICTIVE), best.unseen.below(Ranked.PREDICTIVE)),
            Text.format(
                "%s is best of %d measures on seed %d; holds if tau is above %s on seed %d, whose"
                    + " networks have other training samples and other first weights.",
                best.measure, rows.size(), findings.seen(), Ranked.PREDICTIVE, findings.unseen()),
            numbers,
            findings.seeds())
        .openFor(Verdicts.open(Ranked.PREDICTIVE, numbers.subList(0, 1)));
  }

  /** G3: the whole order. */
  private Claim order() {
    List<Quantity> numbers = numbers();
    return new Claim(
            "G3",
            "Measures are ranked alike on the networks of another seed.",
            Verdicts.of(kendall.above(0), kendall.below(0)),
            "Kendall's tau between the taus of all measures on the networks of one seed and on those of"
                + " the other; many measures are variants of each other, which the interval, over"
                + " networks, allows for.",
            numbers,
            findings.seeds())
        .openFor(Verdicts.open(0, numbers.subList(0, 1)));
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure(
            new Heading(
                "repeated",
                "The ranking repeated",
                Text.format(
                    "Each point is a measure: Kendall's tau with the gap on the networks of seed %d and"
                        + " of seed %d.",
                    findings.seen(), findings.unseen())),
            new Plot.Scatter(
                Axis.of("tau on networks that were seen"),
                Axis.of("tau on networks that were not"),
                List.of(
                    new Plot.Points(
                            "measures",
                            Values.of(rows, row -> row.seen.value()),
                            Values.of(rows, row -> row.unseen.value()))
                        .standingFor(rows.stream().map(Row::measure).toList())),
                true,
                kendall.as("Kendall's tau of both"))));
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(rows, "repeated", "The ranking repeated")
            .note(
                "Intervals on networks that were seen hold for all measures at once, 95 %; on those"
                    + " that were not, each by itself.")
            .integer("rank", "on networks that were seen", row -> 1 + rows.indexOf(row))
            .text("measure", "", Row::measure)
            .real("tau", "", "on networks that were seen", row -> row.seen.value())
            .real("low", "", "", row -> row.seen.low())
            .real("high", "", "", row -> row.seen.high())
            .real("tau_again", "", "on networks that were not", row -> row.unseen.value())
            .real("low_again", "", "", row -> row.unseen.low())
            .real("high_again", "", "", row -> row.unseen.high())
            .integer("rank_again", "on networks that were not", Row::rank)
            .build());
  }
}
