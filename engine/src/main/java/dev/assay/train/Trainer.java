package dev.assay.train;

import dev.assay.backend.Move;
import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.nn.Parameters;
import dev.assay.nn.TrainingPlan;
import dev.assay.random.Streams;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network on a data set with mini-batches in a random order, see {@link Batches}. What a
 * listener is told after an epoch is finite, all of it. Equal config, data and initial parameters
 * give equal bytes, for any number of threads, whether or not the run was interrupted and resumed.
 */
public final class Trainer {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final TrainingConfig config;
  private final TrainingListener listener;
  private final Optional<Dataset> validation;

  public Trainer(TrainingConfig config) {
    this(config, TrainingListener.NONE);
  }

  public Trainer(TrainingConfig config, TrainingListener listener) {
    this(config, listener, Optional.empty());
  }

  /**
   * @param validation samples held out of training, evaluated after every epoch: what {@link
   *     StoppingCriterion#patience} and {@link History#best} go by; where there are none, these go
   *     by the test set
   */
  public Trainer(TrainingConfig config, TrainingListener listener, Optional<Dataset> validation) {
    this.config = config;
    this.listener = listener;
    this.validation = validation;
  }

  /** Trains from the network's present parameters. */
  public History fit(Network network, Dataset train, Dataset test) {
    return resume(network, train, test, History.empty(), TrainingState.start());
  }

  /**
   * Goes on after the epochs of a history; after those of a finished run, too, if there are to be
   * more of them now.
   *
   * @param network with the parameters it had then
   * @param state as given to {@link TrainingListener#epoch} then
   * @throws DivergedException if a loss, a parameter, a running statistic or the optimiser's state
   *     stops being finite; the listener has heard of the epochs before alone
   * @throws BadInputException if data and network do not fit, {@link Batches} cannot be cut, or the
   *     state is not all that is needed to go on
   */
  public History resume(
      Network network, Dataset train, Dataset test, History history, TrainingState state) {
    check(network, train);
    check(network, test);
    validation.ifPresent(held -> check(network, held));
    Batches batches = Batches.of(network.architecture(), config.batch(), train.count());
    if (state.finished() && history.epochs().size() == config.epochs()) {
      return history;
    }
    state
        .obstacle(config, network.architecture(), history, train.count())
        .ifPresent(
            obstacle -> {
              throw new BadInputException("the run cannot go on: " + obstacle);
            });
    batches.remark().ifPresent(LOG::info);
    return network.alone(() -> run(network, train, test, batches, history, state));
  }

  private History run(
      Network network,
      Dataset train,
      Dataset test,
      Batches batches,
      History history,
      TrainingState state) {
    TrainingPlan plan = network.training(config.batch());
    try (Updater updater = new Updater(config.optimizer(), network, plan.gradient())) {
      restore(updater, state);
      return new Run(network, train, test, batches, plan, updater).run(history, state.steps());
    }
  }

  private static void check(Network network, Dataset data) {
    if (!network.architecture().input().equals(data.sample())) {
      throw new BadInputException(
          Text.format(
              "the network takes %s, but %s has samples of %s",
              network.architecture().input(), data.provenance().summary(), data.sample()));
    }
    if (network.architecture().classes() != data.classes()) {
      throw new BadInputException(
          Text.format(
              "the network has %d outputs, but %s has %d classes",
              network.architecture().classes(), data.provenance().summary(), data.classes()));
    }
  }

  private static void restore(Updater updater, TrainingState state) {
    Tensor[] states = updater.states();
    for (int i = 0; i < state.optimizer().size(); i++) {
      states[i].write(state.optimizer().get(i));
    }
  }

  /** The loop over epochs and steps. */
  private final class Run {
    private final Network network;
    private final Dataset train;
    private final Dataset test;
    private final Batches batches;
    private final TrainingPlan plan;
    private final Updater updater;
    private final float[] images;

    /** Null where images stay as they are. */
    private final Move[] moves;

    private int[] labels;
    private int[] nextLabels;
    private final float[] logits;
    private final long shuffleKey = Streams.key(config.seed(), "shuffle");
    private final long dropoutKey = Streams.key(config.seed(), "dropout");
    private final long augmentationKey = Streams.key(config.seed(), "augment");

    Run(
        Network network,
        Dataset train,
        Dataset test,
        Batches batches,
        TrainingPlan plan,
        Updater updater) {
      this.network = network;
      this.train = train;
      this.test = test;
      this.batches = batches;
      this.plan = plan;
      this.updater = updater;
      images = new float[config.batch() * train.sample().intSize()];
      moves = config.augmentation().equals(Augmentation.NONE) ? null : new Move[config.batch()];
      labels = new int[config.batch()];
      nextLabels = new int[config.batch()];
      logits = new float[config.batch() * train.classes()];
    }

