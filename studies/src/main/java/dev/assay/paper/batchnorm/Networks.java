package dev.assay.paper.batchnorm;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.CrossEntropy;
import dev.assay.paper.batchnorm.Size.Variant;
import dev.assay.reproduction.Laboratory;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Planned;
import dev.assay.store.TrainingSpec;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;

/** The networks of {@link Experiment}, and the pilot that finds their rates. */
final class Networks {
  /** Test samples that are looked at after every epoch, for the record; no choice hangs on them. */
  private static final int WATCHED = 100;

  private final Laboratory laboratory;
  private final Chain chain;
  private final Size size;

  Networks(Laboratory laboratory, Chain chain, Size size) {
    this.laboratory = laboratory;
    this.chain = chain;
    this.size = size;
  }

  List<Long> seeds() {
    return laboratory.seeds(size.seeds());
  }

  Dataset train(long seed, Variant variant) {
    return laboratory.train(variant.train(), seed);
  }

  /**
   * @param rate of the arm
   */
  TrainingSpec of(long seed, Arm arm, Variant variant, double rate) {
    Dataset train = train(seed, variant);
    return laboratory.training(
        chain.of(train, variant.width(), arm),
        train,
        laboratory.test(WATCHED),
        new TrainingConfig(
            size.epochs(),
            size.batch(),
            chain.optimizer(rate / variant.slower()),
            new Schedule.Constant(),
            Augmentation.NONE,
            seed,
            StoppingCriterion.loss(size.loss())),
        List.of());
  }

  /** The loss of a network on its training samples. */
  Planned<Double> loss(long seed, Arm arm, Variant variant, double rate) {
    TrainingSpec training = of(seed, arm, variant, rate);
    return Planned.of(MeasureSpec.of(new CrossEntropy(training.train()), training.atEnd()))
        .map(CrossEntropy.Loss::value);
  }

  /**
   * The rate of an arm by the pilot's rule; see {@link Size}.
   *
   * @throws BadInputException if there is none
   */
  double rate(Arm arm) {
    List<String> tried = new ArrayList<>();
    for (double rate : size.rates()) {
      // of a rate that fails with the first seed the others need not be trained
      List<Double> losses = losses(seeds().subList(0, 1), arm, rate);
      if (losses.get(0) <= size.loss()) {
        losses = losses(seeds(), arm, rate);
      }
      if (losses.size() == size.seeds() && losses.stream().allMatch(l -> l <= size.loss())) {
        return rate;
      }
      tried.add(
          Text.format(
              "%s: %s", rate, losses.stream().map(loss -> Text.format("%.3g", loss)).toList()));
    }
    throw new BadInputException(
        Text.format(
            "data set %s: networks %s do not reach a training loss of %s within %d epochs at any"
                + " rate, so there is nothing that compares; losses by rate: %s; take other data or"
                + " another seed",
            laboratory.data(), arm.words(), size.loss(), size.epochs(), String.join(", ", tried)));
  }

  private List<Double> losses(List<Long> seeds, Arm arm, double rate) {
    return laboratory.run(
        Planned.all(
            seeds.stream().map(seed -> loss(seed, arm, size.variants().get(0), rate)).toList()));
  }
}
