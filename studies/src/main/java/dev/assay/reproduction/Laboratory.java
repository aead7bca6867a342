package dev.assay.reproduction;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Dense;
import dev.assay.nn.Flatten;
import dev.assay.nn.Layer;
import dev.assay.nn.Network;
import dev.assay.nn.Relu;
import dev.assay.store.Cell;
import dev.assay.store.Measured;
import dev.assay.store.Store;
import dev.assay.store.Trained;
import dev.assay.store.Training;
import dev.assay.study.Progress;
import dev.assay.train.Checkpoint;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;

/** What all papers work with: data, a backend, and a store in which nothing is done twice. */
public final class Laboratory {
  /** Of the samples wanted, one in so many is enough to go on. */
  private static final int SMALLEST_SHARE = 10;

  private final Backend backend;
  private final Store store;
  private final DataSource source;
  private final LinearAlgebra algebra;
  private final long seed;
  private final Progress progress;
  private Dataset allTrain;
  private Dataset allTest;
  private int measured;

  /**
   * @param seed the first of the seeds of the experiments
   */
  public Laboratory(
      Backend backend,
      Store store,
      DataSource source,
      LinearAlgebra algebra,
      long seed,
      Progress progress) {
    this.backend = backend;
    this.store = store;
    this.source = source;
    this.algebra = algebra;
    this.seed = seed;
    this.progress = progress;
  }

  public LinearAlgebra algebra() {
    return algebra;
  }

  public String data() {
    return source.name();
  }

  /** So many seeds in a row. */
  public List<Long> seeds(int count) {
    return LongStream.range(seed, seed + count).boxed().toList();
  }

  /** So many training samples, drawn by a seed; all of them where there are fewer. */
  public Dataset train(int count, long drawnBy) {
    if (allTrain == null) {
      progress.at("load data", 0, 0, "");
      allTrain = enough(source.train(), "training", count);
    }
    return allTrain.shuffledSubset(Math.min(count, allTrain.count()), drawnBy);
  }

  /** The first test samples; all of them where there are fewer. */
  public Dataset test(int count) {
    if (allTest == null) {
      allTest = enough(source.test(), "test", count);
    }
    return allTest.take(Math.min(count, allTest.count()));
  }

  private Dataset enough(Dataset data, String kind, int wanted) {
    if (data.count() < wanted / SMALLEST_SHARE) {
      throw new BadInputException(
          Text.format(
              "data set %s has %,d %s samples, which are too few: this paper takes %,d at this scale, and %,d at least",
              source.name(), data.count(), kind, wanted, wanted / SMALLEST_SHARE));
    }
    if (Arrays.stream(data.labels()).distinct().count() < 2) {
      throw new BadInputException(
          Text.format(
              "data set %s: all %s samples are of one class; there must be two at least",
              source.name(), kind));
    }
    return data;
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

  /** A network to be trained; see {@link Training}. */
  public Training training(
      Architecture architecture,
      Dataset train,
      Dataset test,
      TrainingConfig config,
      List<Integer> snapshots) {
    return new Training(backend, architecture, train, test, config, snapshots);
  }

  /** Trains what is not trained yet. */
  public void trainAll(List<Training> networks) {
    store.makeAll(
        networks, done -> progress.at("train networks", done, networks.size(), "networks"));
  }

  public Trained trained(Training network) {
    return store.get(network);
  }

  /** Begins to count measurements anew. */
  public Stage stage(String name, int total) {
    measured = 0;
    return new Stage(name, total);
  }

  /** A number of measurements that belong together. */
  public final class Stage {
    private final String name;
    private final int total;

    private Stage(String name, int total) {
      this.name = name;
      this.total = total;
      progress.at(name, 0, total, "measurements");
    }

    /**
     * A measurement of a trained network, taken now if it is not in the store.
     *
     * @param what its name, and settings that determine it
     * @param epoch after which the network is looked at; 0 for the end
     */
    public <T> T measure(
        Map<String, ?> what,
        Training network,
        int epoch,
        Class<T> type,
        Function<Network, T> measurement) {
      Map<String, Object> key = new LinkedHashMap<>(what);
      key.put("network", store.name(network));
      key.put("epoch", epoch);
      key.put("algebra", LinearAlgebra.description());
      T value = store.get(cell(key, network, epoch, type, measurement));
      progress.at(name, ++measured, total, "measurements");
      return value;
    }

    private <T> Cell<T> cell(
        Map<String, ?> key,
        Training network,
        int epoch,
        Class<T> type,
        Function<Network, T> measurement) {
      return new Measured<>(
          key,
          type,
          () -> {
            Trained trained = store.get(network);
            Checkpoint checkpoint = epoch == 0 ? trained.model() : trained.after(epoch);
            try (Network open = checkpoint.network(backend, trained.folder().toString())) {
              return measurement.apply(open);
            }
          });
    }
  }
}
