package dev.assay.study.paper;

import dev.assay.backend.Backend;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.geometry.LinearAlgebra;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;

/** What all papers work with: data, a backend, and a store in which nothing is done twice. */
public final class Laboratory {
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

  LinearAlgebra algebra() {
    return algebra;
  }

  String data() {
    return source.name();
  }

  /** So many seeds in a row. */
  List<Long> seeds(int count) {
    return LongStream.range(seed, seed + count).boxed().toList();
  }

  /** So many training samples, drawn by a seed. */
  Dataset train(int count, long drawnBy) {
    if (allTrain == null) {
      progress.at("load data", 0, 0);
      allTrain = source.train();
    }
    return allTrain.shuffledSubset(Math.min(count, allTrain.count()), drawnBy);
  }

  /** The first test samples. */
  Dataset test(int count) {
    if (allTest == null) {
      allTest = source.test();
    }
    return allTest.take(Math.min(count, allTest.count()));
  }

  /** A multi-layer perceptron for samples like these: {@code depth} hidden layers of a width. */
  static Architecture perceptron(Dataset data, int width, int depth) {
    List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
    for (int i = 0; i < depth; i++) {
      layers.add(new Dense(width, true));
      layers.add(new Relu());
    }
    layers.add(new Dense(data.classes(), true));
    return Architecture.of(data.sample(), layers);
  }

  /** A network to be trained; see {@link Training}. */
  Training training(
      Architecture architecture,
      Dataset train,
      Dataset test,
      TrainingConfig config,
      List<Integer> snapshots) {
    return new Training(backend, architecture, train, test, config, snapshots);
  }

  /** Trains what is not trained yet. */
  void trainAll(List<Training> networks) {
    store.makeAll(networks, done -> progress.at("train networks", done, networks.size()));
  }

  Trained trained(Training network) {
    return store.get(network);
  }

  /** Begins to count measurements anew. */
  Stage stage(String name, int total) {
    measured = 0;
    return new Stage(name, total);
  }

  /** A number of measurements that belong together. */
  final class Stage {
    private final String name;
    private final int total;

    private Stage(String name, int total) {
      this.name = name;
      this.total = total;
      progress.at(name, 0, total);
    }

    /**
     * A measurement of a trained network, taken now if it is not in the store.
     *
     * @param what its name, and settings that determine it
     * @param epoch after which the network is looked at; 0 for the end
     */
    <T> T measure(
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
      progress.at(name, ++measured, total);
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
