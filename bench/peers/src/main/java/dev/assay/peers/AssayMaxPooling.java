package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.tensor.Tensor;
import java.util.Map;

/** Max pooling with indices. */
final class AssayMaxPooling extends AssayKernel {
  private final Tensor y;
  private final Tensor indices;
  private final Workers.Task task;

  AssayMaxPooling(Backend backend, Workload.MaxPooling workload) {
    super(backend, workload.input(), workload.output());
    y = zeros(workload.output());
    indices = zeros(workload.output());
    Tensor[] xs = cut(noise(workload.input(), "x"));
    Tensor[] ys = cut(y);
    Tensor[] winners = cut(indices);
    task = (i, worker) -> backend.maxPool(workload.window(), xs[i], ys[i], winners[i]);
  }

  @Override
  public void run() {
    backend.workers().run(slices, task);
  }

  @Override
  public Map<String, float[]> outputs() {
    run();
    return Map.of("output", y.toArray(), "indices", indices.toArray());
  }
}
