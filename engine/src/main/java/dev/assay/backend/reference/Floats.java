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

  /** In the place of two floats, as {@link Tensor#readDoubles} reads it. */
  void setDouble(int index, double value) {
    long bits = Double.doubleToRawLongBits(value);
    data[start + index] = Float.intBitsToFloat((int) bits);
    data[start + index + 1] = Float.intBitsToFloat((int) (bits >>> 32));
  }

  void add(int index, double value) {
    data[start + index] += (float) value;
  }

  void fill(int size, float value) {
    Arrays.fill(data, start, start + size, value);
  }
}
