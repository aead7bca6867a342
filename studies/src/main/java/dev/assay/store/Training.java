package dev.assay.store;

import dev.assay.backend.Backend;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import dev.assay.train.Trainer;
import dev.assay.train.TrainingConfig;
import dev.assay.train.TrainingListener;
import dev.assay.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained network as a cell. A run that was killed goes on after the last epoch that it saved,
 * and ends with the same bytes as one that was not.
 */
public final class Training implements Cell<Trained> {
  /** How much work a kill may cost. */
  private static final Duration BETWEEN_SAVES = Duration.ofSeconds(5);

  private static final String UNFINISHED = "unfinished.safetensors";
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final Backend backend;
  private final Architecture architecture;
  private final Dataset train;
  private final Dataset test;
  private final TrainingConfig config;
  private final List<Integer> snapshots;
  private final Duration betweenSaves;

  /**
   * @param test evaluated after every epoch
   * @param snapshots epochs after which the network is kept, besides the last one
   */
  public Training(
      Backend backend,
      Architecture architecture,
      Dataset train,
      Dataset test,
      TrainingConfig config,
      List<Integer> snapshots) {
    this(backend, architecture, train, test, config, snapshots, BETWEEN_SAVES);
  }

  Training(
      Backend backend,
      Architecture architecture,
      Dataset train,
      Dataset test,
      TrainingConfig config,
      List<Integer> snapshots,
      Duration betweenSaves) {
    this.backend = backend;
    this.architecture = architecture;
    this.train = train;
    this.test = test;
    this.config = config;
    this.snapshots = List.copyOf(snapshots);
    this.betweenSaves = betweenSaves;
  }

  @Override
  public Map<String, ?> key() {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("what", "trained network");
    key.put("arithmetic", backend.arithmetic());
    key.put("architecture", architecture.toString());
    key.put("train", train.provenance());
    key.put("test", test.provenance());
    key.put("training", config.settings());
    key.put("snapshots", snapshots);
    return key;
  }

  @Override
  public Code code() {
    return Code.ENGINE;
  }

  @Override
  public void make(Path folder) throws IOException {
    Path unfinished = folder.resolve(UNFINISHED);
    Checkpoint earlier = earlier(unfinished);
    try (Network network =
        earlier == null
            ? new Network(backend, architecture, config.seed())
            : earlier.network(backend, unfinished.toString())) {
      Trainer trainer = new Trainer(config, new Keeper(network, folder));
      if (earlier == null) {
        trainer.fit(network, train, test);
      } else {
        trainer.resume(network, train, test, earlier.history(), earlier.state());
      }
    }
    Files.deleteIfExists(unfinished);
  }

  private Checkpoint earlier(Path unfinished) {
    if (!Files.exists(unfinished)) {
      return null;
    }
    try {
      Checkpoint found = Checkpoint.read(unfinished);
      found.requireResumable(config, train.count(), unfinished.toString());
      return found;
    } catch (BadInputException e) {
      LOG.warn("training starts over: {}", e.getMessage());
      return null;
    }
  }

  @Override
  public Trained read(Path folder) {
    return new Trained(folder, Checkpoint.read(folder.resolve(Trained.MODEL)));
  }

  private final class Keeper implements TrainingListener {
    private final Network network;
    private final Path folder;
    private long saved = System.nanoTime();

    Keeper(Network network, Path folder) {
      this.network = network;
      this.folder = folder;
    }

    @Override
    public void epoch(History history, TrainingState state) {
      int epoch = history.last().epoch();
      TrainingState over = new TrainingState(state.steps(), true, List.of());
      if (snapshots.contains(epoch)) {
        write(Trained.snapshot(epoch), history, over);
      }
      if (state.finished()) {
        write(Trained.MODEL, history, over);
      } else if (System.nanoTime() - saved >= betweenSaves.toNanos()) {
        write(UNFINISHED, history, state);
        saved = System.nanoTime();
      }
    }

    private void write(String file, History history, TrainingState state) {
      Checkpoint.of(network, config.settings(), history, state).write(folder.resolve(file));
    }
  }
}
