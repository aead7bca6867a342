package dev.assay.study.fragmentation;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.relu;

import dev.assay.backend.Backend;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Small networks and data for tests. */
final class Networks {
  private static final Provenance MADE = new Provenance("made", "test", Map.of());

  private Networks() {}

  /**
   * Three classes in one dimension: class 1 from 0.9 to 2, class 2 from 2 to 3.1, class 0 elsewhere
   * (logits 0, 1.2 − 2|x − 1.5|, 1.2 − 2|x − 2.5|).
   */
  static Network bumps(Backend backend) {
    Architecture architecture = Architecture.of(Shape.vector(1), dense(4), relu(), dense(3));
    Network network = new Network(backend, architecture, 0);
    network
        .parameters()
        .set(
            Map.of(
                "layers.0.weight", new float[] {1, -1, 1, -1},
                "layers.0.bias", new float[] {-1.5f, 1.5f, -2.5f, 2.5f},
                "layers.2.weight", new float[] {0, 0, 0, 0, -2, -2, 0, 0, 0, 0, -2, -2},
                "layers.2.bias", new float[] {0, 1.2f, 1.2f}));
    return network;
  }

  /** A network with random weights and biases of its own. */
  static Network random(Backend backend, long seed, int input, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      layers.add(dense(widths[i]));
      if (i < widths.length - 1) {
        layers.add(relu());
      }
    }
    Network network = new Network(backend, Architecture.of(Shape.vector(input), layers), seed);
    Map<String, float[]> values = new LinkedHashMap<>(network.parameters().values());
    values.replaceAll(
        (name, old) ->
            name.endsWith("bias") ? gaussian(Streams.key(seed, name), old.length, 0.5) : old);
    network.parameters().set(values);
    return network;
  }

  static float[] gaussian(long key, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * Streams.normal(key, i));
    }
    return values;
  }

  /** Inputs of a network, all of class 0. */
  static Dataset data(Network network, float[] inputs) {
    Architecture architecture = network.architecture();
    return Dataset.of(
        architecture.input(),
        inputs,
        new int[inputs.length / architecture.input().intSize()],
        names(architecture.classes()),
        MADE);
  }

  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  static Dataset data(float[] values, int length, int classes, int... labels) {
    return Dataset.of(Shape.vector(length), values, labels, names(classes), MADE);
  }
}
