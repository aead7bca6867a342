package dev.assay.study.translation;

import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/** A linear map of what is at a place to fewer dimensions. */
sealed interface Reduction {

  /** Numbers that come out. */
  int dimension();

  /** It, where a network runs. */
  interface Running {
    /** Writes all numbers that come out of some samples. */
    void apply(Tensor x, Tensor y);
  }

  /**
   * It, on a backend.
   *
   * @param workspace where it keeps what it needs
   */
  Running on(Backend backend, Workspace workspace);

  /** All as it is. */
  record None(int dimension) implements Reduction {
    @Override
    public Running on(Backend backend, Workspace workspace) {
      return (x, y) -> y.write(x.toArray());
    }
  }

  /** {@code y[j] = Σ_k ± x[j + k · dimension]}; see {@link Common.Kind#PROJECTION}. */
  record Projection(float[] signs, int dimension) implements Reduction {
    @Override
    public Running on(Backend backend, Workspace workspace) {
      Tensor there = workspace.tensor(Shape.vector(signs.length));
      there.write(signs);
      return (x, y) -> backend.fold(x, there, y);
    }
  }

  /** Means over squares; see {@link Common.Kind#POOLED}. */
  record Pooling(Shape grid) implements Reduction {
    @Override
    public int dimension() {
      return grid.intSize();
    }

    @Override
    public Running on(Backend backend, Workspace workspace) {
      return (x, y) -> backend.gridMeans(x, y.reshape(grid.batch(y.count())));
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
    return new Pooling(Shape.image(channels, side, side));
  }
}
