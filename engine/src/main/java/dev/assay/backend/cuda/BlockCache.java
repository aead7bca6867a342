package dev.assay.backend.cuda;

import dev.assay.backend.OutOfDeviceMemoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Device memory in blocks. Freed blocks are kept for the next request of their size class, up to a
 * limit, because asking the driver is slow and waits for the device. Handing a block on needs no
 * wait: whoever gets it works on the same stream.
 */
final class BlockCache implements AutoCloseable {
  /** Smallest block, and smallest step between size classes. */
  private static final long SMALLEST = 512;

  /** Blocks above this size are multiples of {@link #LARGE_STEP}: nothing is wasted on them. */
  private static final long LARGE = 16L << 20;

  private static final long LARGE_STEP = 2L << 20;

  private final Device device;
  private final long limit;
  private final Map<Long, Deque<Long>> idle = new TreeMap<>();
  private final Set<Long> taken = new HashSet<>();
  private long held;
  private long cached;
  private volatile boolean closed;

  /**
   * @param limit most bytes that idle blocks may hold
   */
  BlockCache(Device device, long limit) {
    this.device = device;
    this.limit = limit;
  }

  /** The size of the block that serves a request: at most a quarter more, for large ones less. */
  static long blockSize(long bytes) {
    if (bytes > LARGE) {
      return (bytes + LARGE_STEP - 1) / LARGE_STEP * LARGE_STEP;
    }
    long step = Math.max(SMALLEST, Long.highestOneBit(Math.max(1, bytes - 1)) / 4);
    return Math.max(SMALLEST, (bytes + step - 1) / step * step);
  }

  /**
   * A block for that many bytes; its content is arbitrary.
   *
   * @throws OutOfDeviceMemoryException if there is none even after all idle blocks were given back
   */
  synchronized long take(long bytes) {
    long size = blockSize(bytes);
    Deque<Long> blocks = idle.get(size);
    long address;
    if (blocks != null && !blocks.isEmpty()) {
      address = blocks.pop();
      cached -= size;
    } else {
      address = device.allocate(size);
      if (address == 0 && cached > 0) {
        release();
        address = device.allocate(size);
      }
      if (address == 0) {
        throw new OutOfDeviceMemoryException(
            "GPU", bytes, held, device.freeBytes(), device.totalBytes());
      }
    }
    held += size;
    taken.add(address);
    return address;
  }

  /** Takes back a block of {@link #take}; nothing is left to do where that is gone. */
  synchronized void give(long address, long bytes) {
    if (!taken.remove(address)) {
      return;
    }
    long size = blockSize(bytes);
    held -= size;
    if (cached + size > limit) {
      device.free(address);
    } else {
      idle.computeIfAbsent(size, key -> new ArrayDeque<>()).push(address);
      cached += size;
    }
  }

  /** Bytes of blocks in use. */
  synchronized long held() {
    return held;
  }

  /** Bytes of idle blocks. */
  synchronized long cached() {
    return cached;
  }

  private void release() {
    idle.values().forEach(blocks -> blocks.forEach(device::free));
    idle.clear();
    cached = 0;
  }

  /** Gives all blocks back to the device, those in use, too. */
  @Override
  public synchronized void close() {
    closed = true;
    release();
    taken.forEach(device::free);
    taken.clear();
    held = 0;
  }

  /** Whether nothing may be done with blocks any more. */
  boolean isClosed() {
    return closed;
  }
}
