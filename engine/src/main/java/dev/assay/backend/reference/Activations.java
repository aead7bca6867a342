package dev.assay.backend.reference;

import dev.assay.random.Streams;

/** Element by element. */
final class Activations {
  private Activations() {}

  /**
   * {@code y = x > 0 ? x : slope·x}; NaN stays NaN, so that divergence shows in the loss, but
   * infinity becomes 0 where the slope is 0.
   */
  static void relu(double slope, Floats x, int size, Floats y) {
    for (int i = 0; i < size; i++) {
      double value = x.get(i);
      y.set(i, value <= 0 ? below(slope, value) : value);
    }
  }

  /**
   * {@code dx[m,i] = y[n,i] > 0 ? dy[m,i] : slope·dy[m,i]}, sample {@code n} owning {@code
   * perSample} rows.
   */
  static void reluBackward(
      double slope, Floats y, Floats dy, int samples, int perSample, int size, Floats dx) {
    for (int m = 0; m < samples * perSample; m++) {
      for (int i = 0; i < size; i++) {
        boolean active = y.get(m / perSample * size + i) > 0;
        double cotangent = dy.get(m * size + i);
        dx.set(m * size + i, active ? cotangent : below(slope, cotangent));
      }
    }
  }

  private static double below(double slope, double value) {
    return slope > 0 ? slope * value : 0;
  }

  /** {@code y = tanh(x)}. */
  static void tanh(Floats x, int size, Floats y) {
    for (int i = 0; i < size; i++) {
      y.set(i, Math.tanh(x.get(i)));
    }
  }

  /** {@code dx[m,i] = (1 − y[n,i]²)·dy[m,i]}, sample {@code n} owning {@code perSample} rows. */
  static void tanhBackward(Floats y, Floats dy, int samples, int perSample, int size, Floats dx) {
    for (int m = 0; m < samples * perSample; m++) {
      for (int i = 0; i < size; i++) {
        double value = y.get(m / perSample * size + i);
        dx.set(m * size + i, (1 - value * value) * dy.get(m * size + i));
      }
    }
  }

  /** {@code y = uniform(key, (firstSample + n)·size + i) ≥ rate ? x / (1 − rate) : 0}. */
  static void dropout(
      float rate, long key, long firstSample, Floats x, int samples, int size, Floats y) {
    for (int n = 0; n < samples; n++) {
      long counter = (firstSample + n) * size;
      for (int i = 0; i < size; i++) {
        boolean kept = Streams.uniform(key, counter + i) >= rate;
        y.set(n * size + i, kept ? x.get(n * size + i) / (1 - (double) rate) : 0);
      }
    }
  }
}
