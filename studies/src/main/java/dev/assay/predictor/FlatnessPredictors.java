package dev.assay.predictor;

import dev.assay.measure.Flatness;
import dev.assay.measure.Sharpness;
import dev.assay.predictor.Predictor.Cost;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * How flat the minimum is, and the PAC-Bayes bounds that it gives: with m training samples, δ =
 * 0.01 and σ the noise that costs a tenth of the accuracy, {@code √((‖w − w₀‖²/(4σ²) + log(m/δ) +
 * 10) / m)}. The magnitude-aware ones take noise in units of each weight. Of the sharpness bounds α
 * is the worst change of ω weights that costs a tenth.
 */
final class FlatnessPredictors {
  private static final String SOURCE = "Dziugaite et al. 2020";
  private static final double DELTA = 0.01;

  private FlatnessPredictors() {}

  static List<Predictor> all() {
    return List.of(
        of("flatness", "1 / σ²", (found, m) -> 1 / square(found.sigma())),
        of(
            "pac-bayes-initial",
            "√((‖w − w₀‖²/(4σ²) + log(m/δ) + 10) / m)",
            (found, m) -> bound(found.moved() / (4 * square(found.sigma())), m)),
        of(
            "pac-bayes-origin",
            "√((‖w‖²/(4σ²) + log(m/δ) + 10) / m)",
            (found, m) -> bound(found.squares() / (4 * square(found.sigma())), m)),
        of(
            "magnitude-flatness",
            "1 / σ² of noise in units of the weights",
            (found, m) -> 1 / square(found.relative())),
        of(
            "magnitude-pac-bayes-initial",
            "the bound of that noise, from w₀",
            (found, m) -> bound(found.divergence() / 4, m)),
        of(
            "magnitude-pac-bayes-origin",
            "the bound of that noise, from 0",
            (found, m) -> bound(found.fromZero() / 4, m)),
        sharp("sharpness", "1 / α²", (found, m) -> 1 / square(found.radius())),
        sharp(
            "sharpness-initial",
            "√((‖w − w₀‖² log(2ω)/(4α²) + log(m/δ) + 10) / m)",
            (found, m) -> bound(box(found, found.moved()), m)),
        sharp(
            "sharpness-origin",
            "√((‖w‖² log(2ω)/(4α²) + log(m/δ) + 10) / m)",
            (found, m) -> bound(box(found, found.squares()), m)),
        sharp(
            "magnitude-sharpness",
            "1 / α² of boxes in units of the weights",
            (found, m) -> 1 / square(found.relative())),
        sharp(
            "magnitude-sharpness-initial",
            "the bound of these boxes, from w₀",
            (found, m) -> bound(found.divergence() / 4, m)),
        sharp(
            "magnitude-sharpness-origin",
            "the bound of these boxes, from 0",
            (found, m) -> bound(found.fromZero() / 4, m)));
  }

  /** {@code ‖·‖² log(2ω) / (4α²)}. */
  private static double box(Sharpness.Found found, double squares) {
    return squares * Math.log(2.0 * found.parameters()) / (4 * square(found.radius()));
  }

  private static Predictor sharp(
      String name, String formula, ToDoubleBiFunction<Sharpness.Found, Integer> value) {
    return new Predictor(
        name,
        formula,
        "Jiang et al. 2020",
        Cost.WEIGHT_GRADIENTS,
        trained ->
            trained
                .takeOfBoth(
                    new Sharpness(
                        trained.training().provenance(), trained.sought(), trained.seed()))
                .map(found -> value.applyAsDouble(found, trained.training().count())));
  }

  private static Predictor of(
      String name, String formula, ToDoubleBiFunction<Flatness.Found, Integer> value) {
    return new Predictor(
        name,
        formula,
        SOURCE,
        Cost.PERTURBED,
        trained ->
            trained
                .takeOfBoth(
                    new Flatness(trained.training().provenance(), trained.sought(), trained.seed()))
                .map(found -> value.applyAsDouble(found, trained.training().count())));
  }

  private static double square(double x) {
    return x * x;
  }

  private static double bound(double divergence, int m) {
    return Math.sqrt((divergence + Math.log(m / DELTA) + 10) / m);
  }
}
