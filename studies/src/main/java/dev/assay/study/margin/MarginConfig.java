package dev.assay.study.margin;

import dev.assay.io.BadInputException;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a margin study measures.
 *
 * @param spaces where; repeated ones count once
 * @param solvers how; the last is the one that figures and key numbers show
 * @param samples how many samples at most, drawn without replacement; a larger number with the same
 *     seed includes the smaller one's
 * @param reference from which class
 * @param correctOnly whether statistics leave out misclassified samples, as the papers do; their
 *     rows are kept in any case
 * @param normalizeHidden whether margins at hidden cuts are divided by the square root of the total
 *     variance there over the training inputs (Jiang et al. 2019), without which layers and
 *     networks do not compare
 */
public record MarginConfig(
    List<Space> spaces,
    List<MarginSolver> solvers,
    int samples,
    Reference reference,
    boolean correctOnly,
    boolean normalizeHidden) {

  private static final int STANDARD_SAMPLES = 1000;

  public MarginConfig {
    spaces = List.copyOf(new LinkedHashSet<>(spaces));
    solvers = List.copyOf(solvers);
    if (spaces.isEmpty()) {
      throw new BadInputException("margins need at least one space to be measured in");
    }
    if (solvers.isEmpty()) {
      throw new BadInputException("margins need at least one solver");
    }
    if (solvers.stream().map(MarginSolver::label).distinct().count() < solvers.size()) {
      throw new BadInputException("margins need solvers that differ, got " + solvers);
    }
    if (samples < 1) {
      throw new BadInputException("margins need at least 1 sample, got " + samples);
    }
  }

  /**
   * These spaces with the standard settings: first-order and iterative solver, 1,000 samples, from
   * the prediction, statistics over correct samples, hidden margins normalised.
   */
  public static MarginConfig of(Space... spaces) {
    return new MarginConfig(
        List.of(spaces),
        List.of(MarginSolver.FirstOrder.standard(), MarginSolver.DeepFool.standard()),
        STANDARD_SAMPLES,
        Reference.PREDICTION,
        true,
        true);
  }

  public MarginConfig withSamples(int count) {
    return new MarginConfig(spaces, solvers, count, reference, correctOnly, normalizeHidden);
  }

  public MarginConfig withSolvers(MarginSolver... others) {
    return new MarginConfig(
        spaces, List.of(others), samples, reference, correctOnly, normalizeHidden);
  }

  public MarginConfig from(Reference other) {
    return new MarginConfig(spaces, solvers, samples, other, correctOnly, normalizeHidden);
  }
}
