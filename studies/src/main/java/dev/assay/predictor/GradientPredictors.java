package dev.assay.predictor;

import dev.assay.measure.GradientNoise;
import dev.assay.measure.JacobianNorm;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.CourseSpec;
import dev.assay.store.Planned;
import java.util.List;

/**
 * What gradients are, and how fast training followed them: slow and noisy should go with gaps. The
 * loss of steps is half of that of answers by chance: most networks that are trained with dropout
 * do not come to 0.1, Jiang's, in what they are trained on.
 */
final class GradientPredictors {
  private GradientPredictors() {}

  static List<Predictor> all() {
    return List.of(
        new Predictor(
            "jacobian-norm",
            "mean ‖∂f/∂x‖_F",
            "Novak et al. 2018",
            Cost.GRADIENTS,
            trained ->
                trained
                    .take(new JacobianNorm(trained.training().provenance(), trained.drawn()))
                    .map(JacobianNorm.Found::value)),
        new Predictor(
            "gradient-noise",
            "tr Cov ∂L/∂w from sample to sample",
            "Jiang et al. 2020",
            Cost.WEIGHT_GRADIENTS,
            trained ->
                trained
                    .take(
                        new GradientNoise(
                            trained.training().provenance(), trained.drawn(), trained.seed()))
                    .map(GradientNoise.Found::value)),
        new Predictor(
            "steps-to-loss",
            "steps until an epoch's mean loss was (log K)/2, of K classes",
            "Jiang et al. 2020",
            Cost.COURSE,
            trained ->
                Planned.of(new CourseSpec(trained.network()))
                    .map(
                        course -> course.stepsTo(Math.log(trained.architecture().classes()) / 2))));
  }
}
