package dev.assay.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads for loops of independent tasks. The caller is worker 0. Tasks are claimed
 * one by one, so which worker runs a task varies from run to run: a task's result must depend on
 * its index alone, never on its worker.
 *
 * <p>Between loops a worker spins for a few microseconds, then parks: hand-over is fast inside a
 * training step and an idle team costs nothing. Allocates nothing per loop.
 */
public final class Workers implements AutoCloseable {
  private static final int SPINS = 2_000;

  /** One task of a loop. */
  @FunctionalInterface
  public interface Task {
    /**
     * @param index which task, from 0
     * @param worker which worker runs it, from 0; use it to pick scratch memory only
     */
    void run(int index, int worker);
  }

  private final Thread[] helpers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile int generation;
  private volatile boolean closed;
  private volatile Throwable failure;
  private volatile Thread caller;
  private Task task;
  private int tasks;

  /** A team of {@code count} workers, the calling thread included. */
  public Workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + count);
    }
    helpers = new Thread[count - 1];
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      helpers[i] = new Thread(() -> serve(worker), "assay-worker-" + worker);
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /** Number of workers, the caller included. */
  public int count() {
    return helpers.length + 1;
  }

  /**
   * Runs tasks {@code 0 … count − 1} and returns when all are done. One loop at a time: concurrent
   * callers wait for each other. The first exception of a task is thrown here.
   */
  public synchronized void run(int count, Task loop) {
    if (closed) {
      throw new IllegalStateException("workers are closed");
    }
    if (helpers.length == 0 || count <= 1) {
      for (int i = 0; i < count; i++) {
        loop.run(i, 0);
      }
      return;
    }
    task = loop;
    tasks = count;
    failure = null;
    caller = Thread.currentThread();
    next.set(0);
    busy.set(helpers.length);
    generation++;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    claim(0);
    for (int spin = 0; busy.get() > 0; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    task = null;
    if (failure != null) {
      throw rethrow(failure);
    }
  }

  private void serve(int worker) {
    int seen = 0;
    while (true) {
      for (int spin = 0; generation == seen; spin++) {
        if (closed) {
          return;
        }
        if (spin < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      seen = generation;
      claim(worker);
      if (busy.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }

  private void claim(int worker) {
    try {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        task.run(i, worker);
      }
    } catch (Throwable problem) {
      failure = problem;
      next.set(tasks);
    }
  }

  private static RuntimeException rethrow(Throwable problem) {
    if (problem instanceof RuntimeException runtime) {
      return runtime;
    }
    if (problem instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(problem);
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    boolean interrupted = false;
    for (Thread helper : helpers) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
