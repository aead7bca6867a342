package dev.assay.predictor;

import dev.assay.geometry.LayerNorms;
import dev.assay.measure.Norms;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.Planned;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Norms of the weights of L products, as Jiang et al. 2020 ("Fantastic generalization measures and
 * where to find them") and Dziugaite et al. 2020 ("In search of robust measures of generalization")
 * list them; in logarithms where products of norms would leave the range of numbers, which changes
 * no order. W is a product's weights, W₀ what it began with, γ the tenth percentile of the output
 * margins of the training samples.
 */
final class NormPredictors {
  private static final String SOURCE = "Jiang et al. 2020";
  private static final String ROBUST = "Dziugaite et al. 2020";

  private NormPredictors() {}

  static List<Predictor> all() {
    return List.of(
        of("parameters", "number of weights", SOURCE, LayerNorms::weights),
        of("frobenius", "Σ ‖W‖_F²", SOURCE, norms -> sum(norms.squares())),
        of("frobenius-distance", "Σ ‖W − W₀‖_F²", SOURCE, norms -> sum(norms.moved())),
        of(
            "spectral-distance",
            "Σ ‖W − W₀‖²",
            SOURCE,
            norms -> sum(squared(norms.movedSpectral()))),
        of("frobenius-over-spectral", "Σ ‖W‖_F² / ‖W‖²", SOURCE, NormPredictors::ranks),
        of("path-norm", "Σ outputs for ones, weights squared", SOURCE, LayerNorms::path),
        of("log-product-frobenius", "log Π ‖W‖_F²", ROBUST, NormPredictors::frobenius),
        of("log-product-spectral", "log Π ‖W‖²", ROBUST, NormPredictors::spectral),
        of(
            "log-sum-frobenius",
            "log L (Π ‖W‖_F²)^(1/L)",
            ROBUST,
            norms -> sum(norms, frobenius(norms))),
        of(
            "log-sum-spectral",
            "log L (Π ‖W‖²)^(1/L)",
            ROBUST,
            norms -> sum(norms, spectral(norms))),
        byMargin(
            "frobenius-over-margin",
            "Σ ‖W‖_F² / γ²",
            SOURCE,
            (norms, margin) -> sum(norms.squares()) / (margin * margin)),
        byMargin(
            "frobenius-distance-over-margin",
            "Σ ‖W − W₀‖_F² / γ²",
            SOURCE,
            (norms, margin) -> sum(norms.moved()) / (margin * margin)),
        byMargin(
            "spectral-distance-over-margin",
            "Σ ‖W − W₀‖² / γ²",
            SOURCE,
            (norms, margin) -> sum(squared(norms.movedSpectral())) / (margin * margin)),
        byMargin(
            "path-norm-over-margin",
            "path norm / γ²",
            SOURCE,
            (norms, margin) -> norms.path() / (margin * margin)),
        byMargin(
            "log-product-frobenius-over-margin",
            "log Π ‖W‖_F² / γ²",
            ROBUST,
            (norms, margin) -> frobenius(norms) - 2 * Math.log(margin)),
        byMargin(
            "log-product-spectral-over-margin",
            "log Π ‖W‖² / γ²",
            ROBUST,
            (norms, margin) -> spectral(norms) - 2 * Math.log(margin)),
        byMargin(
            "log-sum-frobenius-over-margin",
            "log L (Π ‖W‖_F² / γ²)^(1/L)",
            ROBUST,
            (norms, margin) -> sum(norms, frobenius(norms) - 2 * Math.log(margin))),
        byMargin(
            "log-sum-spectral-over-margin",
            "log L (Π ‖W‖² / γ²)^(1/L)",
            ROBUST,
            (norms, margin) -> sum(norms, spectral(norms) - 2 * Math.log(margin))),
        byMargin(
            "spectral-origin",
            "log Π ‖W‖² Σ (‖W‖_F² / ‖W‖²) / γ²",
            "Pitas et al. 2017; " + SOURCE,
            (norms, margin) -> spectral(norms) + Math.log(ranks(norms)) - 2 * Math.log(margin)),
        byMargin(
            "spectral-initial",
            "log Π ‖W‖² Σ (‖W − W₀‖_F² / ‖W‖²) / γ²",
            "Bartlett, Foster and Telgarsky 2017; " + SOURCE,
            (norms, margin) ->
                spectral(norms)
                    + Math.log(ratios(norms.moved(), norms.spectral()))
                    - 2 * Math.log(margin)));
  }

  private static Predictor of(
      String name, String formula, String source, ToDoubleFunction<LayerNorms> value) {
    return new Predictor(
        name, formula, source, Cost.WEIGHTS, trained -> norms(trained).map(value::applyAsDouble));
  }

  /** NaN where γ is not positive: a tenth of the samples is not fitted. */
  private static Predictor byMargin(
      String name, String formula, String source, ToDoubleBiFunction<LayerNorms, Double> value) {
    return new Predictor(
        name,
        formula,
        source,
        Cost.OUTPUTS,
        trained ->
            norms(trained)
                .with(
                    MarginPredictors.decile(trained),
                    (norms, margin) ->
                        margin > 0 ? value.applyAsDouble(norms, margin) : Double.NaN));
  }

  static Planned<LayerNorms> norms(Trained trained) {
    return trained.ofWeights().takeOfBoth(new Norms());
  }

  private static double sum(double[] values) {
    return DoubleStream.of(values).sum();
  }

  /** {@code log L (Π)^(1/L)} from the logarithm of a product. */
  private static double sum(LayerNorms norms, double logarithm) {
    return Math.log(norms.depth()) + logarithm / norms.depth();
  }

  private static double[] squared(double[] values) {
    return DoubleStream.of(values).map(value -> value * value).toArray();
  }

  private static double frobenius(LayerNorms norms) {
    return DoubleStream.of(norms.squares()).map(Math::log).sum();
  }

  /** {@code log Π ‖W‖²}. */
  static double spectral(LayerNorms norms) {
    return DoubleStream.of(norms.spectral()).map(norm -> 2 * Math.log(norm)).sum();
  }

  private static double ranks(LayerNorms norms) {
    return ratios(norms.squares(), norms.spectral());
  }

  private static double ratios(double[] squares, double[] spectral) {
    double sum = 0;
    for (int product = 0; product < squares.length; product++) {
      sum += squares[product] / (spectral[product] * spectral[product]);
    }
    return sum;
  }
}
