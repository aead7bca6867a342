package dev.assay.score;

import dev.assay.io.Text;
import dev.assay.score.MeasureScore.Along;
import dev.assay.score.MeasureScore.Sign;
import dev.assay.score.MeasureScore.Within;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.Ranks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a ranking says, with its tables and figures. */
public final class ScoreReport {
  /** Measures that are drawn against the gap, and that key numbers are given of. */
  private static final int SHOWN = 6;

  /** Of more measures than twice this, so many of the best and of the last are drawn. */
  private static final int ENDS = 12;

  /** Missing combinations that are named. */
  private static final int NAMED = 5;

  private static final Axis TAU = Axis.of("Kendall's tau with the gap");
  private static final String INTERVALS = "95 % intervals from 1,000 resamples of the networks";

  private final Ranking ranking;
  private final ScoreTable table;

  private ScoreReport(Ranking ranking) {
    this.ranking = ranking;
    this.table = ranking.table();
  }

  /**
   * @param name of the table, for its reader
   */
  public static Report of(Ranking ranking, String name) {
    return new ScoreReport(ranking).report(name);
  }

  /** The measures of a table that has recipes, in each by itself. */
  public static Table recipes(Ranking ranking) {
    return new ScoreReport(ranking).recipes();
  }

  private Report report(String name) {
    Report.Builder report =
        Report.titled("Which measure predicts generalisation?")
            .summary(
                Text.format(
                    "%,d networks of %s, %d measures; the gap is column %s. A tau of 1 orders the"
                        + " networks as their gaps do, 0 not at all.",
                    table.networks(), name, ranking.measures().size(), table.config().gap()))
            .summary(
                Text.format(
                    "%s. Simultaneous intervals hold for all measures at once, so the best of many"
                        + " is not better by chance.",
                    INTERVALS));
    ranking.scores(SHOWN).forEach(report::key);
    report.figure(taus()).figure(scatters()).table(scores());
    if (ranking.grid() != null) {
      report.figure(byAxis()).table(axes());
    }
    if (!table.config().recipes().isEmpty()) {
      report.table(recipes());
    }
    if (!audited().isEmpty()) {
      report.table(audit());
    }
    notes().forEach(report::note);
    return report.provenance("score", table.config().plain()).build();
  }

  private Figure taus() {
    List<MeasureScore> all = ends();
    List<Plot.BarSeries> series = new ArrayList<>();
    series.add(bars(table.config().gap(), all, MeasureScore::simultaneous));
    if (table.shifted() != null) {
      series.add(
          bars(table.config().shifted(), all, score -> score.scores().get(Score.SHIFTED_TAU)));
    }
    return new Figure(
        new Heading(
            "tau",
            "Measures compared",
            (table.shifted() == null
                    ? "Bars: simultaneous 95 % intervals."
                    : "Bars: 95 % intervals, simultaneous for the plain test set.")
                + left()),
        new Plot.Bars(
            Axis.of("measure"), TAU, all.stream().map(MeasureScore::measure).toList(), series));
  }

  private static Plot.BarSeries bars(
      String name, List<MeasureScore> all, Function<MeasureScore, Estimate> estimate) {
    return new Plot.BarSeries(
        name,
        values(all, score -> estimate.apply(score).value()),
        values(all, score -> estimate.apply(score).low()),
        values(all, score -> estimate.apply(score).high()));
  }

  private static double[] values(List<MeasureScore> all, ToDoubleFunction<MeasureScore> value) {
    return all.stream().mapToDouble(value).toArray();
  }

  private Figure scatters() {
    List<Plot.Panel<Plot.Scatter>> panels = new ArrayList<>();
    for (MeasureScore score : ranking.measures().subList(0, Math.min(SHOWN, count()))) {
      int index = table.config().measures().indexOf(score.measure());
      panels.add(
          new Plot.Panel<>(
              score.measure(),
              new Plot.Scatter(
                  Axis.of("networks with a smaller measure").counting(),
                  Axis.of("generalisation gap"),
                  List.of(
                      new Plot.Points("", Ranks.below(table.measures().get(index)), table.gap())
                          .standingFor(table.names())),
                  false,
                  score.scores().get(Score.TAU).as("tau"))));
    }
    return new Figure(
        new Heading("measure-and-gap", "Measures against the gap", "A point for each network."),
        new Plot.Multiples(Math.min(3, panels.size()), panels));
  }

  /** The measures that are drawn where all would be too many to be named. */
  private List<MeasureScore> ends() {
    List<MeasureScore> all = ranking.measures();
    return all.size() <= 2 * ENDS
        ? all
        : Stream.of(all.subList(0, ENDS), all.subList(all.size() - ENDS, all.size()))
            .flatMap(List::stream)
            .toList();
  }

  private String left() {
    return count() <= 2 * ENDS
        ? ""
        : Text.format(" The best %d and the last %d of %d.", ENDS, ENDS, count());
  }

  private int count() {
    return ranking.measures().size();
  }

  private Figure byAxis() {
    return new Figure(
        new Heading(
            "tau-by-axis",
            "Along each hyperparameter",
            "Mean of Kendall's tau of networks that differ in this hyperparameter only." + left()),
        new Plot.HeatMap(
            Axis.of("hyperparameter"),
            ranking.axes(),
            Axis.of("measure"),
            ends().stream().map(MeasureScore::measure).toList(),
            Axis.of("Kendall's tau"),
            ends().stream()
                .flatMap(score -> score.axes().stream())
                .mapToDouble(Along::tau)
                .toArray(),
            true));
  }

