package dev.assay.reproduction;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.nn.Architecture;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Family.Setting;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.study.Table;
import dev.assay.tensor.Shape;
import dev.assay.train.Evaluation;
import dev.assay.train.History;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.List;
import java.util.function.Function;

/**
 * What a family is made of: a full factorial design, one network for each combination of the axes'
 * values. As in PGDL, training stops by a criterion that is the same for all, so that networks do
 * not differ in how far they are trained.
 */
public sealed interface Design permits Perceptrons, ConvolutionalNetworks {
  /** An axis of all designs: of Adam, as an L2 term. */
  String WEIGHT_DECAY = "weight decay";

  /** An axis of all designs: samples in a step. */
  String BATCH = "batch size";

  /** The design for networks of a kind at a scale, on such samples. */
  static Design of(NetworkKind kind, Scale scale, Shape sample) {
    boolean quick = scale == Scale.QUICK;
    return switch (kind) {
      case MLP -> quick ? Perceptrons.quick(sample) : Perceptrons.full();
      case CNN -> quick ? ConvolutionalNetworks.quick() : ConvolutionalNetworks.full();
    };
  }

  NetworkKind kind();

  /** What the networks are made of, in words. */
  String described();

  /** Training samples. */
  int train();

  /** Test samples from which the gap is taken. */
  int test();

  /** At most; training stops by the criterion. */
  int epochs();

  /** When a network is trained. */
  StoppingCriterion criterion();

  /**
   * Whether a network is trained so far.
   *
   * @param loss on its training samples
   * @param accuracy on these
   */
  default boolean isTrained(double loss, double accuracy) {
    return criterion().isReached(History.empty(), () -> new Evaluation(loss, accuracy));
  }

  /** The hyperparameters of the family, those with one value among them. */
  List<Hyperparameter> hyperparameters();

  /** What the networks differ in. */
  default List<Hyperparameter> axes() {
    return hyperparameters().stream().filter(Hyperparameter::varies).toList();
  }

  /** Starts a table of networks with seed and axes of each. */
  default <R> Table.Builder<R> table(
      List<R> rows, String name, String title, Function<R, Family.Member> member) {
    Table.Builder<R> table =
        Table.of(rows, name, title)
            .integer("seed", "of data and weights", row -> member.apply(row).seed());
    axes().forEach(axis -> axis.column(table, member));
    return table;
  }

  /** How many networks there are for each seed. */
  default int size() {
    return axes().stream().mapToInt(axis -> axis.values().size()).reduce(1, (a, b) -> a * b);
  }

  /** Of Adam. */
  double rate();

  /** Test samples that are looked at after every epoch. */
  int watched();

  /** The network of a setting. */
  Architecture architecture(Dataset samples, Setting setting);

  /**
   * The networks on a laboratory's data.
   *
   * @throws dev.assay.io.BadInputException if the images are too small for them
   */
  default Family family(Laboratory laboratory) {
    Dataset watched = laboratory.test(watched());
    return new Family(
        hyperparameters(),
        setting -> {
          Dataset samples = laboratory.train(train(), setting.seed());
          TrainingConfig config =
              new TrainingConfig(
                  epochs(),
                  setting.integer(BATCH),
                  new Optimizer.Adam(
                      (float) rate(), 0.9f, 0.999f, 1e-8f, (float) setting.real(WEIGHT_DECAY)),
                  new Schedule.Constant(),
                  Augmentation.NONE,
                  setting.seed(),
                  criterion());
          return laboratory.training(
              architecture(samples, setting), samples, watched, config, List.of());
        });
  }
}
