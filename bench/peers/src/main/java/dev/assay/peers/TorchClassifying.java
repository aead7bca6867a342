package dev.assay.peers;

import dev.assay.nn.Architecture;
import dev.assay.tensor.Shape;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Logits and Jacobians in evaluation mode. */
final class TorchClassifying {

  private TorchClassifying() {}

  static Job forward(TorchTensors tensors, Workload.Forward workload) {
    return TorchJob.inference(
        () -> {
          Architecture architecture = workload.net().architecture();
          TorchNetwork network = new TorchNetwork(tensors, architecture, false);
          Tensor inputs = tensors.noise(architecture.input().batch(workload.batch()), "inputs");
          return () -> Map.of("logits", network.forward(inputs, false));
        });
  }

  static Job segment(TorchTensors tensors, Workload.Segment workload) {
    return TorchJob.inference(
        () -> {
          Architecture architecture = workload.net().architecture();
          TorchNetwork network = new TorchNetwork(tensors, architecture, false);
          Shape input = architecture.input().batch(1);
          Tensor from = tensors.noise(input, "from");
          Tensor to = tensors.noise(input, "to");
          float[] positions = new float[workload.points()];
          for (int i = 0; i < positions.length; i++) {
            positions[i] = workload.position(i);
          }
          Tensor t = tensors.of(Shape.of(positions.length, 1), positions);
          return () -> Map.of("logits", network.forward(torch.lerp(from, to, t), false));
        });
  }

  /** One forward pass, one backward pass per class; parameters have no gradients. */
  static Job jacobian(TorchTensors tensors, Workload.Jacobian workload) {
    return TorchJob.autograd(
        () -> {
          Architecture architecture = workload.net().architecture();
          int batch = workload.batch();
          int classes = architecture.classes();
          TorchNetwork network = new TorchNetwork(tensors, architecture, false);
          Tensor inputs = tensors.noise(architecture.input().batch(batch), "inputs");
          inputs.set_requires_grad(true);
          TensorVector[] cotangents = new TensorVector[classes];
          for (int k = 0; k < classes; k++) {
            float[] chosen = new float[batch * classes];
            for (int n = 0; n < batch; n++) {
              chosen[n * classes + k] = 1;
            }
            cotangents[k] = new TensorVector(tensors.of(Shape.of(batch, classes), chosen));
          }
          return () -> {
            Tensor logits = network.forward(inputs, false);
            TensorVector gradients = new TensorVector();
            for (int k = 0; k < classes; k++) {
              BoolOptional keepGraph = new BoolOptional(k < classes - 1);
              TensorVector gradient =
                  torch.grad(
                      new TensorVector(logits),
                      new TensorVector(inputs),
                      cotangents[k],
                      keepGraph,
                      false,
                      false);
              gradients.push_back(gradient.get(0));
            }
            return Map.of(
                "logits", logits, Outputs.pieces(batch, "Jacobian"), torch.stack(gradients, 1));
          };
        });
  }
}
