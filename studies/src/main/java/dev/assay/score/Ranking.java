package dev.assay.score;

import dev.assay.score.MeasureScore.Along;
import dev.assay.score.MeasureScore.Within;
import dev.assay.study.Progress;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.HyperparameterGrid;
import dev.assay.study.statistics.RankCorrelation;
import dev.assay.study.statistics.SignError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The measures of a table by how well they predict the gap, best first by Kendall's tau.
 *
 * @param table what was scored
 * @param axes those of the grid, which are the table's with more than one value
 * @param grid of the networks; null where there are fewer than two such axes
 */
public record Ranking(
    ScoreTable table, List<String> axes, HyperparameterGrid grid, List<MeasureScore> measures) {

  /** Pairs for each combination of values, below which a draw says nothing of information. */
  static final int PAIRS = 16;

  /** Scores all measures; in time the square of the networks, up to a few thousand more slowly. */
  public static Ranking of(ScoreTable table, long seed, Progress progress) {
    List<String> all = table.config().grid();
    List<Integer> varying =
        IntStream.range(0, all.size())
            .filter(axis -> table.settings().stream().map(s -> s.get(axis)).distinct().count() > 1)
            .boxed()
            .toList();
    List<String> axes = varying.stream().map(all::get).toList();
    HyperparameterGrid grid =
        axes.size() < 2
            ? null
            : HyperparameterGrid.withGaps(
                table.settings().stream().map(s -> varying.stream().map(s::get).toList()).toList());
    return new Ranking(table, axes, grid, new Scoring(table, axes, grid, seed).all(progress));
  }

  /** Kendall's tau of the best, with simultaneous intervals. */
  public List<Quantity> scores(int most) {
    return measures.stream()
        .limit(most)
        .map(score -> score.simultaneous().as("tau, " + score.measure()))
        .toList();
  }

  /** PGDL's score as its program computes it, times 100 as published, of the best by it. */
  public List<Quantity> published(int most) {
    return grid == null
        ? List.of()
        : measures.stream()
            .map(each -> each.scores().get(Score.PGDL).times(100).as("PGDL, " + each.measure()))
            .sorted(Comparator.comparingDouble((Quantity score) -> -score.value()))
            .limit(most)
            .toList();
  }

  /** Whether resamples held too few pairs for intervals of PGDL's scores. */
  boolean uninformed() {
    return grid != null
        && measures.stream().anyMatch(score -> Double.isNaN(score.scores().get(Score.PGDL).low()));
  }

  /** What is computed once for all measures. */
  private record Scoring(
      ScoreTable table, List<String> axes, HyperparameterGrid grid, Draws draws) {

    Scoring(ScoreTable table, List<String> axes, HyperparameterGrid grid, long seed) {
      this(table, axes, grid, new Draws(table.networks(), seed));
    }

    List<MeasureScore> all(Progress progress) {
      int count = table.measures().size();
      List<Map<Score, Estimate>> scores = new ArrayList<>();
      List<double[]> taus = new ArrayList<>();
      for (int measure = 0; measure < count; measure++) {
        progress.at("score", measure, count, "measures");
        Map<Score, double[]> drawn = drawn(measure);
        Map<Score, Estimate> estimates = new EnumMap<>(Score.class);
        Score.of(table, grid, measure, draws.all(), wanted(true))
            .forEach(
                (score, value) ->
                    estimates.put(
                        score, draws.around(value, drawn.get(score), score.growsWithTies())));
        taus.add(draws.deviations(drawn.get(Score.TAU)));
        scores.add(estimates);
      }
      progress.at("score", count, count, "measures");
      double[] reach = simultaneous(taus);
      return IntStream.range(0, count)
          .mapToObj(measure -> score(measure, scores.get(measure), reach[measure]))
          .sorted(Comparator.comparingDouble((MeasureScore score) -> -score.simultaneous().value()))
          .toList();
    }

    /**
     * @param informing whether pairs are so many that information can be had of them
     */
    private Set<Score> wanted(boolean informing) {
      return Arrays.stream(Score.values())
          .filter(score -> score.isOf(table, grid) && (informing || !score.informs()))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Score.class)));
    }

    /** Scores of draws; NaN where they hold too few pairs. */
    private Map<Score, double[]> drawn(int measure) {
      Set<Score> wanted = wanted(grid != null && draws.pairs() >= PAIRS * grid.combinations());
      Map<Score, double[]> drawn = new EnumMap<>(Score.class);
      for (Score score : Score.values()) {
        drawn.put(score, new double[draws.count()]);
        Arrays.fill(drawn.get(score), Double.NaN);
      }
      for (int draw = 0; draw < draws.count(); draw++) {
        int d = draw;
        Score.of(table, grid, measure, draws.items(draw), wanted)
            .forEach((score, value) -> drawn.get(score)[d] = value);
      }
      return drawn;
    }

    /**
     * Half the widths of intervals that hold at once: standard deviations times the 95 % quantile,
     * over draws, of the largest deviation among the measures in units of its own (max |t|).
     */
    private double[] simultaneous(List<double[]> deviations) {
      double[] sigma =
          deviations.stream()
              .mapToDouble(
                  each -> Math.sqrt(Arrays.stream(each).map(d -> d * d).average().orElseThrow()))
              .toArray();
      double[] largest = new double[draws.count()];
      for (int draw = 0; draw < largest.length; draw++) {
        for (int measure = 0; measure < sigma.length; measure++) {
          if (sigma[measure] > 0) {
            largest[draw] =
                Math.max(largest[draw], Math.abs(deviations.get(measure)[draw]) / sigma[measure]);
          }
        }
      }
      Arrays.sort(largest);
      double factor = largest[(int) Math.ceil(Draws.LEVEL * (largest.length - 1))];
      return Arrays.stream(sigma).map(s -> factor * s).toArray();
    }

    private MeasureScore score(int measure, Map<Score, Estimate> scores, double reach) {
      double tau = scores.get(Score.TAU).value();
      return new MeasureScore(
          table.config().measures().get(measure),
          scores,
          new Estimate(tau, Math.max(-1, tau - reach), Math.min(1, tau + reach), Draws.LEVEL, null),
          along(table.measures().get(measure)),
          within(measure));
    }

    private List<Along> along(double[] values) {
      if (grid == null) {
        return List.of();
      }
      return IntStream.range(0, axes.size())
          .mapToObj(
              axis -> {
                SignError error = grid.signError(axis, values, table.gap());
                return new Along(
                    axes.get(axis),
                    grid.tauAlong(axis, values, table.gap()).orElse(Double.NaN),
                    error.mean(),
                    error.worst(),
                    error.where());
              })
          .toList();
    }

    private List<Within> within(int measure) {
      List<Within> within = new ArrayList<>();
      for (String recipe : table.config().recipes()) {
        int axis = table.config().grid().indexOf(recipe);
        Map<String, List<Integer>> networks = new LinkedHashMap<>();
        for (int network = 0; network < table.networks(); network++) {
          networks
              .computeIfAbsent(table.settings().get(network).get(axis), any -> new ArrayList<>())
              .add(network);
        }
        networks.forEach(
            (value, theirs) -> {
              ScoreTable some = table.of(theirs.stream().mapToInt(i -> i).toArray());
              Estimate tau =
                  some.networks() < 2
                      ? new Estimate(Double.NaN, Double.NaN, Double.NaN, Draws.LEVEL, null)
                      : RankCorrelation.tau(some.measures().get(measure), some.gap());
              within.add(new Within(recipe, value, some.networks(), tau));
            });
      }
      return within;
    }
  }
}
