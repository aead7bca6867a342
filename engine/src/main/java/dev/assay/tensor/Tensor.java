package dev.assay.tensor;

import java.util.Objects;

/**
 * A contiguous float32 array in a backend's memory, row-major, batches in NCHW: storage, offset and
 * shape. A view: it owns nothing and computes nothing.
 */
public final class Tensor {
  private final Storage storage;
  private final long offset;
  private final Shape shape;

  private Tensor(Storage storage, long offset, Shape shape) {
    Objects.checkFromIndexSize(offset, shape.size(), storage.size());
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
  }

  /** The whole or a part of a storage, starting at float index {@code offset}. */
  public static Tensor view(Storage storage, long offset, Shape shape) {
    return new Tensor(storage, offset, shape);
  }

  public Shape shape() {
    return shape;
  }

  /** Number of elements. */
  public long size() {
    return shape.size();
  }

  /** First extent: the number of samples of a batch. */
  public int count() {
    return shape.extent(0);
  }

  public Storage storage() {
    return storage;
  }

  /** Index of the first element in the storage. */
  public long offset() {
    return offset;
  }

  /**
   * Address of the first element in the backend's memory; 0 on the Java heap.
   *
   * @throws IllegalStateException if the memory was freed
   */
  public long address() {
    long start = storage.address();
    return start == 0 ? 0 : start + offset * Float.BYTES;
  }

  /** The same elements under another shape of equal size. */
  public Tensor reshape(Shape other) {
    if (other.size() != shape.size()) {
      throw new IllegalArgumentException("cannot view " + shape + " as " + other);
    }
    return new Tensor(storage, offset, other);
  }

  /** Samples {@code from} (inclusive) to {@code to} (exclusive) of a batch, without copying. */
  public Tensor slice(int from, int to) {
    Objects.checkFromToIndex(from, to, count());
    Shape sample = shape.rank() == 1 ? null : shape.sample();
    long stride = sample == null ? 1 : sample.size();
    return new Tensor(
        storage,
        offset + from * stride,
        sample == null ? Shape.of(to - from) : sample.batch(to - from));
  }

  /** A part of the elements under a shape of their own. */
  public Tensor part(long from, Shape partShape) {
    Objects.checkFromIndexSize(from, partShape.size(), size());
    return new Tensor(storage, offset + from, partShape);
  }

  /** Copies {@code source[from, from + size)} into this tensor. */
  public void write(float[] source, int from) {
    storage.write(offset, source, from, shape.intSize());
  }

  public void write(float[] source) {
    if (source.length != size()) {
      throw new IllegalArgumentException(
          "expected " + size() + " values for " + shape + ", got " + source.length);
    }
    write(source, 0);
  }

  /** Copies this tensor into {@code target[from, from + size)}. */
  public void read(float[] target, int from) {
    storage.read(offset, target, from, shape.intSize());
  }

  /**
   * Copies this tensor, in which a double stands in the place of two floats, bit for bit, the lower
   * half first, into {@code target[from, from + size/2)}.
   */
  public void readDoubles(double[] target, int from) {
    float[] halves = toArray();
    for (int i = 0; i < halves.length / 2; i++) {
      long low = Float.floatToRawIntBits(halves[2 * i]) & 0xffffffffL;
      long high = Float.floatToRawIntBits(halves[2 * i + 1]);
      target[from + i] = Double.longBitsToDouble(high << 32 | low);
    }
  }

  public float[] toArray() {
    float[] values = new float[shape.intSize()];
    read(values, 0);
    return values;
  }

  @Override
  public String toString() {
    return "Tensor " + shape;
  }
}
