package dev.assay.reproduction;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.measure.Bench;
import dev.assay.measure.Measures;
import dev.assay.measure.Selection;
import dev.assay.nn.Architecture;
import dev.assay.nn.Explanation;
import dev.assay.nn.Network;
import dev.assay.store.Effort;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Runner;
import dev.assay.store.Spec;
import dev.assay.store.TrainingSpec;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.train.History;
import dev.assay.train.Trainer;
import dev.assay.train.TrainingConfig;
import dev.assay.train.TrainingListener;
import dev.assay.train.TrainingState;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How long work will take, in seconds of one processor. A training costs a time for each sample and
 * epoch, by the floating-point operations of its network: at first that of some batches that are
 * timed, later that of trainings that are done. A measurement costs what those of its kind cost, by
 * the operations of their networks; nothing is known of a kind before the first is done.
 */
final class Forecast {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Batches of an epoch that is timed. */
  private static final int BATCHES = 4;

  /** Epochs, of which the first is not timed: code is compiled, memory is taken. */
  private static final int EPOCHS = 3;

  /** So many trainings that are done tell more than batches that were timed. */
  private static final int ENOUGH = 2;

  private final Runner runner;
  private final Map<Architecture, Double> operations = new HashMap<>();
  private final Costs batches = new Costs();
  private final Map<String, Costs> done = new HashMap<>();
  private int trained;

  /** By how much longer work takes now than on idle processors. */
  private double pace = 1;

  Forecast(Runner runner) {
    this.runner = runner;
  }

  /** Times some batches of the smallest network, of the largest and of one between them. */
  void time(List<TrainingSpec> trainings) {
    List<TrainingSpec> sorted = bySize(trainings);
    if (sorted.isEmpty()) {
      return;
    }
    Set<TrainingSpec> some = new LinkedHashSet<>();
    for (int i = 0; i <= 2; i++) {
      some.add(sorted.get(i * (sorted.size() - 1) / 2));
    }
    try (Backend backend = Backends.open(runner.bench().backend().name(), 1)) {
      some.forEach(spec -> time(spec, runner.bench().on(backend)));
    }
  }

  private void time(TrainingSpec spec, Bench bench) {
    Dataset train = bench.data(spec.train());
    Dataset test = bench.data(spec.test());
    TrainingConfig config = spec.training();
    int samples = Math.min(train.count(), BATCHES * config.batch());
    int tests = Math.max(1, (int) ((long) test.count() * samples / train.count()));
    Clock clock = new Clock();
    TrainingConfig few =
        new TrainingConfig(
            EPOCHS,
            config.batch(),
            config.optimizer(),
            config.schedule(),
            config.augmentation(),
            config.seed(),
            config.stop());
    try (Network network = new Network(bench.backend(), spec.architecture(), config.seed())) {
      new Trainer(few, clock).fit(network, train.take(samples), test.take(tests));
      if (clock.epochs > 1) {
        double seconds = (clock.last - clock.first) * 1e-9;
        batches.add(operations(spec.architecture()), seconds / (clock.epochs - 1) / samples);
        keepPace(new Effort((clock.lastWall - clock.firstWall) * 1e-9, seconds));
      }
    } catch (BadInputException e) {
      // what is wrong with it is said when it is trained
    }
  }

  /** When epochs ended, by the time of this thread, which does all the work, and by the clock. */
  private static final class Clock implements TrainingListener {
    long first;
    long last;
    long firstWall;
    long lastWall;
    int epochs;

    @Override
    public void epoch(History history, TrainingState state) {
      last = THREADS.getCurrentThreadCpuTime();
      lastWall = System.nanoTime();
      if (epochs++ == 0) {
        first = last;
        firstWall = lastWall;
      }
    }
  }

  /** Takes into account how long work took that is done. */
  void learn(Collection<? extends Spec<?>> specs) {
    learn(runner.efforts(specs));
  }

  /** The same of work that was done just now, which tells how busy the machine is, too. */
  void learnNow(Collection<? extends Spec<?>> specs) {
    Map<Spec<?>, Effort> efforts = runner.efforts(specs);
    learn(efforts);
    keepPace(efforts.values().stream().reduce(Effort.NONE, Effort::plus));
  }

  private void learn(Map<Spec<?>, Effort> efforts) {
    for (Map.Entry<Spec<?>, Effort> entry : efforts.entrySet()) {
      Spec<?> spec = entry.getKey();
      trained += spec instanceof TrainingSpec ? 1 : 0;
      done.computeIfAbsent(kind(spec), any -> new Costs())
          .add(size(spec), entry.getValue().cpuSeconds() / units(spec));
    }
  }

  private void keepPace(Effort effort) {
    if (effort.cpuSeconds() > 0) {
      pace = Math.max(1, effort.seconds() / effort.cpuSeconds());
    }
  }

  /** 1 on idle processors; larger where other work is done on them, too. */
  double pace() {
    return pace;
  }

  /** Empty where nothing is known of some of it. */
  OptionalDouble seconds(Collection<? extends Spec<?>> specs) {
    double sum = 0;
    for (Spec<?> spec : specs) {
      boolean untried = spec instanceof TrainingSpec && trained < ENOUGH;
      OptionalDouble each =
          (untried ? batches : done.getOrDefault(kind(spec), new Costs())).of(size(spec));
      if (each.isEmpty()) {
        return each;
      }
      sum += each.getAsDouble() * units(spec);
    }
    return OptionalDouble.of(sum);
  }

  /** By the size of their networks. */
  List<TrainingSpec> bySize(Collection<TrainingSpec> trainings) {
    return trainings.stream()
        .sorted(Comparator.comparingDouble(spec -> operations(spec.architecture())))
        .toList();
  }

  /** Of a network, for a sample. */
  private double operations(Architecture architecture) {
    return operations.computeIfAbsent(
        architecture, of -> new Explanation(of, runner.bench().backend()).operations());
  }

  private double size(Spec<?> spec) {
    if (spec instanceof TrainingSpec training) {
      return operations(training.architecture());
    }
    return spec.needs().stream().mapToDouble(this::size).sum();
  }

  /** What its time is in proportion to, besides the size. */
  private double units(Spec<?> spec) {
    return spec instanceof TrainingSpec training
        ? (double) training.training().epochs() * runner.bench().data(training.train()).count()
        : 1;
  }

  /** Equal for work that differs only in its samples and networks. */
  static String kind(Spec<?> spec) {
    return spec instanceof MeasureSpec<?> measurement
        ? settings(measurement.measure())
        : spec.getClass().getSimpleName();
  }

  private static String settings(Object measure) {
    StringBuilder text = new StringBuilder(Measures.name(measure.getClass()));
    for (Object value : Measures.components(measure)) {
      boolean samples =
          value instanceof Provenance
              || value instanceof Selection
              || value instanceof Tuples
              || value instanceof List<?>;
      if (!samples) {
        text.append(' ')
            .append(Measures.all().contains(value.getClass()) ? settings(value) : value);
      }
    }
    return text.toString();
  }
}
