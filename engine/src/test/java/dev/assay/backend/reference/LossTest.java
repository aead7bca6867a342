package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final int SAMPLES = 4;
  private static final int CLASSES = 5;

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void closedForms() {
    float huge = 1e30f;
    Tensor logits =
        lab.of(
            new float[] {
              0,
              0,
              0,
              0, // all alike: log 4
              (float) Math.log(2),
              (float) Math.log(3),
              0,
              (float) Math.log(4), // odds 2 : 3 : 1 : 4
              1000,
              1001,
              1000,
              1000, // log(1 + 3/e)
              huge,
              -huge,
              0,
              0
            },
            4,
            4);
    Tensor labels = lab.of(new float[] {2, 1, 1, 0, 3}, 5);
    Tensor loss = lab.empty(5);
    Tensor dz = lab.empty(5, 4);
    lab.backend.softmaxCrossEntropy(logits, labels, 10, loss, dz);
    double[] expected = {Math.log(4), Math.log(10.0 / 3), Math.log1p(3 / Math.E), 0, Math.log(4)};
    Lab.assertClose(loss.toArray(), expected, 1e-6);
    double e = Math.E / (Math.E + 3);
    double rest = 1 / (Math.E + 3);
    Lab.assertClose(
        dz.toArray(),
        new double[] {
          2.5,
          2.5,
          -7.5,
          2.5,
          2,
          -7,
          1,
          4,
          10 * rest,
          10 * e - 10,
          10 * rest,
          10 * rest,
          0,
          0,
          0,
          0,
          2.5,
          2.5,
          2.5,
          -7.5
        },
        2e-6);
  }

  @Test
  void gradientIsTheDifferenceOfTheDefinition() {
    float[] point = Lab.uniform("z", SAMPLES * CLASSES);
    for (int i = 0; i < point.length; i++) {
      point[i] *= 3;
    }
    float[] labels = {4, 0, 2, 2};
    Tensor loss = lab.empty(SAMPLES);
    Tensor dz = lab.empty(SAMPLES, CLASSES);
    Tensor logits = lab.of(point, SAMPLES, CLASSES);
    lab.backend.softmaxCrossEntropy(logits, lab.of(labels, SAMPLES), 0.25f, loss, dz);
    double total = 0;
    for (float value : loss.toArray()) {
      total += 0.25 * value;
    }
    assertThat(total).isCloseTo(mean(point, labels), within(1e-6));
    double[] expected = Lab.differences(moved -> mean(moved, labels), point, 1e-3f);
    Lab.assertClose(dz.toArray(), expected, 1e-6);
  }

  /** {@code −log p[label]}, averaged, with {@code p = exp(z) / Σ exp(z)} unprotected. */
  private static double mean(float[] z, float[] labels) {
    double loss = 0;
    for (int n = 0; n < SAMPLES; n++) {
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        sum += Math.exp(z[n * CLASSES + k]);
      }
      loss -= Math.log(Math.exp(z[n * CLASSES + (int) labels[n]]) / sum) / SAMPLES;
    }
    return loss;
  }
}
