package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import java.util.Map;

/** What studies do with a trained network: logits and Jacobians. */
final class AssayClassifying {

  private AssayClassifying() {}

  private static Network network(Backend backend, Net net) {
    Architecture architecture = net.architecture();
    Network network = new Network(backend, architecture, 1);
    network.parameters().set(Samples.parameters(architecture));
    return network;
  }

  static Job logits(Backend backend, Net net, int count, float[] inputs) {
    Network network = network(backend, net);
    Classifier classifier = network.classifier();
    float[] logits = new float[count * classifier.classes()];
    return job(network, logits, () -> classifier.logits(inputs, count, logits));
  }

  /** Logits at points of a segment, which the engine runs as such. */
  static Job segment(Backend backend, Workload.Segment workload) {
    Network network = network(backend, workload.net());
    Classifier classifier = network.classifier();
    int size = classifier.input().intSize();
    float[] from = Samples.noise(size, "from");
    float[] to = Samples.noise(size, "to");
    float[] positions = new float[workload.points()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = workload.position(i);
    }
    float[] logits = new float[positions.length * classifier.classes()];
    return job(network, logits, () -> classifier.logitsAlong(from, to, 1, positions, logits));
  }

  private static Job job(Network network, float[] logits, Runnable run) {
    return new Job() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public Map<String, float[]> outputs() {
        run();
        return Map.of("logits", logits);
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  static Job jacobian(Backend backend, Net net, int count) {
    Network network = network(backend, net);
    Classifier classifier = network.classifier();
    int classes = classifier.classes();
    int size = classifier.input().intSize();
    float[] inputs = Samples.noise(count * size, "inputs");
    float[] cotangents = new float[count * classes * classes];
    for (int row = 0; row < count * classes; row++) {
      cotangents[row * classes + row % classes] = 1;
    }
    float[] logits = new float[count * classes];
    float[] jacobian = new float[count * classes * size];
    return new Job() {
      @Override
      public void run() {
        classifier.gradients(inputs, count, cotangents, classes, logits, jacobian);
      }

      @Override
      public Map<String, float[]> outputs() {
        run();
        return Map.of("logits", logits, Outputs.pieces(count, "Jacobian"), jacobian);
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }
}
