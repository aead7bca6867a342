package dev.assay.predictor;

import dev.assay.io.BadInputException;
import dev.assay.measure.AlteredMargins;
import dev.assay.measure.CrossEntropy;
import dev.assay.measure.KVariance;
import dev.assay.measure.MarginSummary;
import dev.assay.measure.MarginSummary.Summary;
import dev.assay.measure.Margins;
import dev.assay.measure.OutputMargins;
import dev.assay.measure.OutputStatistics;
import dev.assay.measure.Selection;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.Planned;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Margins, in the space of outputs, of inputs, and at hidden layers, with a minus: large margins go
 * with small gaps.
 */
final class MarginPredictors {
  private static final String JIANG = "Jiang et al. 2019";
  private static final String MOUTON = "Mouton, Theunissen and Davel 2024";
  private static final int ALTERED = 200;

  private MarginPredictors() {}

  static List<Predictor> all() {
    return List.of(
        outputs("output-margin", "− mean margin of logits", OutputMargins.Summary::mean),
        outputs("output-margin-quartile", "− lower quartile", OutputMargins.Summary::quartile),
        outputs("output-margin-median", "− median", OutputMargins.Summary::median),
        new Predictor(
            "inverse-margin",
            "1 / γ², γ the tenth percentile of margins of logits",
            "Jiang et al. 2020",
            Cost.OUTPUTS,
            trained ->
                decile(trained).map(margin -> margin > 0 ? 1 / (margin * margin) : Double.NaN)),
        new Predictor(
            "output-margin-normalised",
            "− median margin of logits / Π ‖W‖",
            "Bartlett, Foster and Telgarsky 2017",
            Cost.OUTPUTS,
            trained ->
                NormPredictors.norms(trained)
                    .with(
                        margins(trained),
                        (norms, found) ->
                            -found.median() / Math.exp(NormPredictors.spectral(norms) / 2))),
        new Predictor(
            "cross-entropy",
            "mean −log p of the label",
            "Jiang et al. 2020",
            Cost.OUTPUTS,
            trained ->
                trained
                    .take(new CrossEntropy(trained.training().provenance()))
                    .map(CrossEntropy.Loss::value)),
        new Predictor(
            "negative-entropy",
            "mean Σ p log p",
            "Jiang et al. 2020",
            Cost.OUTPUTS,
            trained -> statistics(trained).map(found -> -found.entropy())),
        new Predictor(
            "fisher-rao",
            "L² E (Σ p f − f_y)²",
            "Liang et al. 2019",
            Cost.OUTPUTS,
            MarginPredictors::fisherRao),
        new Predictor(
            "fisher-rao-over-margin",
            "the same / γ²",
            "Liang et al. 2019; Jiang et al. 2020",
            Cost.OUTPUTS,
            trained ->
                fisherRao(trained)
                    .with(
                        decile(trained),
                        (norm, margin) -> margin > 0 ? norm / (margin * margin) : Double.NaN)),
        margin(
            "input-margin",
            "− mean first-order margin",
            JIANG,
            Cost.GRADIENTS,
            MarginPredictors::input,
            Summary::mean),
        margin(
            "input-margin-median",
            "− median first-order margin",
            JIANG,
            Cost.GRADIENTS,
            MarginPredictors::input,
            Summary::median),
        margin(
            "input-margin-quartile",
            "− lower quartile of first-order margins",
            JIANG,
            Cost.GRADIENTS,
            MarginPredictors::input,
            Summary::quartile),
        margin(
            "input-margin-iterative",
            "− mean margin by DeepFool",
            MOUTON,
            Cost.SEARCH,
            trained -> sought(trained, Space.input()),
            Summary::mean),
        margin(
            "constrained-margin",
            "− mean margin by DeepFool within ten principal components",
            MOUTON,
            Cost.SEARCH,
            MarginPredictors::constrained,
            Summary::mean),
        margin(
            "constrained-margin-median",
            "− median of these",
            MOUTON,
            Cost.SEARCH,
            MarginPredictors::constrained,
            Summary::median),
        margin(
            "constrained-margin-quartile",
            "− lower quartile of these",
            MOUTON,
            Cost.SEARCH,
            MarginPredictors::constrained,
            Summary::quartile),
        margin(
            "hidden-margin-first",
            "− mean first-order margin behind the first activation, by total variance",
            JIANG,
            Cost.GRADIENTS,
            trained -> hidden(trained, 0),
            Summary::mean),
        margin(
            "hidden-margin-last",
            "− the same behind the last activation",
            JIANG,
            Cost.GRADIENTS,
            trained -> hidden(trained, trained.activated().size() - 1),
            Summary::mean),
        byVariance("k-variance-margin-first", "first", trained -> 0),
        byVariance("k-variance-margin-last", "last", trained -> trained.activated().size() - 1),
        altered(
            "mixup-margin",
            "− mean first-order margin of middles of a class behind the first activation",
            AlteredMargins.By.MIXUP),
        altered(
            "augment-margin",
            "− the same of images that were shifted by up to 2 pixels and mirrored",
            AlteredMargins.By.AUGMENT));
  }

