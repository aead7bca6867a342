package dev.assay.store;

import dev.assay.backend.Backend;
import dev.assay.io.SafeTensors;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the network of a measurement comes from. */
public sealed interface NetworkSource {

  List<TrainingSpec> needs();

  /** The network, to be closed by whoever asked. */
  Network open(Runner runner);

  /**
   * A network that is trained.
   *
   * @param epoch after which it is looked at, one of the snapshots; {@link #END} for the end,
   *     {@link #BEST} for the epoch with the lowest loss beside training
   */
  record Trained(TrainingSpec training, int epoch) implements NetworkSource {
    /** The end of training. */
    public static final int END = 0;

    /** Kept where training stops by that loss. */
    public static final int BEST = -1;

    @Override
    public List<TrainingSpec> needs() {
      return List.of(training);
    }

    private Checkpoint checkpoint(TrainedNetwork trained) {
      return switch (epoch) {
        case END -> trained.model();
        case BEST -> trained.best();
        default -> trained.after(epoch);
      };
    }

    @Override
    public Network open(Runner runner) {
      TrainedNetwork trained = runner.get(training);
      return checkpoint(trained).network(runner.bench().backend(), trained.folder().toString());
    }
  }

  /**
   * A network before it is trained.
   *
   * @param seed that draws its weights
   */
  record Untrained(Architecture architecture, long seed) implements NetworkSource {
    @Override
    public List<TrainingSpec> needs() {
      return List.of();
    }

    @Override
    public Network open(Runner runner) {
      return new Network(runner.bench().backend(), architecture, seed);
    }
  }

  /**
   * A network that came as a checkpoint and is kept by the store; see {@link Store#keep(Path)}.
   *
   * @param sha256 of the file
   */
  record Kept(String sha256) implements NetworkSource {
    @Override
    public List<TrainingSpec> needs() {
      return List.of();
    }

    @Override
    public Network open(Runner runner) {
      Path file = runner.store().kept(sha256);
      Backend backend = runner.bench().backend();
      return Checkpoint.read(file).network(backend, file.toString());
    }
  }

  /**
   * A network that another program trained; its parameters are kept by the store, see {@link
   * Store#keep(Architecture, Map)}.
   *
   * @param sha256 of the file of parameters
   */
  record Imported(Architecture architecture, String sha256) implements NetworkSource {
    @Override
    public List<TrainingSpec> needs() {
      return List.of();
    }

    @Override
    public Network open(Runner runner) {
      Map<String, float[]> parameters = new LinkedHashMap<>();
      SafeTensors.read(runner.store().kept(sha256))
          .tensors()
          .forEach((name, array) -> parameters.put(name, array.values()));
      Network network = new Network(runner.bench().backend(), architecture, 0);
      network.parameters().set(parameters);
      return network;
    }
  }
}
