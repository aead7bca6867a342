package dev.assay.sweep;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.store.CellLock;
import dev.assay.store.Runner;
import dev.assay.study.Progress;
import dev.assay.train.DivergedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes cells, several at a time, each on one thread. A cell that fails is noted with its reason
 * and does not stop the rest; where the machine fails, its disk for example, the work ends and no
 * cell is to blame. Which process makes which cell, in which order, makes no difference to what
 * comes out. What another process is making is left to it, and looked at again at the end.
 */
public final class SweepRun {
  private final Sweep sweep;
  private final SweepFolder folder;
  private final Runner runner;
  private final Progress progress;
  private final boolean failFast;

  private final Deque<SweepCell> open = new ArrayDeque<>();

  /** What others were making when it was this process' turn. */
  private final Deque<SweepCell> elsewhere = new ArrayDeque<>();

  private final Set<String> busy = new LinkedHashSet<>();

  /** Those that had failed before. */
  private Set<String> failedBefore;

  private int all;
  private int done;
  private int failed;

  /** What ends the work; null while it goes on. */
  private BadInputException last;

  /**
   * @param failFast whether the first failure ends the work
   */
  public SweepRun(
      Sweep sweep, SweepFolder folder, Runner runner, Progress progress, boolean failFast) {
    this.sweep = sweep;
    this.folder = folder;
    this.runner = runner;
    this.progress = progress;
    this.failFast = failFast;
  }

  /**
   * Makes those of some cells that are not done.
   *
   * @return how many failed
   * @throws BadInputException if a failure ends the work
   */
  public int make(Collection<SweepCell> cells) {
    open.addAll(cells);
    all = cells.size();
    folder.open();
    failedBefore = folder.failed();
    tell();
    Heartbeat heartbeat = new Heartbeat(folder, this::busy);
    try {
      join(hands());
    } finally {
      heartbeat.close();
    }
    if (last != null) {
      throw last;
    }
    return failed;
  }

  private List<Thread> hands() {
    Backend backend = runner.bench().backend();
    int hands = backend.takesWholeBatches() ? 1 : Math.min(backend.workers().count(), all);
    List<Thread> threads = new ArrayList<>();
    for (int hand = 0; hand < hands; hand++) {
      Thread thread = new Thread(this::work, "sweep-" + hand);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  /** Where it is not wanted any more, cells that are begun are made, and no others. */
  private void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          leaveOff();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void leaveOff() {
    open.clear();
    elsewhere.clear();
  }

  private void work() {
    Backend whole = runner.bench().backend();
    if (whole.takesWholeBatches()) {
      work(runner);
      return;
    }
    try (Backend backend = Backends.open(whole.name(), 1)) {
      work(new Runner(runner.store(), runner.bench().on(backend)));
    }
  }

  private void work(Runner hand) {
    try {
      for (SweepCell cell = take(open); cell != null; cell = take(open)) {
        Optional<CellLock> lock = folder.tryLock(sweep.key(cell));
        if (lock.isPresent()) {
          make(cell, lock.get(), hand);
        } else {
          leave(cell);
        }
      }
      for (SweepCell cell = take(elsewhere); cell != null; cell = take(elsewhere)) {
        make(cell, folder.lock(sweep.key(cell)), hand);
      }
    } catch (IOException e) {
      stop(new BadInputException(folder.path() + ": cannot be used (" + e.getMessage() + ")", e));
    }
  }

  private void make(SweepCell cell, CellLock lock, Runner hand) throws IOException {
    String key = sweep.key(cell);
    begin(key);
    try {
      end(cell, key, attempt(cell, key, hand));
    } catch (BadInputException e) {
      stop(e);
    } finally {
      lock.close();
    }
  }

  /**
   * Makes a cell, unless someone else was faster.
   *
   * @return why it failed; null if it is done
   * @throws BadInputException if the machine fails
   */
  private String attempt(SweepCell cell, String key, Runner hand) {
    if (folder.isDone(key)) {
      return null;
    }
    if (!failedBefore.contains(key) && folder.isFailed(key)) {
      return folder.reason(key);
    }
    try {
      folder.keep(key, Outcome.of(cell, sweep.predictors(), hand));
      return null;
    } catch (RuntimeException | Error e) {
      if (isOfMachine(e)) {
        throw new BadInputException(Text.format("cell %s: %s", cell, e.getMessage()), e);
      }
      String reason = reason(e);
      folder.fail(key, reason);
      return reason;
    }
  }

  /** A file that could not be written or read says nothing of the cell. */
  private static boolean isOfMachine(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable failure) {
    if (failure instanceof BadInputException
        || failure instanceof DivergedException
        || failure instanceof OutOfDeviceMemoryException) {
      return failure.getMessage();
    }
    if (failure instanceof OutOfMemoryError) {
      return Text.format(
          "out of memory (%s); retry with fewer threads, or more memory", failure.getMessage());
    }
    return "this should not have happened: " + failure;
  }

  private synchronized SweepCell take(Deque<SweepCell> from) {
    return last == null ? from.poll() : null;
  }

  private synchronized void leave(SweepCell cell) {
    elsewhere.add(cell);
  }

  private synchronized void stop(BadInputException failure) {
    if (last == null) {
      last = failure;
    }
  }

  private synchronized List<String> busy() {
    return List.copyOf(busy);
  }

  private synchronized void begin(String key) {
    busy.add(key);
    tell();
  }

  private synchronized void end(SweepCell cell, String key, String reason) {
    busy.remove(key);
    done++;
    if (reason != null) {
      failed++;
      progress.say("cell " + cell + " failed: " + reason);
      if (failFast) {
        stop(new BadInputException("cell " + cell + ": " + reason));
      }
    }
    tell();
  }

  private synchronized void tell() {
    progress.at(
        "cells", done, all, "cells", Text.format("%,d failed, %,d running", failed, busy.size()));
  }
}
