package dev.assay.bench;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;

import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The networks and inputs that benchmarks share. */
final class Workloads {

  private Workloads() {}

  /** 784-1000-1000-1000-10 with ReLU: 5.6 MFLOP forward, 15.2 per training sample. */
  static Architecture mlp() {
    return Architecture.of(
        Shape.vector(784),
        dense(1000),
        relu(),
        dense(1000),
        relu(),
        dense(1000),
        relu(),
        dense(10));
  }

  /**
   * Two blocks of 3×3 convolutions, 32-32-64-64, on 3×32×32: 51 MFLOP forward, 151 per training
   * sample.
   */
  static Architecture cnn(boolean batchNorm) {
    List<Layer> layers = new ArrayList<>();
    for (int channels : new int[] {32, 64}) {
      for (int i = 0; i < 2; i++) {
        layers.add(conv(channels, kernel(3).padding(1)));
        if (batchNorm) {
          layers.add(batchNorm());
        }
        layers.add(relu());
      }
      layers.add(maxPool(2));
    }
    layers.add(flatten());
    layers.add(dense(256));
    layers.add(relu());
    layers.add(dense(10));
    return Architecture.of(Shape.image(3, 32, 32), layers);
  }

  /** Standard normal values. */
  static float[] noise(int count, String purpose) {
    long key = Streams.key(1, purpose);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(key, i);
    }
    return values;
  }

  /** Labels 0, 1, … in turn. */
  static int[] labels(int count, int classes) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % classes;
    }
    return labels;
  }
}
