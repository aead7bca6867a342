package dev.assay.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of {@link Workers} and the loop that they share. Knows nothing of those whom it works
 * for, so that its threads do not keep them from being collected.
 *
 * <p>Between loops a worker spins for some tens of microseconds, then parks: hand-over is fast
 * inside a training step and an idle team costs nothing. Allocates nothing per loop.
 *
 * <p>A loop waits for those helpers alone that have joined it. On a busy machine a helper may get a
 * processor only when a short loop is over; then the caller has done it alone meanwhile.
 *
 * <p>Memory model: the fields of a loop are plain. The caller writes them before it opens {@code
 * inside}, helpers read them after they have joined through it; the caller closes it once none is
 * inside, and changes nothing before, so no helper ever sees a loop half set up or one that is
 * over. Waits re-check their condition after each wake-up, and whoever changes a condition unparks
 * afterwards, so no wake-up is lost.
 */
final class Team {
  private static final int SPINS = 2_000;

  private static final int CLOSED = -1;

  private final Helper[] helpers;
  private final AtomicInteger next = new AtomicInteger();

  /** Helpers at work in the loop that is running, or {@link #CLOSED}. */
  private final AtomicInteger inside = new AtomicInteger(CLOSED);

  private volatile int generation;
  private volatile boolean closed;

  /** The thread whose loop is running, or null between loops. */
  private volatile Thread caller;

  private Workers.Task task;
  private int tasks;
  private Throwable failure;
  private int failedTask;

  Team(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + count);
    }
    helpers = new Helper[count - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
    for (Helper helper : helpers) {
      helper.start();
    }
  }

  int count() {
    return helpers.length + 1;
  }

  /** See {@link Workers#run}. */
  void run(int count, Workers.Task loop) {
    int worker = workerOfThisThread();
    if (worker >= 0) {
      runAlone(count, loop, worker);
    } else {
      runTogether(count, loop);
    }
  }

  private static void runAlone(int count, Workers.Task loop, int worker) {
    for (int i = 0; i < count; i++) {
      loop.run(i, worker);
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the backend is closed, and its workers with it");
    }
  }

  private synchronized void runTogether(int count, Workers.Task loop) {
    requireOpen();
    caller = Thread.currentThread();
    try {
      if (helpers.length == 0 || count <= 1) {
        runAlone(count, loop, 0);
      } else {
        share(count, loop);
      }
    } finally {
      caller = null;
    }
  }

  private void share(int count, Workers.Task loop) {
    task = loop;
    tasks = count;
    failure = null;
    next.set(0);
    inside.set(0);
    generation = generation + 1;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
    }
    claim(0);
    boolean interrupted = false;
    for (int spin = 0; inside.get() > 0 || !inside.compareAndSet(0, CLOSED); spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable problem = failure;
    task = null;
    failure = null;
    if (problem != null) {
      throw rethrow(problem);
    }
  }

  private void claim(int worker) {
    for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
      try {
        task.run(i, worker);
      } catch (Throwable problem) {
        fail(i, problem);
        next.set(tasks);
      }
    }
  }

  /** Tasks are claimed in order, so the lowest index that fails is always among those that ran. */
  private void fail(int index, Throwable problem) {
    synchronized (next) {
      if (failure == null || index < failedTask) {
        failure = problem;
        failedTask = index;
      }
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

  /** Which worker this thread is in the loop that it is running a task of, or −1 for none. */
  private int workerOfThisThread() {
    Thread thread = Thread.currentThread();
    if (thread == caller) {
      return 0;
    }
    return thread instanceof Helper helper && helper.team() == this ? helper.worker : -1;
  }

  /** See {@link Workers#close}. */
  void close() {
    if (workerOfThisThread() >= 0) {
      throw new IllegalStateException("a task cannot close its own workers");
    }
    synchronized (this) {
      end();
      joinHelpers();
    }
  }

  /** Lets the threads end, and does not wait for them. Returns false if that was done before. */
  boolean end() {
    boolean open = !closed;
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
    }
    return open;
  }

  private void joinHelpers() {
    boolean interrupted = false;
    for (Helper helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Helper extends Thread {
    private final int worker;

    Helper(int worker) {
      super("assay-worker-" + worker);
      this.worker = worker;
      setDaemon(true);
    }

    Team team() {
      return Team.this;
    }

    @Override
    public void run() {
      int seen = 0;
      while (awaitLoopAfter(seen)) {
        seen = generation;
        if (joins()) {
          claim(worker);
          Thread waiting = caller;
          if (inside.decrementAndGet() == 0) {
            LockSupport.unpark(waiting);
          }
        }
      }
    }

    /** Returns false where the loop is over. */
    private boolean joins() {
      int others = inside.get();
      while (others != CLOSED && !inside.compareAndSet(others, others + 1)) {
        others = inside.get();
      }
      return others != CLOSED;
    }

    /** Returns true when a loop has begun, false when the team is closed. */
    private boolean awaitLoopAfter(int seen) {
      for (int spin = 0; generation == seen; spin++) {
        if (closed) {
          return false;
        }
        if (spin < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(Team.this);
        }
      }
      return true;
    }
  }
}
