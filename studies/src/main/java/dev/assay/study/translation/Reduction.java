package dev.assay.study.translation;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import java.util.Arrays;

/**
 * A linear map to fewer dimensions, in which each number goes to one place: {@code y[to[i]] +=
 * weight[i] · x[i]}.
 *
 * @param to null for the map that leaves all as it is
 */
record Reduction(int[] to, float[] weights, int dimension) {

  static Reduction none(int length) {
    return new Reduction(null, null, length);
  }

  /** See {@link Common.Kind#PROJECTION}; one that would not make it smaller does nothing. */
  static Reduction projection(Place place, int dimension, long seed) {
    int length = place.length();
    if (dimension > length) {
      throw new BadInputException(
          Text.format(
              "%s has %d numbers for each image, which is less than the common dimension %d",
              place.name(), length, dimension));
    }
    if (dimension == length) {
      return none(length);
    }
    long key = Streams.key(Streams.key(seed, "projection"), length);
    int[] to = new int[length];
    float[] weights = new float[length];
    Arrays.setAll(to, i -> Streams.integer(Streams.key(key, 0), i, dimension));
    for (int i = 0; i < length; i++) {
      weights[i] = Streams.bits(Streams.key(key, 1), i) < 0 ? -1 : 1;
    }
    return new Reduction(to, weights, dimension);
  }

  /**
   * See {@link Common.Kind#POOLED}: row i of a map of h rows goes to row {@code ⌊i·g/h⌋} of g.
   *
   * @throws BadInputException if channels times a square number is not the dimension
   */
  static Reduction pooled(Place place, int dimension) {
    int length = place.length();
    if (dimension == length) {
      return none(length);
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
    return new Reduction(to, weights, dimension);
  }

  /** Whether it leaves all as it is. */
  boolean isNone() {
    return to == null;
  }

  void apply(float[] x, int from, float[] y, int at) {
    Arrays.fill(y, at, at + dimension, 0);
    for (int i = 0; i < to.length; i++) {
      y[at + to[i]] += weights[i] * x[from + i];
    }
  }
}
