package dev.assay.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to make a cell, of a store or of a sweep, held by one thread of one process: a byte of
 * the lock file, whose place follows from the cell's name, is locked. The system takes locks from a
 * process that dies, so nothing is left locked, and one file that stays empty serves all cells. A
 * lock of a file is one of processes; threads of this one are kept apart by a lock in memory.
 */
public final class CellLock {
  private static final Logger LOG = LoggerFactory.getLogger(CellLock.class);

  /** Never closed: to close any channel of a file gives up all locks that the process has on it. */
  private static final Map<Path, Opened> OPEN = new HashMap<>();

  private static final Map<String, ReentrantLock> HERE = new ConcurrentHashMap<>();

  /** Channels of the stores whose users were told that they wait for somebody. */
  private static final Set<FileChannel> TOLD = ConcurrentHashMap.newKeySet();

  /**
   * An open lock file.
   *
   * @param key tells whether the file of that name is still this one
   */
  private record Opened(FileChannel channel, Object key) {}

  private final ReentrantLock threads;
  private final FileLock lock;

  private CellLock(ReentrantLock threads, FileLock lock) {
    this.threads = threads;
    this.lock = lock;
  }

  /**
   * Waits until the lock is free.
   *
   * @param file of all locks
   * @param name of the cell, hexadecimal
   */
  public static CellLock take(Path file, String name) throws IOException {
    return take(file, name, true).orElseThrow();
  }

  /** Empty where another thread or process holds it. */
  public static Optional<CellLock> tryTake(Path file, String name) throws IOException {
    return take(file, name, false);
  }

  private static Optional<CellLock> take(Path file, String name, boolean wait) throws IOException {
    ReentrantLock threads = HERE.computeIfAbsent(file + " " + name, any -> new ReentrantLock());
    if (wait) {
      threads.lock();
    } else if (!threads.tryLock()) {
      return Optional.empty();
    }
    FileLock lock = null;
    try {
      lock = locked(channel(file), name, wait);
    } finally {
      if (lock == null) {
        threads.unlock();
      }
    }
    return Optional.ofNullable(lock).map(held -> new CellLock(threads, held));
  }

  /** Null where another process has the lock and it should not be waited for. */
  private static FileLock locked(FileChannel channel, String name, boolean wait)
      throws IOException {
    long position = Long.parseUnsignedLong(name.substring(0, 16), 16) >>> 2;
    FileLock lock = channel.tryLock(position, 1, false);
    if (lock == null && wait) {
      if (TOLD.add(channel)) {
        LOG.info("another process works on the same cells; what it is making is waited for");
      }
      lock = channel.lock(position, 1, false);
    }
    return lock;
  }

  private static FileChannel channel(Path file) throws IOException {
    synchronized (OPEN) {
      Opened opened = OPEN.get(file);
      if (opened == null || !Files.exists(file) || !opened.key.equals(key(file))) {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        opened = new Opened(channel, key(file));
        OPEN.put(file, opened);
      }
      return opened.channel;
    }
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  public void close() throws IOException {
    try {
      lock.release();
    } finally {
      threads.unlock();
    }
  }
}
