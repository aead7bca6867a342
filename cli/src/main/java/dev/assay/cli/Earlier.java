package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.nn.Network;
import dev.assay.store.NetworkSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network in the course of its training: before it began, and where the same run was stopped.
 *
 * @param networks by epoch; none where no earlier run was named
 */
record Earlier(SortedMap<Integer, Network> networks) implements AutoCloseable {

  /**
   * @throws dev.assay.io.BadInputException if one is not the run, stopped earlier
   */
  static Earlier of(TrainedRun run, List<TrainedRun> before, Backend backend) {
    Earlier earlier = new Earlier(new TreeMap<>());
    try {
      if (!before.isEmpty()) {
        NetworkSource.Untrained first = run.untrained();
        earlier.networks.put(0, new Network(backend, first.architecture(), first.seed()));
      }
      for (TrainedRun one : before) {
        earlier.networks.computeIfAbsent(one.epochs(), epoch -> one.network(backend));
      }
      return earlier;
    } catch (RuntimeException e) {
      earlier.close();
      throw e;
    }
  }

  @Override
  public void close() {
    networks.values().forEach(Network::close);
  }
}
