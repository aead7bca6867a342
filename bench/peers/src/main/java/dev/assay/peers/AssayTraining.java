package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.nn.Parameters;
import dev.assay.nn.TrainingPlan;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Training steps: gradient by the network's plan, update in parts that the workers share. */
final class AssayTraining implements Job {
  private static final int PART = 1 << 16;

  private final Backend backend;
  private final Network network;
  private final Workspace workspace;
  private final TrainingPlan plan;
  private final Tensor velocity;
  private final int batch;
  private final float[] inputs;
  private final int[] labels;

  AssayTraining(Backend backend, Workload.Training workload) {
    this.backend = backend;
    batch = workload.batch();
    Architecture architecture = workload.net().architecture();
    network = new Network(backend, architecture, 1);
    network.parameters().set(Samples.parameters(architecture));
    workspace = new Workspace(backend);
    plan = network.training(batch);
    velocity = workspace.tensor(network.parameters().trained().shape());
    inputs = Samples.noise(batch * architecture.input().intSize(), "inputs");
    labels = Samples.labels(batch, architecture.classes());
  }

  @Override
  public void run() {
    plan.lossGradient(inputs, labels, batch, 0);
    update();
  }

  private void update() {
    Tensor parameters = network.parameters().trained();
    int size = parameters.shape().intSize();
    backend
        .workers()
        .run(
            (size + PART - 1) / PART,
            (part, worker) -> {
              int from = part * PART;
              Shape shape = Shape.vector(Math.min(PART, size - from));
              backend.sgd(
                  parameters.part(from, shape),
                  plan.gradient().part(from, shape),
                  velocity.part(from, shape),
                  Sgd.RATE,
                  Sgd.MOMENTUM,
                  0,
                  false);
            });
    network.parameters().changed();
  }

  @Override
  public Map<String, float[]> outputs() {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    // small batches first: after an update, weights differ by more than rounding
    GradientPieces pieces = new GradientPieces();
    for (int piece = 0; piece < Sgd.pieces(batch); piece++) {
      int from = piece * Sgd.PIECE;
      int size = network.architecture().input().intSize();
      plan.lossGradient(
          Arrays.copyOfRange(inputs, from * size, (from + Sgd.PIECE) * size),
          Arrays.copyOfRange(labels, from, from + Sgd.PIECE),
          Sgd.PIECE,
          0);
      pieces.add(gradients());
    }
    outputs.putAll(pieces.outputs());
    step("step 1", outputs);
    gradients()
        .forEach((layer, values) -> outputs.put(Outputs.rough("gradients of " + layer), values));
    update();
    step("step 2", outputs);
    return outputs;
  }

  private void step(String step, Map<String, float[]> outputs) {
    double loss = plan.lossGradient(inputs, labels, batch, 0);
    float[] logits = new float[batch * network.architecture().classes()];
    plan.logits(logits);
    outputs.put(step + " loss", new float[] {(float) loss});
    outputs.put(step + " logits", logits);
    for (Parameters.Entry entry : network.parameters().entries()) {
      if (!entry.spec().role().trained()) {
        outputs.put(step + " " + entry.name(), entry.tensor().toArray());
      }
    }
  }

  /** The gradients that the plan holds, by layer. */
  private Map<String, float[]> gradients() {
    float[] all = plan.gradient().toArray();
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (Parameters.Entry entry : network.parameters().entries()) {
      if (entry.spec().role().trained()) {
        int from = Math.toIntExact(entry.offset());
        float[] part = Arrays.copyOfRange(all, from, from + entry.spec().shape().intSize());
        gradients.merge(
            Sgd.layer(entry.name()), part, (first, more) -> Outputs.join(List.of(first, more)));
      }
    }
    return gradients;
  }

  @Override
  public void close() {
    workspace.close();
    network.close();
  }
}