  private Table scores() {
    Table.Builder<MeasureScore> rows =
        Table.of(ranking.measures(), "scores", "Measures, best first")
            .note(INTERVALS + ".")
            .text("measure", "", MeasureScore::measure);
    for (Score score : Score.values()) {
      if (score.isOf(table, ranking.grid())) {
        String column = score.name().toLowerCase(Locale.ROOT);
        rows.real(column, "", score.words(), row -> row.scores().get(score).value())
            .real(column + "_low", "", "", row -> row.scores().get(score).low())
            .real(column + "_high", "", "", row -> row.scores().get(score).high());
      }
    }
    return rows.real(
            "tau_simultaneous_low",
            "",
            "all measures' intervals hold at once",
            row -> row.simultaneous().low())
        .real("tau_simultaneous_high", "", "", row -> row.simultaneous().high())
        .build();
  }

  /** A measure and something that is said of it. */
  private record Row<T>(MeasureScore score, T part) {}

  private Table axes() {
    List<Row<Along>> rows =
        ranking.measures().stream()
            .flatMap(score -> score.axes().stream().map(along -> new Row<>(score, along)))
            .toList();
    return Table.of(rows, "axes", "Along each hyperparameter")
        .text("measure", "", row -> row.score.measure())
        .text("axis", "", row -> row.part.axis())
        .real("tau", "", "mean over networks that differ in nothing else", row -> row.part.tau())
        .real(
            "sign_error",
            "",
            "share of such pairs that the measure orders otherwise than the gap",
            row -> row.part.signError())
        .real("worst", "", "the same, of the worst two values", row -> row.part.worst())
        .text("where", "these two values", row -> row.part.where())
        .build();
  }

  private Table recipes() {
    List<Row<Within>> rows =
        ranking.measures().stream()
            .flatMap(score -> score.recipes().stream().map(within -> new Row<>(score, within)))
            .toList();
    return Table.of(rows, "recipes", "In each recipe by itself")
        .note("95 % intervals by the jackknife over networks.")
        .text("measure", "", row -> row.score.measure())
        .text("recipe", "", row -> row.part.recipe())
        .text("value", "", row -> row.part.value())
        .integer("networks", "", row -> row.part.networks())
        .real("tau", "", "Kendall's tau with the gap", row -> row.part.tau().value())
        .real("low", "", "", row -> row.part.tau().low())
        .real("high", "", "", row -> row.part.tau().high())
        .build();
  }

  /** A circumstance in which the sign of tau should be the same. */
  private record Audited(MeasureScore score, String what, Sign sign) {}

  private List<Audited> audited() {
    List<Audited> audited = new ArrayList<>();
    for (MeasureScore score : ranking.measures()) {
      for (String recipe : table.config().recipes()) {
        audited.add(new Audited(score, recipe, score.sign(recipe)));
      }
      if (table.shifted() != null) {
        audited.add(new Audited(score, "test set", score.shiftedSign()));
      }
    }
    return audited;
  }

  private Table audit() {
    return Table.of(audited(), "audit", "Does the sign survive?")
        .note(
            "Kept: in every value of the recipe, or on the plain and on the shifted test set, the"
                + " interval of tau is on the same side of 0; changed: two are on different sides;"
                + " open: neither.")
        .text("measure", "", row -> row.score.measure())
        .text("recipe", "what was varied", Audited::what)
        .text("sign", "of tau", row -> row.sign.words())
        .build();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    List<String> reversed =
        ranking.measures().stream()
            .filter(MeasureScore::reversed)
            .map(MeasureScore::measure)
            .toList();
    if (!reversed.isEmpty()) {
      notes.add(
          Text.format(
              "A measure should be larger where the gap is. Here these are smaller: %s; their"
                  + " negatives would predict, named with a minus before the column.",
              String.join(", ", reversed)));
    }
    List<String> alone =
        table.config().grid().stream().filter(axis -> !ranking.axes().contains(axis)).toList();
    if (!alone.isEmpty()) {
      notes.add(
          Text.format("Left out, as all networks have one value: %s.", String.join(", ", alone)));
    }
    if (ranking.grid() == null) {
      notes.add(
          "Fewer than two axes differ, so there is neither granulated tau nor a score of PGDL.");
    } else if (!ranking.grid().missing().isEmpty()) {
      notes.add(missing());
    }
    if (ranking.uninformed()) {
      notes.add(
          Text.format(
              "PGDL's scores have no interval: of %d pairs for each combination of values, which it"
                  + " takes, resamples hold fewer.",
              Ranking.PAIRS));
    }
    if (table.networks() > Draws.MOST) {
      notes.add(
          Text.format(
              "Intervals come of draws of %d networks, scaled to %,d.",
              Draws.MOST, table.networks()));
    }
    return notes;
  }

  private String missing() {
    List<List<Object>> missing = ranking.grid().missing();
    String first =
        missing.stream()
            .limit(NAMED)
            .map(values -> ScoreTable.named(ranking.axes(), values))
            .collect(Collectors.joining("; "));
    return Text.format(
        "%,d combinations of hyperparameters have no network: %s%s. PGDL's program would refuse"
            + " this table; scores are taken over the networks that are there.",
        missing.size(), first, missing.size() > NAMED ? "; …" : "");
  }
}
