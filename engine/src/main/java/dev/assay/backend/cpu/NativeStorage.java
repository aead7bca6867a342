package dev.assay.backend.cpu;

import dev.assay.kernels.KernelLibrary;
import dev.assay.kernels.Kernels;
import dev.assay.tensor.Storage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** A block of the kernels' memory. Counts itself in and out of the backend's live bytes. */
final class NativeStorage implements Storage {
  private final long size;
  private final AtomicLong liveBytes;
  private long address;

  NativeStorage(long size, AtomicLong liveBytes) {
    this.size = size;
    this.liveBytes = liveBytes;
    long bytes = Math.multiplyExact(size, Float.BYTES);
    address = Kernels.memoryAllocate(bytes);
    if (address == 0) {
      throw MachineMemory.exhausted(bytes, liveBytes.get());
    }
    liveBytes.addAndGet(bytes);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long address() {
    if (address == 0) {
      throw new IllegalStateException("this memory was freed when its workspace was closed");
    }
    return address;
  }

  @Override
  public void write(long at, float[] source, int from, int count) {
    KernelLibrary.copyIn(source, from, count, place(at, count));
  }

  @Override
  public void read(long at, float[] target, int from, int count) {
    KernelLibrary.copyOut(place(at, count), target, from, count);
  }

  @Override
  public void free() {
    Kernels.memoryFree(address());
    address = 0;
    liveBytes.addAndGet(-size * Float.BYTES);
  }

  private long place(long at, int count) {
    Objects.checkFromIndexSize(at, count, size);
    return address() + at * Float.BYTES;
  }
}
