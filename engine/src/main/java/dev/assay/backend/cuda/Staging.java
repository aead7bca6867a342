package dev.assay.backend.cuda;

/**
 * Copies between Java arrays and the device through two pinned buffers that take turns. A write
 * returns as soon as the array has been copied to a buffer, so that the next batch can be prepared
 * while the device computes; it waits only for the buffer's copy before last. A read waits for all
 * that was asked for before.
 */
final class Staging implements AutoCloseable {
  private final Device device;
  private final int capacity;
  private final int readPart;
  private final long[] buffers = new long[Device.EVENTS];
  private int turn;

  /**
   * @param capacity floats of a buffer: more than a batch has, lest its second half wait for the
   *     first to be copied, and so for all work before
   * @param readPart floats that are read at a time, at most a buffer: few, so that the first are
   *     soon there to be copied out
   */
  Staging(Device device, int capacity, int readPart) {
    this.device = device;
    this.capacity = capacity;
    this.readPart = readPart;
  }

  synchronized void write(float[] source, int from, int count, long address) {
    for (long done = 0; done < count; done += capacity) {
      int part = (int) Math.min(capacity, count - done);
      int event = turn;
      turn = 1 - turn;
      device.await(event);
      device.put(source, (int) (from + done), part, buffer(event));
      device.upload(buffer(event), address + done * Float.BYTES, bytes(part));
      device.record(event);
    }
  }

  /** While one part is copied out of its buffer, the next is on its way to the other. */
  synchronized void read(long address, float[] target, int from, int count) {
    int event = turn;
    fetch(event, address, count, 0);
    for (long done = 0; done < count; done += readPart) {
      fetch(1 - event, address, count, done + readPart);
      device.await(event);
      int part = (int) Math.min(readPart, count - done);
      device.get(buffer(event), target, (int) (from + done), part);
      event = 1 - event;
    }
  }

  private void fetch(int event, long address, int count, long done) {
    if (done < count) {
      int part = (int) Math.min(readPart, count - done);
      device.download(address + done * Float.BYTES, buffer(event), bytes(part));
      device.record(event);
    }
  }

  private long buffer(int number) {
    if (buffers[number] == 0) {
      buffers[number] = device.allocateHost(bytes(capacity));
    }
    return buffers[number];
  }

  private static long bytes(int floats) {
    return (long) floats * Float.BYTES;
  }

  @Override
  public synchronized void close() {
    for (int i = 0; i < buffers.length; i++) {
      if (buffers[i] != 0) {
        device.freeHost(buffers[i]);
        buffers[i] = 0;
      }
    }
  }
}
