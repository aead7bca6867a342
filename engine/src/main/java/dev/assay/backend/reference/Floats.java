package dev.assay.backend.reference;

import dev.assay.tensor.Tensor;
import java.util.Arrays;

/** The elements of a tensor, read as doubles so that every sum is a double sum. */
record Floats(float[] data, int start) {

  static Floats of(Tensor tensor) {
    HeapStorage storage = (HeapStorage) tensor.storage();
    return new Floats(storage.values(), Math.toIntExact(tensor.offset()));
  }

  static Floats orNull(Tensor tensor) {
    return tensor == null ? null : of(tensor);
  }

  double get(int index) {
    return data[start + index];
  }

  void set(int index, double value) {
    data[start + index] = (float) value;
  }

  void add(int index, double value) {
    data[start + index] += (float) value;
  }

  void fill(int size, float value) {
    Arrays.fill(data, start, start + size, value);
  }
}
