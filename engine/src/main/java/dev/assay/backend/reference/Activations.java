package dev.assay.backend.reference;

import dev.assay.random.Streams;

/** Element by element. */
final class Activations {
  private Activations() {}

  /** {@code y = max(x, 0)}; NaN stays NaN, so that divergence shows in the loss. */
  static void relu(Floats x, int size, Floats y) {
    for (int i = 0; i < size; i++) {
      y.set(i, Math.max(x.get(i), 0));
    }
  }

  /** {@code dx[m,i] = y[n,i] > 0 ? dy[m,i] : 0}, sample {@code n} owning {@code perSample} rows. */
  static void reluBackward(Floats y, Floats dy, int samples, int perSample, int size, Floats dx) {
    for (int m = 0; m < samples * perSample; m++) {
      for (int i = 0; i < size; i++) {
        boolean active = y.get(m / perSample * size + i) > 0;
        dx.set(m * size + i, active ? dy.get(m * size + i) : 0);
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
