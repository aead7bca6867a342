package dev.assay.paper.fragmentation;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.store.TrainingSpec;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.List;

/** The networks of {@link Experiment}. */
final class Networks {
  /** Test samples after every epoch of a training that nobody follows. */
  private static final int GLANCE = 100;

  private final Laboratory laboratory;
  private final Size scale;
  private final NetworkKind kind;

  Networks(Laboratory laboratory, Size scale, NetworkKind kind) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.kind = kind;
  }

  /** Of some size, with label noise or without. */
  TrainingSpec one(Draw draw, boolean noise, int width) {
    Dataset train = draw.train(noise);
    boolean followed = noise && scale.followed().contains(width);
    return laboratory.training(
        kind.of(train, width),
        train,
        laboratory.test(followed ? scale.test() : GLANCE),
        config(draw.seed()),
        followed ? scale.snapshots() : List.of());
  }

  /** Deeper than those, with label noise. */
  TrainingSpec deep(Draw draw) {
    return laboratory.training(
        kind.of(draw.noisy(), scale.deepWidth(), scale.deepDepth()),
        draw.noisy(),
        laboratory.test(GLANCE),
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
