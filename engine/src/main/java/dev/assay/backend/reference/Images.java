package dev.assay.backend.reference;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** A batch {@code N×C×H×W} and its indices. Vectors {@code N×D} count as {@code N×D×1×1}. */
record Images(Floats elements, int samples, int channels, int height, int width) {

  static Images of(Tensor tensor) {
    Shape shape = tensor.shape();
    int height = shape.rank() == 4 ? shape.extent(2) : 1;
    int width = shape.rank() == 4 ? shape.extent(3) : 1;
    return new Images(Floats.of(tensor), tensor.count(), shape.extent(1), height, width);
  }

  static Images orNull(Tensor tensor) {
    return tensor == null ? null : of(tensor);
  }

  /** Elements of one channel of one sample. */
  int plane() {
    return height * width;
  }

  /** Index of the first element of a channel. */
  int at(int sample, int channel) {
    return (sample * channels + channel) * plane();
  }

  /** Index of the first element of a row. */
  int at(int sample, int channel, int row) {
    return at(sample, channel) + row * width;
  }

  double get(int index) {
    return elements.get(index);
  }

  void set(int index, double value) {
    elements.set(index, value);
  }
}
