package dev.assay.study.translation;

import dev.assay.backend.cpu.LongVectors;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import java.util.Arrays;

/** A linear map of what is at a place to fewer dimensions. */
sealed interface Reduction {

  /** Numbers that come out. */
  int dimension();

  /** Writes all numbers that come out. */
  void apply(float[] x, int from, float[] y, int at);

  /** All as it is. */
  record None(int dimension) implements Reduction {
    @Override
    public void apply(float[] x, int from, float[] y, int at) {
      System.arraycopy(x, from, y, at, dimension);
    }
  }

  /** {@code y[j] = Σ_k ± x[j + k · dimension]}; see {@link Common.Kind#PROJECTION}. */
  record Projection(float[] signs, int dimension) implements Reduction {
    @Override
    public void apply(float[] x, int from, float[] y, int at) {
      LongVectors.fold(dimension, x, from, signs, y, at);
    }
  }

  /**
   * Means over squares; see {@link Common.Kind#POOLED}.
   *
   * @param to where each number goes
   * @param weights of each
   */
  record Pooling(int[] to, float[] weights, int dimension) implements Reduction {
    @Override
    public void apply(float[] x, int from, float[] y, int at) {
      Arrays.fill(y, at, at + dimension, 0);
      for (int i = 0; i < to.length; i++) {
        y[at + to[i]] += weights[i] * x[from + i];
      }
    }
  }

  /** Whether all stays as it is. */
  default boolean isNone() {
    return this instanceof None;
  }

  /**
   * @throws BadInputException if the place has fewer numbers
   */
  static Reduction projection(Place place, int dimension, long seed) {
    int length = place.length();
    if (dimension > length) {
      throw new BadInputException(
          Text.format(
              "%s has %d numbers for each image, which is less than the common dimension %d",
              place.name(), length, dimension));
    }
    if (dimension == length) {
      return new None(length);
    }
    long key = Streams.key(Streams.key(seed, "projection"), length);
    float[] signs = new float[length];
    for (int i = 0; i < length; i++) {
      signs[i] = Streams.bits(key, i) < 0 ? -1 : 1;
    }
    return new Projection(signs, dimension);
  }

  /**
   * Row i of a map of h rows goes to row {@code ⌊i·g/h⌋} of g.
   *
   * @throws BadInputException if channels times a square number is not the dimension
   */
  static Reduction pooled(Place place, int dimension) {
    int length = place.length();
    if (dimension == length) {
      return new None(length);
    }
    int channels = place.shape().channels();
    int side = (int) Math.round(Math.sqrt((double) dimension / channels));
    int height = place.shape().height();
    int width = place.shape().width();
    if (channels * side * side != dimension || side > Math.min(height, width)) {
      throw new BadInputException(
          Text.format(
              "%s has %s for each image, of which no %d means over squares can be taken: expected"
                  + " %d times a square number",
              place.name(), place.shape(), dimension, channels));
    }
    int[] to = new int[length];
    int[] sizes = new int[dimension];
    for (int i = 0; i < length; i++) {
      int row = i / width % height * side / height;
      int column = i % width * side / width;
      to[i] = (i / (height * width) * side + row) * side + column;
      sizes[to[i]]++;
    }
    float[] weights = new float[length];
    for (int i = 0; i < length; i++) {
      weights[i] = 1f / sizes[to[i]];
    }
    return new Pooling(to, weights, dimension);
  }
}
