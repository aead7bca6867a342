package dev.assay.store;

import dev.assay.backend.Backend;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.measure.Bench;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import dev.assay.train.Trainer;
import dev.assay.train.TrainingListener;
import dev.assay.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained network as a cell. A run that was killed goes on after the last epoch that it saved,
 * and ends with the same bytes as one that was not.
 */
final class Training implements Cell<TrainedNetwork> {
  private static final String UNFINISHED = "unfinished.safetensors";
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final TrainingSpec spec;
  private final Bench bench;
  private final Duration betweenSaves;

  Training(TrainingSpec spec, Bench bench, Duration betweenSaves) {
    this.spec = spec;
    this.bench = bench;
    this.betweenSaves = betweenSaves;
  }

  @Override
  public Map<String, ?> key() {
    return Map.of("spec", SpecFormat.raw(spec), "arithmetic", bench.backend().arithmetic());
  }

  @Override
  public Code code() {
    return Code.from(Trainer.class, Checkpoint.class, Catalog.class, bench.backend().getClass());
  }

  @Override
  public void make(Path folder) throws IOException {
    Backend backend = bench.backend();
    Dataset train = bench.data(spec.train());
    Dataset test = bench.data(spec.test());
    Path unfinished = folder.resolve(UNFINISHED);
    Checkpoint earlier = earlier(unfinished, train.count());
    try (Network network =
        earlier == null
            ? new Network(backend, spec.architecture(), spec.training().seed())
            : earlier.network(backend, unfinished.toString())) {
      Trainer trainer = new Trainer(spec.training(), new Keeper(network, folder));
      if (earlier == null) {
        trainer.fit(network, train, test);
      } else {
        LOG.info("training goes on after epoch {}", earlier.history().last().epoch());
        trainer.resume(network, train, test, earlier.history(), earlier.state());
      }
    }
    Files.deleteIfExists(unfinished);
  }

  @Override
  public boolean isMadeByOneThread() {
    return bench.backend().workers().count() == 1;
  }

  private Checkpoint earlier(Path unfinished, int samples) {
    if (!Files.exists(unfinished)) {
      return null;
    }
    try {
      Checkpoint found = Checkpoint.read(unfinished);
      found.requireResumable(spec.training(), samples, unfinished.toString());
      return found;
    } catch (BadInputException e) {
      LOG.warn("training starts over: {}", e.getMessage());
      return null;
    }
  }

  @Override
  public TrainedNetwork read(Path folder) {
    return new TrainedNetwork(folder, Checkpoint.read(folder.resolve(TrainedNetwork.MODEL)));
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
      TrainingState over = state.over();
      if (spec.snapshots().contains(epoch)) {
        write(TrainedNetwork.snapshot(epoch), history, over);
      }
      if (spec.training().stop().watchesBeside() && history.best().equals(history.last())) {
        write(TrainedNetwork.BEST, history, over);
      }
      if (state.finished()) {
        write(TrainedNetwork.MODEL, history, over);
      } else if (System.nanoTime() - saved >= betweenSaves.toNanos()) {
        write(UNFINISHED, history, state);
        saved = System.nanoTime();
      }
    }

    private void write(String file, History history, TrainingState state) {
      Checkpoint.of(network, spec.training().settings(), history, state)
          .write(folder.resolve(file));
    }
  }
}
