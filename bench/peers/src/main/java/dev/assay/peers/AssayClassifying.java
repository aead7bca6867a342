package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import java.util.Map;
import java.util.function.Supplier;

/** What studies do with a trained network: logits and Jacobians. */
final class AssayClassifying {

  private AssayClassifying() {}

  private static Network network(Backend backend, Net net) {
    Architecture architecture = net.architecture();
    Network network = new Network(backend, architecture, 1);
    network.parameters().set(Samples.parameters(architecture));
    return network;
  }

  /** Logits of {@code count} samples, which the supplier makes anew in every run. */
  static Job logits(Backend backend, Net net, int count, Supplier<float[]> inputs) {
    Network network = network(backend, net);
    Classifier classifier = network.classifier();
    float[] logits = new float[count * classifier.classes()];
    return new Job() {
      @Override
      public void run() {
        classifier.logits(inputs.get(), count, logits);
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
