package dev.assay.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/**
 * Work on tensors that live as long as the job. What a run makes is freed when it ends, not when
 * the garbage collector comes.
 */
@SuppressWarnings("try") // scopes and modes work by being open
final class TorchJob implements Job {
  /** What a run computes: tensors by name. */
  interface Work extends Supplier<Map<String, Tensor>> {}

  private final PointerScope owned;
  private final Work work;
  private final boolean inference;

  private TorchJob(PointerScope owned, Work work, boolean inference) {
    this.owned = owned;
    this.work = work;
    this.inference = inference;
  }

  /** A job without gradients; {@code prepare} makes the tensors that it keeps. */
  static TorchJob inference(Supplier<Work> prepare) {
    return prepared(prepare, true);
  }

  /** A job that may differentiate. */
  static TorchJob autograd(Supplier<Work> prepare) {
    return prepared(prepare, false);
  }

  private static TorchJob prepared(Supplier<Work> prepare, boolean inference) {
    PointerScope owned = new PointerScope();
    Work work = prepare.get();
    return new TorchJob(owned, work, inference);
  }

  @Override
  public void run() {
    compute(results -> null);
  }

  @Override
  public Map<String, float[]> outputs() {
    return compute(TorchJob::read);
  }

  private <T> T compute(Function<Map<String, Tensor>, T> use) {
    try (PointerScope scope = new PointerScope()) {
      if (!inference) {
        return use.apply(work.get());
      }
      try (InferenceMode mode = new InferenceMode(true)) {
        return use.apply(work.get());
      }
    }
  }

  private static Map<String, float[]> read(Map<String, Tensor> results) {
    Map<String, float[]> values = new LinkedHashMap<>();
    results.forEach((name, tensor) -> values.put(name, TorchTensors.read(tensor)));
    return values;
  }

  @Override
  public void close() {
    owned.close();
  }
}
