package dev.assay.peers;

import dev.assay.nn.Architecture;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Training steps by autograd and {@code torch::optim::SGD}. */
@SuppressWarnings("try") // a scope works by being open
final class TorchTraining implements Job {
  private final PointerScope owned = new PointerScope();
  private final TorchNetwork network;
  private final Tensor inputs;
  private final Tensor labels;
  private final SGD optimizer;

  TorchTraining(TorchTensors tensors, Workload.Training workload) {
    Architecture architecture = workload.net().architecture();
    network = new TorchNetwork(tensors, architecture, true);
    inputs = tensors.noise(architecture.input().batch(workload.batch()), "inputs");
    labels = TorchTensors.labels(Samples.labels(workload.batch(), architecture.classes()));
    SGDOptions options = new SGDOptions(Sgd.RATE);
    options.momentum().put(Sgd.MOMENTUM);
    optimizer = new SGD(network.trained(), options);
  }

  @Override
  public void run() {
    try (PointerScope scope = new PointerScope()) {
      gradient(network.forward(inputs, true));
      optimizer.step();
    }
  }

  private double gradient(Tensor logits) {
    optimizer.zero_grad();
    Tensor loss = torch.cross_entropy_loss(logits, labels);
    loss.backward();
    return loss.item_double();
  }

  @Override
  public Map<String, float[]> outputs() {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    for (int step = 1; step <= Sgd.COMPARED_STEPS; step++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor logits = network.forward(inputs, true);
        double loss = gradient(logits);
        outputs.put("step %d loss".formatted(step), new float[] {(float) loss});
        outputs.put("step %d logits".formatted(step), TorchTensors.read(logits));
        for (Map.Entry<String, Tensor> entry : network.parameters().entrySet()) {
          String name = "step %d %s".formatted(step, entry.getKey());
          Tensor parameter = entry.getValue();
          if (parameter.requires_grad()) {
            outputs.put(name + " gradient", TorchTensors.read(parameter.grad()));
          } else {
            outputs.put(name, TorchTensors.read(parameter));
          }
        }
        optimizer.step();
      }
    }
    return outputs;
  }

  @Override
  public void close() {
    owned.close();
  }
}
