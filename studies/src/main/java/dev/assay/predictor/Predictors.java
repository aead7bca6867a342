package dev.assay.predictor;

import java.util.List;
import java.util.stream.Stream;

/** The predictors that there are. A new one is a line in the list of its family. */
public final class Predictors {
  private static final List<Predictor> ALL =
      Stream.of(
              NormPredictors.all(),
              FlatnessPredictors.all(),
              MarginPredictors.all(),
              GradientPredictors.all(),
              RegionPredictors.all(),
              RepresentationPredictors.all(),
              TranslationPredictors.all())
          .flatMap(List::stream)
          .toList();

  private Predictors() {}

  public static List<Predictor> all() {
    return ALL;
  }
}
