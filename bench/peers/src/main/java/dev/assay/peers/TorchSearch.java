package dev.assay.peers;

import dev.assay.peers.attack.Attack;
import dev.assay.peers.attack.Attacked;
import dev.assay.tensor.Shape;
import dev.assay.train.Checkpoint;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** An attack on a checkpoint's network in libtorch, batch by batch. */
@SuppressWarnings("try") // scopes work by being open
final class TorchSearch implements Job {
  private static final long SEED = 1;

  private final PointerScope owned = new PointerScope();
  private final MarginProblem problem;
  private final TorchTensors tensors;
  private final TorchNetwork network;
  private final Shape shape;
  private final Attack attack;
  private final int batch;
  private final int coordinates;

  /** m × n; null for all directions. */
  private final Tensor basis;

  TorchSearch(TorchTensors tensors, Workload.Search workload) {
    this.tensors = tensors;
    problem = MarginProblem.read(workload.problem(), workload.samples());
    Checkpoint checkpoint = Checkpoint.read(problem.checkpoint());
    network = new TorchNetwork(tensors, checkpoint.architecture(), checkpoint.parameters(), false);
    shape = checkpoint.architecture().shape(problem.cut());
    attack = Attack.named(workload.method());
    batch = workload.batch();
    coordinates = problem.directions().size();
    basis = problem.basis().length == 0 ? null : matrix(problem);
  }

  private Tensor matrix(MarginProblem problem) {
    float[] values = new float[problem.basis().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) problem.basis()[i];
    }
    return tensors.of(Shape.of(coordinates, problem.length()), values);
  }

  @Override
  public void run() {
    outputs();
  }

  @Override
  public Map<String, float[]> outputs() {
    torch.manual_seed(SEED);
    float[] found = new float[problem.count() * coordinates];
    for (int from = 0; from < problem.count(); from += batch) {
      int to = Math.min(problem.count(), from + batch);
      try (PointerScope scope = new PointerScope()) {
        float[] part = TorchTensors.read(attack.run(attacked(from, to)));
        System.arraycopy(part, 0, found, from * coordinates, part.length);
      }
    }
    return Map.of(Outputs.DISPLACEMENTS, found);
  }

  private Attacked attacked(int from, int to) {
    int length = problem.length();
    float[] values = Arrays.copyOfRange(problem.points(), from * length, to * length);
    Tensor points = tensors.of(shape.batch(to - from), values);
    Tensor labels = TorchTensors.labels(Arrays.copyOfRange(problem.labels(), from, to));
    return new Attacked(
        at -> {
          Tensor moved = basis == null ? at : torch.matmul(at, basis);
          return network.forwardFrom(problem.cut(), points.add(moved.view_as(points)), false);
        },
        labels,
        coordinates);
  }

  @Override
  public void close() {
    owned.close();
  }
}
