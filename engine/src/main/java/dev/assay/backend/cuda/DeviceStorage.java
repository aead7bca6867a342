package dev.assay.backend.cuda;

import dev.assay.tensor.Storage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** A block of device memory. Counts itself in and out of the backend's live bytes. */
final class DeviceStorage implements Storage {
  private final BlockCache blocks;
  private final Staging staging;
  private final Recorder recorder;
  private final AtomicLong liveBytes;
  private final long size;
  private long address;

  DeviceStorage(
      long size, BlockCache blocks, Staging staging, Recorder recorder, AtomicLong liveBytes) {
    this.size = size;
    this.blocks = blocks;
    this.staging = staging;
    this.recorder = recorder;
    this.liveBytes = liveBytes;
    long bytes = Math.multiplyExact(size, Float.BYTES);
    address = blocks.take(bytes);
    try {
      recorder.zero(address, bytes);
    } catch (RuntimeException | Error e) {
      blocks.give(address, bytes);
      throw e;
    }
    liveBytes.addAndGet(bytes);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long address() {
    if (address == 0 || blocks.isClosed()) {
      throw new IllegalStateException(
          "this memory was freed when its workspace or its backend was closed");
    }
    return address;
  }

  @Override
  public void write(long at, float[] source, int from, int count) {
    Objects.checkFromIndexSize(from, count, source.length);
    recorder.flush();
    staging.write(source, from, count, place(at, count));
  }

  @Override
  public void read(long at, float[] target, int from, int count) {
    Objects.checkFromIndexSize(from, count, target.length);
    recorder.flush();
    staging.read(place(at, count), target, from, count);
  }

  @Override
  public void free() {
    if (address == 0) {
      throw new IllegalStateException("this memory was freed before");
    }
    blocks.give(address, size * Float.BYTES);
    address = 0;
    liveBytes.addAndGet(-size * Float.BYTES);
  }

  private long place(long at, int count) {
    Objects.checkFromIndexSize(at, count, size);
    return address() + at * Float.BYTES;
  }
}
