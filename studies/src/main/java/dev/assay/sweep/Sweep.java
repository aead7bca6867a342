package dev.assay.sweep;

import dev.assay.io.Sha256;
import dev.assay.predictor.Predictor;
import dev.assay.store.SpecFormat;
import java.util.List;

/**
 * Networks, and what is measured of each.
 *
 * @param axes along which they differ
 * @param recipes those of the axes along which a measure should not change its sign
 */
public record Sweep(
    List<String> axes, List<String> recipes, List<Predictor> predictors, List<SweepCell> cells) {
  public Sweep {
    axes = List.copyOf(axes);
    recipes = List.copyOf(recipes);
    predictors = List.copyOf(predictors);
    cells = List.copyOf(cells);
  }

  /** What names a cell: all that determines what is kept of it. */
  String key(SweepCell cell) {
    String shifted = cell.shifted() == null ? "" : cell.shifted().toString();
    return Sha256.of(SpecFormat.write(cell.training()) + names() + shifted);
  }

  List<String> names() {
    return predictors.stream().map(Predictor::name).toList();
  }
}
