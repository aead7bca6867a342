package dev.assay.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to make a cell, held by one thread of one process. The system takes it from a process
 * that dies, so nothing is left locked. A lock of a file is one of processes; threads of this one
 * are kept apart by a lock in memory.
 */
final class CellLock {
  private static final Logger LOG = LoggerFactory.getLogger(CellLock.class);
  private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private CellLock(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /** Waits until the lock is free. */
  static CellLock take(Path file) throws IOException {
    return take(file, true).orElseThrow();
  }

  /** Empty where another thread or process holds it. */
  static Optional<CellLock> tryTake(Path file) throws IOException {
    return take(file, false);
  }

  private static Optional<CellLock> take(Path file, boolean wait) throws IOException {
    ReentrantLock threads =
        HERE.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    if (wait) {
      threads.lock();
    } else if (!threads.tryLock()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null && wait) {
        LOG.info("another process makes {}; waiting for it", file.getFileName());
        lock = channel.lock();
      }
      taken = lock != null;
      return taken ? Optional.of(new CellLock(threads, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        release(threads, channel);
      }
    }
  }

  private static void release(ReentrantLock threads, FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      threads.unlock();
    }
  }

  void close() throws IOException {
    release(threads, channel);
  }
}
