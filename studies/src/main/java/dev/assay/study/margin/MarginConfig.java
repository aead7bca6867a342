package dev.assay.study.margin;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Space;
import dev.assay.study.Study;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

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
 * @param clip whether points of searches in input space are held within the range that each feature
 *     has over the training inputs
 * @param pairs whether the distance to the boundary of each other class is measured, too
 */
public record MarginConfig(
    List<Space> spaces,
    List<MarginSolver> solvers,
    int samples,
    Reference reference,
    boolean correctOnly,
    boolean normalizeHidden,
    boolean clip,
    boolean pairs)
    implements Study.Config {

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
    for (MarginSolver solver : solvers) {
      if (solver instanceof MarginSolver.Bracket) {
        checkBrackets(spaces, clip);
      }
    }
    if (samples < 1) {
      throw new BadInputException("margins need at least 1 sample, got " + samples);
    }
  }

  private static void checkBrackets(List<Space> spaces, boolean clip) {
    if (clip) {
      throw new BadInputException("brackets hold without clipping; leave one of the two out");
    }
    for (Space space : spaces) {
      boolean small =
          space instanceof Space.Span span && span.count() <= MarginSolver.Bracket.LARGEST
              || space instanceof Space.Knee
              || space instanceof Space.Blocks;
      if (!small) {
        throw new BadInputException(
            Text.format(
                "brackets are for subspaces of at most %d components, not for %s; choose pca:M",
                MarginSolver.Bracket.LARGEST, space.label()));
      }
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
        true,
        false,
        false);
  }

  @Override
  public Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("spaces", spaces.stream().map(Space::label).toList());
    for (MarginSolver solver : solvers) {
      values.put(solver.label(), solver);
    }
    values.put("samples", samples);
    values.put("reference", reference);
    values.put("correctOnly", correctOnly);
    values.put("normalizeHidden", normalizeHidden);
    values.put("clip", clip);
    values.put("pairs", pairs);
    return values;
  }

  public MarginConfig withSamples(int count) {
    return new MarginConfig(
        spaces, solvers, count, reference, correctOnly, normalizeHidden, clip, pairs);
  }

  public MarginConfig withSolvers(MarginSolver... others) {
    return new MarginConfig(
        spaces, List.of(others), samples, reference, correctOnly, normalizeHidden, clip, pairs);
  }

  public MarginConfig clipped() {
    return new MarginConfig(
        spaces, solvers, samples, reference, correctOnly, normalizeHidden, true, pairs);
  }

  public MarginConfig withPairs() {
    return new MarginConfig(
        spaces, solvers, samples, reference, correctOnly, normalizeHidden, clip, true);
  }

  public MarginConfig from(Reference other) {
    return new MarginConfig(
        spaces, solvers, samples, other, correctOnly, normalizeHidden, clip, pairs);
  }
}
