package dev.assay.score;

import dev.assay.study.statistics.HyperparameterGrid;
import dev.assay.study.statistics.HyperparameterGrid.Information;
import dev.assay.study.statistics.RankCorrelation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.hipparchus.stat.correlation.PearsonsCorrelation;

/** How well a measure predicts the gap; 1 is perfect. */
public enum Score {
  /** Kendall's tau-a of the measure with the gap (Jiang et al. 2020). */
  TAU("Kendall's tau", false),
  /** The same with the gap on the shifted test set. */
  SHIFTED_TAU("Kendall's tau, shifted test set", false),
  /** Square of Pearson's correlation: what a straight line explains of the gap's variance. */
  R_SQUARED("R²", false),
  /** {@link HyperparameterGrid#granulatedTau}. */
  GRANULATED("granulated tau", true),
  /** {@link HyperparameterGrid#score}, the official program's. */
  PGDL("PGDL's score", true),
  /** {@link HyperparameterGrid#publishedScore}, as the competition's paper words it. */
  PUBLISHED("PGDL's score, sets of at most two", true);

  private final String words;
  private final boolean grid;

  Score(String words, boolean grid) {
    this.words = words;
    this.grid = grid;
  }

  public String words() {
    return words;
  }

  /** Whether it can be had of a table. */
  boolean isOf(ScoreTable table, HyperparameterGrid known) {
    return this == SHIFTED_TAU ? table.shifted() != null : !grid || known != null;
  }

  /**
   * Whether it is larger where there are fewer different networks, so that resamples are larger on
   * average.
   */
  boolean growsWithTies() {
    return informs() || this == R_SQUARED;
  }

  /** Whether it counts pairs for each combination of hyperparameters' values. */
  boolean informs() {
    return this == PGDL || this == PUBLISHED;
  }

  /**
   * All scores of a measure.
   *
   * @param known the grid of the networks; null if there is none
   * @param items networks that are drawn, which may repeat
   * @param wanted those that are computed
   */
  static Map<Score, Double> of(
      ScoreTable table, HyperparameterGrid known, int measure, int[] items, Set<Score> wanted) {
    double[] values = table.measures().get(measure);
    HyperparameterGrid drawn = known == null ? null : known.resampled(items);
    Map<Score, Double> scores = new EnumMap<>(Score.class);
    for (Score score : wanted) {
      switch (score) {
        case TAU -> scores.put(score, RankCorrelation.kendall(values, table.gap(), items));
        case SHIFTED_TAU ->
            scores.put(score, RankCorrelation.kendall(values, table.shifted(), items));
        case R_SQUARED ->
            scores.put(score, squaredCorrelation(at(values, items), at(table.gap(), items)));
        case GRANULATED -> scores.put(score, drawn.granulatedTau(values, table.gap()));
        case PGDL -> {
          Information information = drawn.scores(values, table.gap());
          scores.put(PGDL, information.program());
          scores.put(PUBLISHED, information.paper());
        }
        case PUBLISHED -> {} // comes with the one before
      }
    }
    return scores;
  }

  /** 0 where one of both is the same everywhere: a line explains nothing then. */
  private static double squaredCorrelation(double[] x, double[] y) {
    double correlation = new PearsonsCorrelation().correlation(x, y);
    return Double.isNaN(correlation) ? 0 : correlation * correlation;
  }

  private static double[] at(double[] values, int[] items) {
    double[] some = new double[items.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[items[i]];
    }
    return some;
  }
}
