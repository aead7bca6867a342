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

  int size() {
    return channels * plane();
  }
}
