package dev.assay.reproduction;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.nn.Architecture;
import dev.assay.nn.Dense;
import dev.assay.nn.Flatten;
import dev.assay.nn.Layer;
import dev.assay.nn.Relu;
import dev.assay.store.Archive;
import dev.assay.store.Planned;
import dev.assay.store.Results;
import dev.assay.store.Runner;
import dev.assay.store.TrainingSpec;
import dev.assay.store.ValueSpec;
import dev.assay.study.Progress;
import dev.assay.tensor.Shape;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;

/** What all papers work with: data, and a runner by which nothing is done twice. */
public final class Laboratory {
  /** Of the samples wanted, one in so many is enough to go on. */
  private static final int SMALLEST_SHARE = 10;

  private final Bench bench;
  private final Function<Set<ValueSpec<?>>, Results> work;
  private final String data;
  private final long seed;
  private final Progress progress;
  private Dataset allTrain;
  private Dataset allTest;
  private final Set<ValueSpec<?>> asked = new LinkedHashSet<>();
  private final Map<String, String> facts = new LinkedHashMap<>();

  private Laboratory(
      Bench bench,
      Function<Set<ValueSpec<?>>, Results> work,
      String data,
      long seed,
      Progress progress) {
    this.bench = bench;
    this.work = work;
    this.data = data;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * One that trains and measures what is not there yet.
   *
   * @param data name of a data set that the runner's bench has
   * @param seed the first of the seeds of the experiments
   */
  public Laboratory(Runner runner, String data, long seed, Progress progress) {
    this(runner.bench(), new Work(runner, progress)::of, data, seed, progress);
  }

  /**
   * One that reads what was measured, and neither trains nor measures. What is missing is an error.
   */
  public Laboratory(Archive measured, Bench bench, String data, long seed) {
    this(bench, wanted -> complete(measured, wanted), data, seed, Progress.NONE);
  }

  private static Results complete(Archive measured, Set<ValueSpec<?>> wanted) {
    int missing = measured.missing(wanted).size();
    if (missing > 0) {
      throw new BadInputException(
          Text.format(
              "%s: %,d of %,d measurements are missing; assay reproduce --archive makes them",
              measured.origin(), missing, wanted.size()));
    }
    return measured;
  }

  public Bench bench() {
    return bench;
  }

  public String data() {
    return data;
  }

  /** One for the same work on another data set; empty where that is not there. */
  public Optional<Laboratory> beside(String other) {
    try {
      bench.source(other);
    } catch (BadInputException missing) {
      return Optional.empty();
    }
    return Optional.of(new Laboratory(bench, work, other, seed, progress));
  }

  /** So many seeds in a row. */
  public List<Long> seeds(int count) {
    return LongStream.range(seed, seed + count).boxed().toList();
  }

  /** What a sample is. */
  public Shape sample() {
    return allTrain().sample();
  }

  /** So many training samples, drawn by a seed; all of them where there are fewer. */
  public Dataset train(int count, long drawnBy) {
    Dataset all = enough(allTrain(), "training", count);
    return bench().keep(all.shuffledSubset(Math.min(count, all.count()), drawnBy));
  }

  private Dataset allTrain() {
    if (allTrain == null) {
      progress.at("load data", 0, 0, "");
      allTrain = bench().source(data).train();
    }
    return allTrain;
  }

  /** The first test samples; all of them where there are fewer. */
  public Dataset test(int count) {
    if (allTest == null) {
      allTest = bench().source(data).test();
    }
    Dataset all = enough(allTest, "test", count);
    return bench().keep(all.take(Math.min(count, all.count())));
  }

  private Dataset enough(Dataset samples, String kind, int wanted) {
    if (samples.count() < wanted / SMALLEST_SHARE) {
      throw new BadInputException(
          Text.format(
              "data set %s has %,d %s samples, which are too few: this paper takes %,d at this"
                  + " scale, and %,d at least",
              data, samples.count(), kind, wanted, wanted / SMALLEST_SHARE));
    }
    if (Arrays.stream(samples.labels()).distinct().count() < 2) {
      throw new BadInputException(
          Text.format(
              "data set %s: all %s samples are of one class; there must be two at least",
              data, kind));
    }
    return samples;
  }

  /** A multi-layer perceptron for samples like these: {@code depth} hidden layers of a width. */
  public static Architecture perceptron(Dataset data, int width, int depth) {
    List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
    for (int i = 0; i < depth; i++) {
      layers.add(new Dense(width, true));
      layers.add(new Relu());
    }
    layers.add(new Dense(data.classes(), true));
    return Architecture.of(data.sample(), layers);
  }

  /**
   * A network to be trained.
   *
   * @param snapshots epochs after which the network is kept, besides the last one
   */
  public TrainingSpec training(
      Architecture architecture,
      Dataset train,
      Dataset test,
      TrainingConfig config,
      List<Integer> snapshots) {
    return new TrainingSpec(
        architecture,
        bench().keep(train).provenance(),
        bench().keep(test).provenance(),
        config,
        snapshots);
  }

  /** Makes all that is planned, or finds it, and reads it. */
  public <T> T run(Planned<T> planned) {
    Set<ValueSpec<?>> wanted = new LinkedHashSet<>(planned.specs());
    asked.addAll(wanted);
    return planned.read(work.apply(wanted));
  }

  /** Notes what came with a result and is no part of it, times for example. */
  public void fact(String name, String value) {
    facts.put(name, value);
  }

  /** What was noted, by name. */
  public Map<String, String> facts() {
    return Collections.unmodifiableMap(facts);
  }

  /** All measurements that were asked for so far. */
  public List<ValueSpec<?>> asked() {
    return List.copyOf(asked);
  }
}