    History run(History history, long steps) {
      long step = steps;
      // a run that was to have fewer epochs did not ask this after its last one
      if (step > 0 && isReached(history)) {
        listener.epoch(history, state(step, true));
        return history;
      }
      for (int epoch = history.epochs().size(); epoch < config.epochs(); epoch++) {
        float rate =
            (float) (config.optimizer().rate() * config.schedule().factor(epoch, config.epochs()));
        int[] order = Streams.permutation(Streams.key(shuffleKey, epoch), train.count());
        int used = batches.used();
        double loss = 0;
        int correct = 0;
        load(order, 0, epoch);
        for (int from = 0; from < used; from += config.batch()) {
          int count = Math.min(config.batch(), used - from);
          takeTurns();
          plan.start(Streams.key(dropoutKey, step));
          load(order, from + count, epoch);
          double batchLoss = plan.loss();
          step++;
          if (!Double.isFinite(batchLoss)) {
            throw new DivergedException("the loss is " + batchLoss, epoch + 1, step);
          }
          updater.update(rate, step);
          loss += batchLoss * count;
          correct += correct(count);
          listener.step(
              (long) epoch * used + from + count, (long) config.epochs() * used, batchLoss);
        }
        requireFinite(epoch + 1, step);
        Evaluation evaluation = evaluate(test, "test", epoch + 1, step);
        Optional<Evaluation> validated = Optional.empty();
        if (validation.isPresent()) {
          validated = Optional.of(evaluate(validation.get(), "validation", epoch + 1, step));
        }
        history =
            history.with(
                new History.Epoch(
                    epoch + 1,
                    rate,
                    loss / used,
                    (double) correct / used,
                    evaluation.loss(),
                    evaluation.accuracy()),
                validated);
        boolean finished = epoch + 1 == config.epochs() || isReached(history);
        listener.epoch(history, state(step, finished));
        if (finished) {
          break;
        }
      }
      return history;
    }

    private Evaluation evaluate(Dataset samples, String set, int epoch, long step) {
      Evaluation evaluation = Evaluation.of(network.classifier(), samples);
      if (!Double.isFinite(evaluation.loss())) {
        throw new DivergedException(
            "the loss on the " + set + " set is " + evaluation.loss(), epoch, step);
      }
      return evaluation;
    }

    /** The loss need not show it: it was that of the step before, or comes of values cut off. */
    private void requireFinite(int epoch, long step) {
      for (Parameters.Entry entry : network.parameters().entries()) {
        requireFinite(entry.name(), entry.tensor(), epoch, step);
      }
      for (Tensor state : updater.states()) {
        requireFinite("the optimiser's state", state, epoch, step);
      }
    }

    private static void requireFinite(String name, Tensor tensor, int epoch, long step) {
      for (float value : tensor.toArray()) {
        if (!Float.isFinite(value)) {
          throw new DivergedException(name + " has a value that is " + value, epoch, step);
        }
      }
    }

    private void takeTurns() {
      int[] last = labels;
      labels = nextLabels;
      nextLabels = last;
    }

    /** The batch from there on, if there is one, while the device may be at the one before. */
    private void load(int[] order, int from, int epoch) {
      int size = train.sample().intSize();
      int count = Math.min(config.batch(), batches.used() - from);
      for (int i = 0; i < count; i++) {
        int index = order[from + i];
        train.copy(index, images, i * size);
        if (moves != null) {
          moves[i] = config.augmentation().move(train.sample(), augmentationKey, epoch, index);
        }
        nextLabels[i] = train.label(index);
      }
      if (count > 0) {
        plan.prepare(images, moves, nextLabels, count);
      }
    }

    private int correct(int count) {
      plan.logits(logits);
      int classes = train.classes();
      int correct = 0;
      for (int i = 0; i < count; i++) {
        correct += Evaluation.argmax(logits, i * classes, classes) == labels[i] ? 1 : 0;
      }
      return correct;
    }

    private boolean isReached(History history) {
      return config.stop().isReached(history, () -> Evaluation.of(network.classifier(), train));
    }

    private TrainingState state(long steps, boolean finished) {
      List<float[]> states = new ArrayList<>();
      for (Tensor tensor : updater.states()) {
        states.add(tensor.toArray());
      }
      return new TrainingState(steps, finished, states);
    }
  }
}
