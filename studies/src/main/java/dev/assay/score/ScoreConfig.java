package dev.assay.score;

import dev.assay.io.BadInputException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which columns of a table say what.
 *
 * @param measures that are scored, each larger where the gap should be larger; one of a name that
 *     begins with − or - is the negative of that column
 * @param gap the generalisation gap, training less test accuracy
 * @param shifted the gap on a test set of another distribution; null for none
 * @param axes hyperparameters; their values are names
 * @param recipes columns that say how else a network was made, in which a measure should not change
 *     its sign: the rate, the optimiser, the seed. They are axes, too
 */
public record ScoreConfig(
    List<String> measures, String gap, String shifted, List<String> axes, List<String> recipes) {

  public ScoreConfig {
    measures = List.copyOf(measures);
    axes = List.copyOf(axes);
    recipes = List.copyOf(recipes);
    if (measures.isEmpty()) {
      throw new BadInputException("no measure to score: name at least one column");
    }
    Set<String> seen = new HashSet<>();
    Stream.of(
            measures.stream().map(ScoreConfig::column),
            Stream.of(gap),
            Stream.ofNullable(shifted),
            axes.stream(),
            recipes.stream())
        .flatMap(each -> each)
        .forEach(
            name -> {
              if (!seen.add(name)) {
                throw new BadInputException("column " + name + " is named twice");
              }
            });
  }

  /** Axes of the grid: hyperparameters, then recipes. */
  List<String> grid() {
    return Stream.concat(axes.stream(), recipes.stream()).toList();
  }

  /** Whether a measure is the negative of its column. */
  static boolean negative(String measure) {
    return measure.startsWith("-") || measure.startsWith("−");
  }

  /** The column of a measure. */
  static String column(String measure) {
    return negative(measure) ? measure.substring(1) : measure;
  }

  /** As plain values, for provenance. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("measures", measures);
    plain.put("gap", gap);
    if (shifted != null) {
      plain.put("shifted", shifted);
    }
    plain.put("axes", axes);
    plain.put("recipes", recipes);
    return plain;
  }
}
