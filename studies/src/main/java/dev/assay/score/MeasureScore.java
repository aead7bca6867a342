package dev.assay.score;

import dev.assay.study.statistics.Estimate;
import java.util.List;
import java.util.Map;

/**
 * What is said of a measure.
 *
 * @param measure its name
 * @param scores with 95 % intervals, those that can be had of the table
 * @param simultaneous tau with an interval; all measures' intervals hold at once with 95 %
 * @param axes along each axis of the grid
 * @param recipes in each recipe by itself
 */
public record MeasureScore(
    String measure,
    Map<Score, Estimate> scores,
    Estimate simultaneous,
    List<Along> axes,
    List<Within> recipes) {

  /**
   * Networks that differ in one axis only.
   *
   * @param tau mean of Kendall's tau; NaN where there are none
   * @param signError share of pairs that the measure orders otherwise than the gap, ties half
   *     (Dziugaite et al. 2020)
   * @param worst the largest share of those with two given values of the axis
   * @param where these values, for example {@code 8, 16}
   */
  public record Along(String axis, double tau, double signError, double worst, String where) {}

  /**
   * Networks of one recipe.
   *
   * @param networks how many
   * @param tau with an interval for pairs that are independent
   */
  public record Within(String recipe, String value, int networks, Estimate tau) {}

  /** What other circumstances do to the sign of tau. */
  public enum Sign {
    KEPT("kept"),
    CHANGED("changed"),
    OPEN("open");

    private final String words;

    Sign(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /**
     * Kept where all intervals are on one side of 0, changed where two are on different sides, else
     * open.
     */
    static Sign of(List<Estimate> taus) {
      boolean above = taus.stream().anyMatch(tau -> tau.above(0));
      boolean below = taus.stream().anyMatch(tau -> tau.below(0));
      if (above && below) {
        return CHANGED;
      }
      boolean all =
          taus.stream().allMatch(tau -> tau.above(0))
              || taus.stream().allMatch(tau -> tau.below(0));
      return all && !taus.isEmpty() ? KEPT : OPEN;
    }
  }

  /** Whether tau has one sign in all values of a recipe. */
  public Sign sign(String recipe) {
    return Sign.of(
        recipes.stream().filter(each -> each.recipe.equals(recipe)).map(Within::tau).toList());
  }

  /** Whether tau has one sign on the plain test set and on the shifted one. */
  Sign shiftedSign() {
    return Sign.of(List.of(scores.get(Score.TAU), scores.get(Score.SHIFTED_TAU)));
  }

  /** Whether the table has it the other way round: its negative would predict. */
  public boolean reversed() {
    return simultaneous.below(0);
  }
}
