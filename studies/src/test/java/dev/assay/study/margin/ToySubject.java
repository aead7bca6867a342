package dev.assay.study.margin;

import dev.assay.backend.Workers;
import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.nn.Classifier;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import dev.assay.tensor.Shape;
import dev.assay.train.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A random network; labels are its predictions, but for a fifth of the samples. */
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
  public Cut input() {
    return hidden("0");
  }

  /**
   * @param layer the number of the layer above the cut
   */
  @Override
  public Cut hidden(String layer) {
    int above = Integer.parseInt(layer);
    return new Cut() {
      @Override
      public Classifier above() {
        return above == 0 ? net : net.from(above);
      }

      @Override
      public boolean piecewiseLinear() {
        return true;
      }

      @Override
      public PiecewiseLinear exact() {
        return above == 0 ? net.exact() : net.from(above).exact();
      }

      @Override
      public Workers workers() {
        return WORKERS;
      }

      @Override
      public float[] activations(float[] inputs, int count) {
        if (above == 0) {
          return inputs;
        }
        float[] values = net.activations(above, inputs, count);
        // the second cut is dead, for the test of its error
        return above == 2 ? new float[values.length] : values;
      }
    };
  }

  @Override
  public Dataset measured() {
    float[] logits = new float[COUNT * 3];
    net.logits(training, COUNT, logits);
    int[] labels =
        IntStream.range(0, COUNT).map(r -> Evaluation.argmax(logits, r * 3, 3)).toArray();
    return new Corruption.AdditiveGaussian(0.2, 1, 1).apply(data(labels));
  }

  @Override
  public Dataset training() {
    return data(new int[COUNT]);
  }

  private Dataset data(int[] labels) {
    return Dataset.of(
        Shape.vector(N),
        training,
        labels,
        List.of("a", "b", "c"),
        new Provenance("toy", "", Map.of()));
  }

  /** Those that are measured, in input space. */
  Samples samples() {
    return Samples.of(measured());
  }
}
