package dev.assay.geometry;

import dev.assay.tensor.Shape;

/** How the values of a sample lie in space: channels × height × width, a vector n × 1 × 1. */
record Grid(int channels, int height, int width) {

  static Grid of(Shape shape) {
    return shape.rank() == 3
        ? new Grid(shape.channels(), shape.height(), shape.width())
        : new Grid(shape.intSize(), 1, 1);
  }

  int plane() {
    return height * width;
  }

  /**
   * Channels, rows and columns, first and last + 1, that hold the values from one to before
   * another.
   */
  int[] box(int from, int to) {
    int c0 = from / plane();
    int c1 = (to - 1) / plane() + 1;
    if (c1 - c0 > 1) {
      return new int[] {c0, c1, 0, height, 0, width};
    }
    int h0 = from % plane() / width;
    int h1 = (to - 1) % plane() / width + 1;
    return h1 - h0 > 1
        ? new int[] {c0, c1, h0, h1, 0, width}
        : new int[] {c0, c1, h0, h1, from % width, (to - 1) % width + 1};
  }

  int size() {
    return channels * plane();
  }
}
