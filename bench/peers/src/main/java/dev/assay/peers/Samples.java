package dev.assay.peers;

import dev.assay.nn.Architecture;
import dev.assay.nn.ParameterSpec;
import dev.assay.nn.Parameters;
import dev.assay.random.Streams;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights and inputs, the same in every process. */
final class Samples {
  private static final long SEED = 1;

  private Samples() {}

  /** Uniform values of mean 0 and variance 1. */
  static float[] noise(int count, String purpose) {
    return noise(count, purpose, 0, 1);
  }

  private static float[] noise(int count, String purpose, double mean, double deviation) {
    long key = Streams.key(SEED, purpose);
    double width = Math.sqrt(12) * deviation;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (mean + width * (Streams.uniform(key, i) - 0.5));
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

  /** All parameters of a network by name; none sits at a value that hides a mistake. */
  static Map<String, float[]> parameters(Architecture architecture) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        values.put(named.name(), parameter(named.name(), named.spec()));
      }
    }
    return values;
  }

  private static float[] parameter(String name, ParameterSpec spec) {
    int size = spec.shape().intSize();
    return switch (spec.role()) {
      case WEIGHT -> noise(size, name, 0, Math.sqrt(2.0 / spec.fanIn()));
      case SHIFT, RUNNING_MEAN -> noise(size, name, 0, 0.1);
      case SCALE -> noise(size, name, 1, 0.1);
      case RUNNING_VARIANCE -> noise(size, name, 1.5, 0.2);
    };
  }
}
