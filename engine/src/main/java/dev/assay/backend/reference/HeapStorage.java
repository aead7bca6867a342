package dev.assay.backend.reference;

import dev.assay.tensor.Storage;
import java.util.concurrent.atomic.AtomicLong;

/** A block on the Java heap. Touching it after it was freed is an {@link IllegalStateException}. */
final class HeapStorage implements Storage {
  private final AtomicLong liveBytes;
  private final int size;
  private float[] values;

  HeapStorage(int size, AtomicLong liveBytes) {
    this.values = new float[size];
    this.size = size;
    this.liveBytes = liveBytes;
    liveBytes.addAndGet(bytes());
  }

  float[] values() {
    if (values == null) {
      throw new IllegalStateException("this memory was freed when its workspace was closed");
    }
    return values;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long address() {
    return 0;
  }

  @Override
  public void write(long at, float[] source, int from, int count) {
    System.arraycopy(source, from, values(), Math.toIntExact(at), count);
  }

  @Override
  public void read(long at, float[] target, int from, int count) {
    System.arraycopy(values(), Math.toIntExact(at), target, from, count);
  }

  @Override
  public void free() {
    values();
    values = null;
    liveBytes.addAndGet(-bytes());
  }

  private long bytes() {
    return (long) size * Float.BYTES;
  }
}
