package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.nn.Network;
import java.util.ArrayList;
import java.util.List;

/** Networks that are open together. */
record Networks(List<Network> all) implements AutoCloseable {

  static Networks of(List<TrainedRun> runs, Backend backend) {
    Networks networks = new Networks(new ArrayList<>());
    try {
      runs.forEach(run -> networks.all.add(run.network(backend)));
      return networks;
    } catch (RuntimeException e) {
      networks.close();
      throw e;
    }
  }

  @Override
  public void close() {
    all.forEach(Network::close);
  }
}
