package dev.assay.train;

import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/**
 * Applies an optimiser to the flat parameters of a network, in parts that workers share; owns the
 * optimiser's state.
 */
final class Updater implements AutoCloseable {
  private static final int PART = 1 << 16;

  private final Optimizer optimizer;
  private final Backend backend;
  private final Network network;
  private final Workspace workspace;
  private final Tensor[] states;
  private final Tensor[] parameterParts;
  private final Tensor[] gradientParts;
  private final Tensor[][] stateParts;
  private final Workers.Task task = this::updatePart;
  private float rate;
  private long step;

  Updater(Optimizer optimizer, Network network, Tensor gradient) {
    this.optimizer = optimizer;
    this.network = network;
    this.backend = network.backend();
    this.workspace = new Workspace(backend);
    Tensor parameters = network.parameters().trained();
    int size = parameters.shape().intSize();
    int part = backend.takesWholeBatches() ? size : PART;
    int parts = (size + part - 1) / part;
    states = new Tensor[optimizer.states()];
    for (int s = 0; s < states.length; s++) {
      states[s] = workspace.tensor(parameters.shape());
    }
    parameterParts = new Tensor[parts];
    gradientParts = new Tensor[parts];
    stateParts = new Tensor[parts][states.length];
    for (int i = 0; i < parts; i++) {
      int from = i * part;
      Shape shape = Shape.vector(Math.min(part, size - from));
      parameterParts[i] = parameters.part(from, shape);
      gradientParts[i] = gradient.part(from, shape);
      for (int s = 0; s < states.length; s++) {
        stateParts[i][s] = states[s].part(from, shape);
      }
    }
  }

  /** One update with the gradient that the plan holds now. */
  void update(float scheduledRate, long number) {
    rate = scheduledRate;
    step = number;
    backend.workers().run(parameterParts.length, task);
    network.parameters().changed();
  }

  private void updatePart(int part, int worker) {
    optimizer.update(
        backend, parameterParts[part], gradientParts[part], stateParts[part], rate, step);
  }

  /** The optimiser's state, one tensor per state value, each laid out like the parameters. */
  Tensor[] states() {
    return states;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
