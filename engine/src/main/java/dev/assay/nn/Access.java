package dev.assay.nn;

import dev.assay.backend.Backend;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time use a network, its plans and classifiers, while the network and its
 * backend are open, as all share the memory that is planned once. Whoever comes meanwhile gets an
 * exception and does not wait: waiting would hide that nothing runs at the same time.
 */
final class Access {
  private final Backend backend;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  Access(Backend backend) {
    this.backend = backend;
  }

  /**
   * Begins a use; every one ends with {@link #end}. Uses of one thread may be nested.
   *
   * @throws IllegalStateException if another thread uses the network, or it or its backend is
   *     closed
   */
  void begin() {
    enter();
    try {
      if (closed) {
        throw new IllegalStateException("the network is closed");
      }
      backend.workers().requireOpen();
    } catch (IllegalStateException e) {
      lock.unlock();
      throw e;
    }
  }

  void end() {
    lock.unlock();
  }

  /** Returns false if that was done before. Also where the backend is closed. */
  boolean close() {
    enter();
    boolean open = !closed;
    closed = true;
    lock.unlock();
    return open;
  }

  boolean isClosed() {
    return closed;
  }

  private void enter() {
    if (!lock.tryLock()) {
      throw new IllegalStateException(
          "another thread uses this network: give each thread a network of its own, or let them take"
              + " turns");
    }
  }
}
