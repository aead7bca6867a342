package dev.assay.backend.reference;

import dev.assay.backend.Curve;
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

  /** {@code y = min(max(x, least), most)}; NaN stays NaN. */
  static void clip(double least, double most, Floats x, int size, Floats y) {
    for (int i = 0; i < size; i++) {
      y.set(i, Math.min(Math.max(x.get(i), least), most));
    }
  }

  /**
   * {@code dx[m,i] = least < y[n,i] < most ? dy[m,i] : 0}, sample {@code n} owning {@code
   * perSample} rows.
   */
  static void clipBackward(
      double least,
      double most,
      Floats y,
      Floats dy,
      int samples,
      int perSample,
      int size,
      Floats dx) {
    for (int m = 0; m < samples * perSample; m++) {
      for (int i = 0; i < size; i++) {
        double value = y.get(m / perSample * size + i);
        dx.set(m * size + i, value > least && value < most ? dy.get(m * size + i) : 0);
      }
    }
  }

  /** {@code y = f(x)}. */
  static void curve(Curve f, Floats x, int size, Floats y) {
    for (int i = 0; i < size; i++) {
      y.set(i, f.value(x.get(i)));
    }
  }

  /** {@code dx[m,i] = f′(x[n,i])·dy[m,i]}, sample {@code n} owning {@code perSample} rows. */
  static void curveBackward(
      Curve f, Floats x, Floats dy, int samples, int perSample, int size, Floats dx) {
    for (int m = 0; m < samples * perSample; m++) {
      for (int i = 0; i < size; i++) {
        double slope = f.slope(x.get(m / perSample * size + i));
        dx.set(m * size + i, slope * dy.get(m * size + i));
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