  private static Predictor altered(String name, String formula, AlteredMargins.By by) {
    return new Predictor(
        name,
        formula,
        "Natekar and Sharma 2020",
        Cost.GRADIENTS,
        trained -> {
          if (by == AlteredMargins.By.AUGMENT && !trained.architecture().input().isImage()) {
            throw new BadInputException("vectors cannot be mirrored");
          }
          return trained
              .take(
                  new AlteredMargins(
                      trained.training().provenance(),
                      by,
                      ALTERED,
                      trained.activated().get(0),
                      trained.seed()))
              .map(found -> -found.value());
        });
  }

  private static Predictor byVariance(String name, String word, ToIntFunction<Trained> place) {
    return new Predictor(
        name,
        "− median first-order margin behind the "
            + word
            + " activation, by the k-variance of classes",
        "Chuang et al. 2021",
        Cost.GRADIENTS,
        trained ->
            hidden(trained, place.applyAsInt(trained))
                .with(
                    trained.take(
                        new KVariance(
                            trained.training().provenance(),
                            trained.drawn(),
                            trained.activated().get(place.applyAsInt(trained)),
                            trained.seed())),
                    (margins, variance) -> -margins.median() / variance.value()));
  }

  /** γ: what nine tenths of the margins of logits exceed. */
  static Planned<Double> decile(Trained trained) {
    return margins(trained).map(OutputMargins.Summary::decile);
  }

  private static Planned<OutputMargins.Summary> margins(Trained trained) {
    return trained.take(new OutputMargins(trained.training().provenance()));
  }

  private static Planned<OutputStatistics.Statistics> statistics(Trained trained) {
    return trained.take(new OutputStatistics(trained.training().provenance()));
  }

  private static Planned<Double> fisherRao(Trained trained) {
    return statistics(trained).map(found -> Math.pow(products(trained), 2) * found.alignment());
  }

  private static long products(Trained trained) {
    return trained.architecture().layers().stream()
        .filter(layer -> layer instanceof Conv2d || layer instanceof Dense)
        .count();
  }

  private static Predictor outputs(
      String name, String formula, ToDoubleFunction<OutputMargins.Summary> value) {
    return new Predictor(
        name,
        formula,
        "Bartlett, Foster and Telgarsky 2017",
        Cost.OUTPUTS,
        trained -> margins(trained).map(found -> -value.applyAsDouble(found)));
  }

  private static Planned<Summary> input(Trained trained) {
    return firstOrder(trained, Space.input());
  }

  private static Planned<Summary> constrained(Trained trained) {
    return sought(trained, Space.components(10));
  }

  private static Planned<Summary> hidden(Trained trained, int activation) {
    return firstOrder(trained, Space.hidden(trained.activated().get(activation)));
  }

  private static Planned<Summary> firstOrder(Trained trained, Space space) {
    return take(trained, trained.drawn(), space, MarginSolver.FirstOrder.standard());
  }

  private static Planned<Summary> sought(Trained trained, Space space) {
    return take(trained, trained.sought(), space, MarginSolver.DeepFool.standard());
  }

  private static Planned<Summary> take(
      Trained trained, Selection samples, Space space, MarginSolver solver) {
    return trained.take(
        new MarginSummary(new Margins(trained.training().provenance(), samples, space, solver)));
  }

  private static Predictor margin(
      String name,
      String formula,
      String source,
      Cost cost,
      Function<Trained, Planned<Summary>> margins,
      ToDoubleFunction<Summary> value) {
    return new Predictor(
        name,
        formula,
        source,
        cost,
        trained -> margins.apply(trained).map(found -> -value.applyAsDouble(found)));
  }
}
