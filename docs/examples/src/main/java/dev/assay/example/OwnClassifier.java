package dev.assay.example;

import dev.assay.backend.Workers;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.nn.Classifier;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Subject;
import dev.assay.study.margin.MarginConfig;
import dev.assay.study.margin.MarginStudy;
import dev.assay.tensor.Shape;
import java.nio.file.Path;

/**
 * Measures the margins of a classifier that is no network of Assay's: the nearest mean of a class.
 */
final class OwnClassifier {
  public static void main(String... args) {
    long seed = 7;
    Dataset train = Glyphs.train(1000, seed);
    Dataset test = Glyphs.test(500, seed);
    RunLog log = RunLog.start(1);
    try (Workers workers = new Workers(1)) {
      Subject subject = new Uncut(NearestMean.of(train), workers, test, train);
      MarginConfig config = MarginConfig.of(Space.input(), Space.components(10)).withSamples(50);
      Report margins = new MarginStudy().run(subject, config, Context.of(seed));
      margins.keyNumbers().forEach(n -> System.out.println(n.label() + ": " + n.value()));
      System.out.println(ReportWriter.to(Path.of(args[0])).write(margins, log));
    }
  }

  /**
   * The class whose mean is nearest: z_k = −‖x − m_k‖²/2, so ∂z_k/∂x = m_k − x.
   *
   * @param means K × D
   */
  record NearestMean(Shape input, int classes, float[] means) implements Classifier {

    static NearestMean of(Dataset data) {
      int size = data.sample().intSize();
      double[] sums = new double[data.classes() * size];
      int[] counts = new int[data.classes()];
      for (int n = 0; n < data.count(); n++) {
        counts[data.label(n)]++;
        for (int i = 0; i < size; i++) {
          sums[data.label(n) * size + i] += data.images()[n * size + i];
        }
      }
      float[] means = new float[sums.length];
      for (int j = 0; j < sums.length; j++) {
        means[j] = (float) (sums[j] / counts[j / size]);
      }
      return new NearestMean(data.sample(), data.classes(), means);
    }

    @Override
    public void logits(float[] inputs, int count, float[] logits) {
      int size = input.intSize();
      for (int n = 0; n < count; n++) {
        for (int k = 0; k < classes; k++) {
          double square = 0;
          for (int i = 0; i < size; i++) {
            double difference = inputs[n * size + i] - means[k * size + i];
            square += difference * difference;
          }
          logits[n * classes + k] = (float) (-square / 2);
        }
      }
    }

    @Override
    public void gradients(
        float[] inputs,
        int count,
        float[] cotangents,
        int perSample,
        float[] logits,
        float[] gradients) {
      logits(inputs, count, logits);
      int size = input.intSize();
      for (int row = 0; row < count * perSample; row++) {
        for (int i = 0; i < size; i++) {
          double sum = 0;
          for (int k = 0; k < classes; k++) {
            float derivative = means[k * size + i] - inputs[row / perSample * size + i];
            sum += cotangents[row * classes + k] * derivative;
          }
          gradients[row * size + i] = (float) sum;
        }
      }
    }
  }

  /** A classifier that is measured at its input alone. */
  record Uncut(Classifier above, Workers workers, Dataset measured, Dataset training)
      implements Subject, Cut {

    @Override
    public Cut input() {
      return this;
    }

    @Override
    public Cut hidden(String name) {
      throw new BadInputException("this classifier has no hidden cuts");
    }

    @Override
    public float[] activations(float[] inputs, int count) {
      return inputs;
    }
  }
}
