package dev.assay.predictor;

import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
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

  /**
   * The one of a name.
   *
   * @throws UnknownNameException if there is none
   */
  public static Predictor named(String name) {
    return ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownNameException(
                    Text.format("no measure '%s'; assay measure list shows all", name),
                    name,
                    ALL.stream().map(Predictor::name).toList()));
  }
}
