package dev.assay.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes several results at a time, each on one thread, which takes less time than one after the
 * other on all threads: small networks do not keep several threads busy. Where fewer are left than
 * there are threads, each is made on all of them. Which of both makes no difference to its bytes.
 */
final class Crew {
  private final Runner whole;
  private final List<Runner> hands;
  private final Consumer<Spec<?>> done;
  private final Deque<Spec<?>> open;

  /** What other processes are making. */
  private final List<Spec<?>> elsewhere = new ArrayList<>();

  /** What could not be made beside others, for want of memory perhaps. */
  private final Deque<Spec<?>> failed = new ArrayDeque<>();

  private int busy;

  /**
   * @param whole makes on all threads
   * @param hands each makes on one thread
   * @param done told each that is there, one at a time
   */
  Crew(
      Runner whole,
      List<Runner> hands,
      Collection<? extends Spec<?>> specs,
      Consumer<Spec<?>> done) {
    this.whole = whole;
    this.hands = hands;
    this.done = done;
    this.open = new ArrayDeque<>(specs);
  }

  /** Makes all of them, but for those that other processes are making, which are left. */
  List<Spec<?>> work() {
    while (!open.isEmpty() || !failed.isEmpty()) {
      together();
      // a failure that memory is not to blame for comes again, and ends the work
      Spec<?> next = failed.isEmpty() ? open.poll() : failed.poll();
      if (next != null) {
        make(next, whole);
      }
    }
    return elsewhere;
  }

  private void together() {
    List<Thread> threads = new ArrayList<>();
    for (Runner hand : hands) {
      Thread thread = new Thread(() -> work(hand), "crew-" + threads.size());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    threads.forEach(Crew::join);
  }

  private void work(Runner hand) {
    for (Spec<?> next = take(); next != null; next = take()) {
      try {
        make(next, hand);
      } catch (RuntimeException | Error e) {
        fail(next);
      } finally {
        release();
      }
    }
  }

  /** Null where there is too little left for all hands, or something has failed. */
  private synchronized Spec<?> take() {
    if (open.isEmpty() || !failed.isEmpty() || open.size() + busy < hands.size()) {
      return null;
    }
    busy++;
    return open.poll();
  }

  private synchronized void release() {
    busy--;
  }

  private synchronized void fail(Spec<?> spec) {
    failed.add(spec);
  }

  private void make(Spec<?> spec, Runner runner) {
    boolean made = runner.tryMake(spec);
    synchronized (elsewhere) {
      if (made) {
        done.accept(spec);
      } else {
        elsewhere.add(spec);
      }
    }
  }

  /** Threads of this kind are not stopped in between: what is being made is made. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
