package dev.assay.backend;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed team of threads for loops of independent tasks. The caller is worker 0. Tasks are claimed
 * one by one, so which worker runs a task varies from run to run: a task's result must depend on
 * its index alone, never on its worker.
 *
 * <p>Threads of a team that nobody can reach any more end, with a warning: it should have been
 * closed.
 */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Cleaner CLEANER = Cleaner.create();

  /** Tasks for each worker from which on it hardly matters that some get one more. */
  private static final int FULL = 4;

  /** One task of a loop. */
  @FunctionalInterface
  public interface Task {
    /**
     * @param index which task, from 0
     * @param worker which worker runs it, from 0; use it to pick scratch memory only
     */
    void run(int index, int worker);
  }

  private final Team team;

  /** A team of {@code count} workers, the calling thread included. */
  public Workers(int count) {
    team = new Team(count);
    CLEANER.register(this, new Forgotten(team));
  }

  /** What is left of workers that were not closed. */
  private record Forgotten(Team team) implements Runnable {
    @Override
    public void run() {
      if (team.end()) {
        LOG.warn("a backend of {} threads was never closed; they end now", team.count());
      }
    }
  }

  /** Number of workers, the caller included. */
  public int count() {
    return team.count();
  }

  /**
   * Parts to cut each of {@code tasks} equal tasks into, so that the workers have equally much to
   * do: 1 where there are several tasks for each of them, or where their number is just right.
   */
  public int parts(int tasks) {
    int workers = count();
    return tasks >= FULL * workers ? 1 : workers / commonDivisor(tasks, workers);
  }

  private static int commonDivisor(int a, int b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }

  /**
   * Runs tasks {@code 0 … count − 1} and returns when all are done. One loop at a time: concurrent
   * callers wait for each other. A task may start a loop of its own team; the worker that runs the
   * task then does all of that loop by itself.
   *
   * <p>When tasks throw, no new ones are started and the exception of the lowest index is thrown
   * here: the same one for any number of threads.
   */
  public void run(int count, Task loop) {
    try {
      team.run(count, loop);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * For what needs a backend that can still compute.
   *
   * @throws IllegalStateException if these workers are closed
   */
  public void requireOpen() {
    team.requireOpen();
  }

  /**
   * Ends the threads, after the loop that is running; loops after that are an {@link
   * IllegalStateException}. Not from inside a task.
   */
  @Override
  public void close() {
    team.close();
  }
}
