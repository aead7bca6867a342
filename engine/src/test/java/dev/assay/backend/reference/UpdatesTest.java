package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces of optimisers against closed forms of their recurrences. */
class UpdatesTest {
  private static final int STEPS = 6;

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void sumsInDouble() {
    Tensor partials = lab.of(new float[] {1e8f, 1, 1, 2, -1e8f, 3}, 3, 2);
    Tensor out = lab.empty(2);
    lab.backend.sum(partials, out);
    assertThat(out.toArray()).containsExactly(1, 6);
  }

  /**
   * Under a constant gradient {@code v_t = g (1 − μ^t)/(1 − μ)}, so {@code p_t = p_0 − r g (t − μ
   * (1 − μ^t)/(1 − μ)) / (1 − μ)}; Nesterov's step is {@code g + μ v_t = v_{t+1}}, a sum shifted by
   * one.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sgdUnderAConstantGradient(boolean nesterov) {
    double g = 0.5;
    double rate = 0.125;
    double mu = 0.75;
    Tensor p = lab.of(new float[] {2}, 1);
    Tensor v = lab.of(new float[] {0}, 1);
    for (int t = 1; t <= STEPS; t++) {
      lab.backend.sgd(
          p, lab.of(new float[] {(float) g}, 1), v, (float) rate, (float) mu, 0, nesterov);
      Lab.assertClose(v.toArray(), new double[] {velocity(g, mu, t)}, 1e-6);
      double travelled = 0;
      for (int s = 1; s <= t; s++) {
        travelled += rate * velocity(g, mu, nesterov ? s + 1 : s);
      }
      Lab.assertClose(p.toArray(), new double[] {2 - travelled}, 1e-6);
    }
    double closed = 2 - rate * g * (STEPS - mu * (1 - Math.pow(mu, STEPS)) / (1 - mu)) / (1 - mu);
    if (!nesterov) {
      Lab.assertClose(p.toArray(), new double[] {closed}, 1e-6);
    }
  }

  private static double velocity(double g, double mu, int t) {
    return g * (1 - Math.pow(mu, t)) / (1 - mu);
  }

  /** Decay alone: without momentum {@code p_t = p_0 (1 − r λ)^t}. */
  @Test
  void sgdDecaysGeometrically() {
    Tensor p = lab.of(new float[] {3, -1}, 2);
    Tensor v = lab.of(new float[2], 2);
    Tensor zero = lab.of(new float[2], 2);
    for (int t = 1; t <= STEPS; t++) {
      lab.backend.sgd(p, zero, v, 0.5f, 0, 0.25f, false);
      double factor = Math.pow(1 - 0.5 * 0.25, t);
      Lab.assertClose(p.toArray(), new double[] {3 * factor, -factor}, 1e-6);
    }
  }

  /**
   * Decay with momentum is {@code p_{t+1} = (1 + μ − rλ) p_t − μ p_{t−1}}. With {@code r λ = 1/8},
   * {@code μ = 1/4} the roots of {@code z² − 9/8 z + 1/4} are {@code (9 ± √17)/16}.
   */
  @Test
  void sgdWithMomentumAndDecayFollowsItsRoots() {
    double high = (9 + Math.sqrt(17)) / 16;
    double low = (9 - Math.sqrt(17)) / 16;
    // p_0 = 1, p_1 = 7/8
    double weight = (7.0 / 8 - low) / (high - low);
    Tensor p = lab.of(new float[] {1}, 1);
    Tensor v = lab.of(new float[] {0}, 1);
    Tensor zero = lab.of(new float[1], 1);
    for (int t = 1; t <= STEPS; t++) {
      lab.backend.sgd(p, zero, v, 0.5f, 0.25f, 0.25f, false);
      double expected = weight * Math.pow(high, t) + (1 - weight) * Math.pow(low, t);
      Lab.assertClose(p.toArray(), new double[] {expected}, 1e-6);
    }
  }

  /** A constant gradient is its own corrected mean: every step is {@code r·g / (|g| + ε)}. */
  @Test
  void adamUnderAConstantGradient() {
    float[] gradient = {0.5f, -3, 1e-4f};
    float epsilon = 1e-3f;
    Tensor p = lab.of(new float[] {1, 1, 1}, 3);
    Tensor m = lab.of(new float[3], 3);
    Tensor v = lab.of(new float[3], 3);
    for (int t = 1; t <= STEPS; t++) {
      lab.backend.adam(p, lab.of(gradient, 3), m, v, 0.01f, 0.9f, 0.999f, epsilon, 0, t);
      double[] expected = new double[3];
      for (int i = 0; i < 3; i++) {
        expected[i] = 1 - t * 0.01 * gradient[i] / (Math.abs(gradient[i]) + epsilon);
      }
      Lab.assertClose(p.toArray(), expected, 1e-6);
    }
  }

  /** Moments are weighted sums {@code (1 − β) Σ β^{t−s} g_s}, here summed afresh at every step. */
  @Test
  void adamWithDecayUnderChangingGradients() {
    float[] gradients = {1, -2, 0.5f, 4, -1, 0.25f};
    double beta1 = 0.75;
    double beta2 = 0.875;
    double decay = 0.5;
    double[] total = new double[STEPS];
    double expected = 1;
    Tensor p = lab.of(new float[] {1}, 1);
    Tensor m = lab.of(new float[1], 1);
    Tensor v = lab.of(new float[1], 1);
    for (int t = 1; t <= STEPS; t++) {
      total[t - 1] = gradients[t - 1] + decay * expected;
      double mean = 0;
      double square = 0;
      double weight1 = 0;
      double weight2 = 0;
      for (int s = 1; s <= t; s++) {
        mean += Math.pow(beta1, t - s) * total[s - 1];
        weight1 += Math.pow(beta1, t - s);
        square += Math.pow(beta2, t - s) * total[s - 1] * total[s - 1];
        weight2 += Math.pow(beta2, t - s);
      }
      // bias correction makes both weighted means
      expected -= 0.125 * (mean / weight1) / (Math.sqrt(square / weight2) + 1e-3f);
      lab.backend.adam(
          p,
          lab.of(new float[] {gradients[t - 1]}, 1),
          m,
          v,
          0.125f,
          (float) beta1,
          (float) beta2,
          1e-3f,
          (float) decay,
          t);
      Lab.assertClose(p.toArray(), new double[] {expected}, 1e-6);
      Lab.assertClose(m.toArray(), new double[] {(1 - beta1) * mean}, 1e-6);
      Lab.assertClose(v.toArray(), new double[] {(1 - beta2) * square}, 1e-6);
    }
  }
}
