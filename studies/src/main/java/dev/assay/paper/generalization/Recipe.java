package dev.assay.paper.generalization;

import dev.assay.store.TrainingSpec;
import dev.assay.train.Optimizer;
import dev.assay.train.Optimizer.Adam;
import dev.assay.train.TrainingConfig;

/** How a network came to be: twins differ in this alone. */
enum Recipe {
  USUAL("Adam"),
  FASTER("Adam at twice the rate"),
  SGD("SGD with momentum"),
  /** With the samples and first weights of the other seed. */
  RESEEDED("another seed");

  private static final float MOMENTUM = 0.9f;

  private final String words;

  Recipe(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /**
   * The twin of a network.
   *
   * @param usual its training, by Adam
   * @param rate of SGD
   */
  TrainingSpec of(TrainingSpec usual, double rate) {
    Adam adam = (Adam) usual.training().optimizer();
    return switch (this) {
      case USUAL, RESEEDED -> usual;
      case FASTER ->
          with(
              usual,
              new Adam(
                  2 * adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay()));
      case SGD -> with(usual, new Optimizer.Sgd((float) rate, MOMENTUM, adam.weightDecay(), false));
    };
  }

  private static TrainingSpec with(TrainingSpec usual, Optimizer optimizer) {
    TrainingConfig config = usual.training();
    return new TrainingSpec(
        usual.architecture(),
        usual.train(),
        usual.test(),
        new TrainingConfig(
            config.epochs(),
            config.batch(),
            optimizer,
            config.schedule(),
            config.augmentation(),
            config.seed(),
            config.stop()),
        usual.snapshots());
  }
}
