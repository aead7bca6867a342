package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNormTest {
  private static final int SAMPLES = 7;
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int PLANE = HEIGHT * WIDTH;
  private static final int POPULATION = SAMPLES * PLANE;
  private static final float EPSILON = 0.01f;

  private final Lab lab = new Lab();
  private final Backend backend = lab.backend;
  private final Tensor x = lab.random("x", SAMPLES, CHANNELS, HEIGHT, WIDTH);
  private final Tensor dy = lab.random("dy", SAMPLES, CHANNELS, HEIGHT, WIDTH);
  private final Tensor gamma = lab.random("gamma", CHANNELS);
  private final Tensor beta = lab.random("beta", CHANNELS);
  private final Tensor mean = lab.empty(CHANNELS);
  private final Tensor deviation = lab.empty(CHANNELS);
  private final Tensor runningMean = lab.of(new float[] {1, 2, 3}, CHANNELS);
  private final Tensor runningVariance = lab.of(new float[] {4, 5, 6}, CHANNELS);

  @AfterEach
  void close() {
    lab.close();
  }

  private void train(int slice) {
    int slices = (SAMPLES + slice - 1) / slice;
    Tensor partials = lab.empty(slices, 2, CHANNELS);
    for (int g = 0; g < slices; g++) {
      Tensor part = x.slice(g * slice, Math.min(SAMPLES, (g + 1) * slice));
      backend.batchNormStatistics(part, row(partials, g));
    }
    backend.batchNormMerge(
        partials,
        SAMPLES,
        slice,
        PLANE,
        0.1f,
        EPSILON,
        null,
        mean,
        deviation,
        runningMean,
        runningVariance);
  }

  private static Tensor row(Tensor partials, int g) {
    return partials.slice(g, g + 1).reshape(Shape.of(2, CHANNELS));
  }

  private static int channel(int index) {
    return index / PLANE % CHANNELS;
  }

  /** Mean of each channel by one sum over the flat array. */
  private static double[] means(float[] values) {
    double[] means = new double[CHANNELS];
    for (int i = 0; i < values.length; i++) {
      means[channel(i)] += values[i] / (double) POPULATION;
    }
    return means;
  }

  /** {@code E[x²] − E[x]²} in double. */
  private static double[] variances(float[] values) {
    double[] means = means(values);
    double[] variances = new double[CHANNELS];
    for (int i = 0; i < values.length; i++) {
      variances[channel(i)] += (double) values[i] * values[i] / POPULATION;
    }
    for (int c = 0; c < CHANNELS; c++) {
      variances[c] -= means[c] * means[c];
    }
    return variances;
  }

  /** The whole forward pass in double, from its definition. */
  private static double[] normalised(float[] x, float[] gamma, float[] beta) {
    double[] means = means(x);
    double[] variances = variances(x);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = channel(i);
      y[i] = gamma[c] * (x[i] - means[c]) / Math.sqrt(variances[c] + EPSILON) + beta[c];
    }
    return y;
  }

  private static double dot(double[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 20})
  void slicesMergeToTheStatisticsOfTheBatch(int slice) {
    train(slice);
    double[] means = means(x.toArray());
    double[] variances = variances(x.toArray());
    double[] deviations = new double[CHANNELS];
    double[] newMeans = new double[CHANNELS];
    double[] newVariances = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      deviations[c] = 1 / Math.sqrt(variances[c] + EPSILON);
      newMeans[c] = 0.9 * (c + 1) + 0.1 * means[c];
      double unbiased = variances[c] * POPULATION / (POPULATION - 1);
      newVariances[c] = 0.9 * (c + 4) + 0.1 * unbiased;
    }
    Lab.assertClose(mean.toArray(), means, 1e-6);
    Lab.assertClose(deviation.toArray(), deviations, 1e-5);
    Lab.assertClose(runningMean.toArray(), newMeans, 1e-6);
    Lab.assertClose(runningVariance.toArray(), newVariances, 1e-6);
  }

  @Test
  void statisticsOfASliceByHand() {
    Tensor two = lab.of(new float[] {1, 10, 3, 14}, 2, 2);
    Tensor partial = lab.empty(2, 2);
    backend.batchNormStatistics(two, partial);
    assertThat(partial.toArray()).containsExactly(2, 12, 2, 8);
  }

  /** One sample of a vector: no deviation, and the running variance stays a number. */
  @Test
  void aSingleValueHasVarianceZero() {
    Tensor partials = lab.of(new float[] {5, -5, 2, 0, 0, 0}, 1, 2, CHANNELS);
    backend.batchNormMerge(
        partials, 1, 4, 1, 0.5f, 0.25f, null, mean, deviation, runningMean, runningVariance);
    assertThat(mean.toArray()).containsExactly(5, -5, 2);
    assertThat(deviation.toArray()).containsOnly(2);
    assertThat(runningVariance.toArray()).containsExactly(2, 2.5f, 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forwardFollowsTheDefinition(boolean relu) {
    train(3);
    Tensor y = lab.empty(SAMPLES, CHANNELS, HEIGHT, WIDTH);
    backend.batchNorm(x, mean, deviation, gamma, beta, relu, y);
    double[] expected = normalised(x.toArray(), gamma.toArray(), beta.toArray());
    for (int i = 0; relu && i < expected.length; i++) {
      expected[i] = expected[i] > 0 ? expected[i] : 0;
    }
    Lab.assertClose(y.toArray(), expected, 1e-5);
    backend.batchNorm(x, mean, deviation, gamma, beta, relu, x);
    assertThat(x.toArray()).isEqualTo(y.toArray());
  }

  /** Through statistics, merge and normalisation, against differences of the definition. */
  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void trainingGradientsAreDifferencesOfTheDefinition(int slice) {
    train(slice);
    int slices = (SAMPLES + slice - 1) / slice;
    Tensor partials = lab.empty(slices, 2, CHANNELS);
    for (int g = 0; g < slices; g++) {
      int from = g * slice;
      int to = Math.min(SAMPLES, from + slice);
      backend.batchNormBackwardStatistics(
          x.slice(from, to),
          dy.slice(from, to),
          mean,
          deviation,
          gamma,
          beta,
          false,
          row(partials, g));
    }
    Tensor sums = lab.empty(2, CHANNELS);
    backend.sum(partials, sums);
    Tensor dGamma = sums.slice(0, 1).reshape(Shape.of(CHANNELS));
    Tensor dBeta = sums.slice(1, 2).reshape(Shape.of(CHANNELS));
    Tensor dx = lab.empty(SAMPLES, CHANNELS, HEIGHT, WIDTH);
    backend.batchNormBackward(
        x, dy, mean, deviation, gamma, beta, false, dGamma, dBeta, POPULATION, dx);

    float[] at = x.toArray();
    float[] cotangent = dy.toArray();
    float[] scale = gamma.toArray();
    float[] shift = beta.toArray();
    double[] expected =
        Lab.differences(moved -> dot(normalised(moved, scale, shift), cotangent), at, 1e-3f);
    Lab.assertClose(dx.toArray(), expected, 1e-5);
    expected = Lab.differences(moved -> dot(normalised(at, moved, shift), cotangent), scale, 1);
    Lab.assertClose(dGamma.toArray(), expected, 1e-5);
    expected = Lab.differences(moved -> dot(normalised(at, scale, moved), cotangent), shift, 1);
    Lab.assertClose(dBeta.toArray(), expected, 1e-5);

    backend.batchNormBackward(
        x, dy, mean, deviation, gamma, beta, false, dGamma, dBeta, POPULATION, dy);
    assertThat(dy.toArray()).isEqualTo(dx.toArray());
  }

  @Test
  void reluMasksTheCotangentOfBothPasses() {
    train(7);
    Tensor y = lab.empty(SAMPLES, CHANNELS, HEIGHT, WIDTH);
    Tensor masked = lab.empty(SAMPLES, CHANNELS, HEIGHT, WIDTH);
    backend.batchNorm(x, mean, deviation, gamma, beta, true, y);
    backend.reluBackward(0, y, dy, masked);
    assertThat(masked.toArray()).contains(0).isNotEqualTo(dy.toArray());
    Tensor sums = lab.empty(2, CHANNELS);
    Tensor expected = lab.empty(2, CHANNELS);
    backend.batchNormBackwardStatistics(x, dy, mean, deviation, gamma, beta, true, sums);
    backend.batchNormBackwardStatistics(x, masked, mean, deviation, gamma, beta, false, expected);
    assertThat(sums.toArray()).isEqualTo(expected.toArray());
    Tensor dGamma = sums.slice(0, 1).reshape(Shape.of(CHANNELS));
    Tensor dBeta = sums.slice(1, 2).reshape(Shape.of(CHANNELS));
    backend.batchNormBackward(
        x, masked, mean, deviation, gamma, beta, false, dGamma, dBeta, POPULATION, y);
    backend.batchNormBackward(
        x, dy, mean, deviation, gamma, beta, true, dGamma, dBeta, POPULATION, dy);
    assertThat(dy.toArray()).isEqualTo(y.toArray());
  }

  /** In evaluation the operation is affine: its transpose is a scaling of channels. */
  @Test
  void evaluationGradientIsTheAdjoint() {
    train(7);
    float[] scales = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      scales[c] = gamma.toArray()[c] * deviation.toArray()[c];
    }
    Tensor dx = lab.empty(SAMPLES, CHANNELS, HEIGHT, WIDTH);
    backend.scaleChannels(dy, lab.of(scales, CHANNELS), dx);
    Tensor zero = lab.of(new float[CHANNELS], CHANNELS);
    Tensor y = lab.empty(SAMPLES, CHANNELS, HEIGHT, WIDTH);
    backend.batchNorm(x, zero, deviation, gamma, zero, false, y);
    assertThat(Lab.dot(x, dx)).isCloseTo(Lab.dot(y, dy), within(1e-5));
    assertThat(dx.toArray()[PLANE]).isCloseTo(dy.toArray()[PLANE] * scales[1], within(1e-6f));
  }
}
