package dev.assay.backend;

import dev.assay.random.Streams;

/** How the elements of a test tensor are drawn: a function of a key and a position. */
@FunctionalInterface
interface Values {
  /** Uniform in [−1, 1). */
  Values SIGNED = (key, i) -> 2 * Streams.uniform(key, i) - 1;

  /** Uniform in [0.5, 1.5). */
  Values POSITIVE = (key, i) -> Streams.uniform(key, i) + 0.5f;

  /** One of −1, −0.5, 0, 0.5, 1: many ties, many zeros. */
  Values COARSE = (key, i) -> (Streams.integer(key, i, 5) - 2) / 2f;

  float at(long key, long position);

  /** Uniform in [low, high). */
  static Values between(float low, float high) {
    return (key, i) -> low + (high - low) * Streams.uniform(key, i);
  }

  /** An integer in {@code 0 … bound − 1}. */
  static Values below(int bound) {
    return (key, i) -> Streams.integer(key, i, bound);
  }

  static Values constant(float value) {
    return (key, i) -> value;
  }

  default float[] draw(long key, long from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = at(key, from + i);
    }
    return values;
  }
}
