package dev.assay.peers;

import dev.assay.nn.Architecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Training steps by autograd and {@code torch::optim::SGD}. */
@SuppressWarnings("try") // a scope works by being open
final class TorchTraining implements Job {
  private final PointerScope owned = new PointerScope();
  private final int batch;
  private final TorchNetwork network;
  private final Tensor inputs;
  private final Tensor labels;
  private final SGD optimizer;

  TorchTraining(TorchTensors tensors, Workload.Training workload) {
    batch = workload.batch();
    Architecture architecture = workload.net().architecture();
    network = new TorchNetwork(tensors, architecture, true);
    inputs = tensors.noise(architecture.input().batch(batch), "inputs");
    labels = TorchTensors.labels(Samples.labels(batch, architecture.classes()));
    SGDOptions options = new SGDOptions(Sgd.RATE);
    options.momentum().put(Sgd.MOMENTUM);
    optimizer =
        new SGD(new TensorVector(network.trained().values().toArray(new Tensor[0])), options);
  }

  @Override
  public void run() {
    try (PointerScope scope = new PointerScope()) {
      gradient(network.forward(inputs, true), labels);
      optimizer.step();
    }
  }

  private double gradient(Tensor logits, Tensor expected) {
    optimizer.zero_grad();
    Tensor loss = torch.cross_entropy_loss(logits, expected);
    loss.backward();
    return loss.item_double();
  }

  @Override
  public Map<String, float[]> outputs() {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    // small batches first: after an update, weights differ by more than rounding
    GradientPieces pieces = new GradientPieces();
    for (int piece = 0; piece < Sgd.pieces(batch); piece++) {
      try (PointerScope scope = new PointerScope()) {
        long from = (long) piece * Sgd.PIECE;
        Tensor some = inputs.narrow(0, from, Sgd.PIECE);
        gradient(network.forward(some, true), labels.narrow(0, from, Sgd.PIECE));
        pieces.add(gradients());
      }
    }
    outputs.putAll(pieces.outputs());
    step("step 1", outputs);
    gradients()
        .forEach((layer, values) -> outputs.put(Outputs.rough("gradients of " + layer), values));
    optimizer.step();
    step("step 2", outputs);
    return outputs;
  }

  private void step(String step, Map<String, float[]> outputs) {
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = network.forward(inputs, true);
      double loss = gradient(logits, labels);
      outputs.put(step + " loss", new float[] {(float) loss});
      outputs.put(step + " logits", TorchTensors.read(logits));
      network
          .running()
          .forEach((name, tensor) -> outputs.put(step + " " + name, TorchTensors.read(tensor)));
    }
  }

  private Map<String, float[]> gradients() {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    network
        .trained()
        .forEach(
            (name, tensor) ->
                gradients.merge(
                    Sgd.layer(name),
                    TorchTensors.read(tensor.grad()),
                    (first, more) -> Outputs.join(List.of(first, more))));
    return gradients;
  }

  @Override
  public void close() {
    owned.close();
  }
}
