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
    double e = Math.E / (Math.E + 3);
    double rest = 1 / (Math.E + 3);
    // all alike
    check(new float[] {0, 0, 0, 0}, 2, Math.log(4), 0.25, 0.25, -0.75, 0.25);
    // odds 2 : 3 : 1 : 4
    float[] odds = {(float) Math.log(2), (float) Math.log(3), 0, (float) Math.log(4)};
    check(odds, 1, Math.log(10.0 / 3), 0.2, -0.7, 0.1, 0.4);
    // exponentials that overflow, underflow, or are beyond anything
    check(new float[] {1000, 1001, 1000, 1000}, 1, -Math.log(e), rest, e - 1, rest, rest);
    check(new float[] {-5000, -5000, -5000, -5000}, 3, Math.log(4), 0.25, 0.25, 0.25, -0.75);
    check(new float[] {huge, -huge, 0, 0}, 0, 0, 0, 0, 0, 0);
    check(new float[] {huge, -huge, 0, 0}, 2, huge, 1, 0, -1, 0);
  }

  private void check(float[] z, int label, double expected, double... gradient) {
    Tensor loss = lab.empty(1);
    Tensor dz = lab.empty(1, 4);
    Tensor labels = lab.of(new float[] {label}, 1);
    lab.backend.softmaxCrossEntropy(lab.of(z, 1, 4), labels, 1, loss, dz);
    Lab.assertClose(loss.toArray(), new double[] {expected}, 1e-6);
    Lab.assertClose(dz.toArray(), gradient, 1e-6);
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
