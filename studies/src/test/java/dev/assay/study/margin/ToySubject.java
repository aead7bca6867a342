package dev.assay.study.margin;

import dev.assay.backend.Workers;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.nn.Classifier;
import dev.assay.random.Streams;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import java.util.List;
import java.util.stream.IntStream;

/** A random network; labels are its predictions, but for every fifth sample. */
final class ToySubject implements Subject {
  static final int N = 6;
  static final int COUNT = 80;
  private static final Workers WORKERS = new Workers(1);

  final float[] training = new float[COUNT * N];
  ToyNetwork net = ToyNetwork.random(5, N, 16, 16, 3);

  ToySubject() {
    for (int i = 0; i < training.length; i++) {
      double spread = 3.0 / (1 + i % N);
      training[i] = (float) (spread * Streams.normal(1, i));
    }
  }

  @Override
  public Classifier network() {
    return net;
  }

  @Override
  public PiecewiseLinear exact() {
    return net.exact();
  }

  @Override
  public Workers workers() {
    return WORKERS;
  }

  @Override
  public Hidden hidden(String cut) {
    int layer = Integer.parseInt(cut);
    return new Hidden() {
      @Override
      public Classifier suffix() {
        return net.from(layer);
      }

      @Override
      public PiecewiseLinear exact() {
        return net.from(layer).exact();
      }

      @Override
      public float[] activations(float[] inputs, int count) {
        float[] values = net.activations(layer, inputs, count);
        // the second cut is dead, for the test of its error
        return layer == 2 ? new float[values.length] : values;
      }
    };
  }

  @Override
  public Samples evaluated() {
    float[] logits = new float[COUNT * 3];
    net.logits(training, COUNT, logits);
    int[] labels = new int[COUNT];
    String[] groups = new String[COUNT];
    for (int r = 0; r < COUNT; r++) {
      int best = 0;
      for (int k = 1; k < 3; k++) {
        best = logits[r * 3 + k] > logits[r * 3 + best] ? k : best;
      }
      boolean corrupted = r % 5 == 0;
      labels[r] = corrupted && r % 2 == 0 ? (best + 1) % 3 : best;
      groups[r] = corrupted ? "label" : "clean";
    }
    return new Samples(training, N, IntStream.range(0, COUNT).toArray(), labels, List.of(groups));
  }

  @Override
  public int trainingCount() {
    return COUNT;
  }

  @Override
  public float[] training() {
    return training;
  }
}
