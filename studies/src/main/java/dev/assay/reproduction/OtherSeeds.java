package dev.assay.reproduction;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * Choices that are not made on the data that judge them: what is largest on all seeds but one is
 * then measured on that one. The largest of many noisy numbers is too large; the same thing with
 * another seed is not.
 */
public final class OtherSeeds {
  private OtherSeeds() {}

  /**
   * For each seed the candidate whose mean level over the other seeds is largest.
   *
   * @param seeds at least two
   */
  public static <C> List<C> best(
      List<Long> seeds, List<C> candidates, ToDoubleBiFunction<C, Long> level) {
    return seeds.stream()
        .map(
            seed ->
                candidates.stream()
                    .max(Comparator.comparingDouble(c -> meanWithout(seed, seeds, c, level)))
                    .orElseThrow())
        .toList();
  }

  private static <C> double meanWithout(
      long seed, List<Long> seeds, C candidate, ToDoubleBiFunction<C, Long> level) {
    return seeds.stream()
        .filter(other -> other != seed)
        .mapToDouble(other -> level.applyAsDouble(candidate, other))
        .average()
        .orElseThrow();
  }
}
