package dev.assay.paper.fragmentation;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.store.TrainingSpec;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.List;

/** The networks of {@link Experiment}. */
final class Networks {
  private final Laboratory laboratory;
  private final Size scale;

  Networks(Laboratory laboratory, Size scale) {
    this.laboratory = laboratory;
    this.scale = scale;
  }

  /** With one hidden layer, with label noise or without. */
  TrainingSpec one(Draw draw, boolean noise, int width) {
    Dataset train = draw.train(noise);
    return laboratory.training(
        Laboratory.perceptron(train, width, 1),
        train,
        laboratory.test(scale.test()),
        config(draw.seed()),
        noise && scale.followed().contains(width) ? scale.snapshots() : List.of());
  }

  /** With several hidden layers and label noise. */
  TrainingSpec deep(Draw draw) {
    return laboratory.training(
        Laboratory.perceptron(draw.noisy(), scale.deepWidth(), scale.deepDepth()),
        draw.noisy(),
        laboratory.test(scale.test()),
        config(draw.seed()),
        List.of());
  }

  /** Those that must be ordered by their generalisation gap. */
  Family family() {
    return scale.family().family(laboratory);
  }

  private TrainingConfig config(long seed) {
    return new TrainingConfig(
        scale.epochs(),
        scale.batch(),
        Optimizer.adam(1e-3),
        new Schedule.Cosine(),
        Augmentation.NONE,
        seed,
        StoppingCriterion.NEVER);
  }
}
