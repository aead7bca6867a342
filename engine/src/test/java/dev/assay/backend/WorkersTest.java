package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time limit only turns a hang into a failure. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void runsEveryTaskOnce(int threads) {
    try (Workers workers = new Workers(threads)) {
      assertThat(workers.count()).isEqualTo(threads);
      for (int count : new int[] {0, 1, 2, 3, 7, 1000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, count));
        workers.run(
            count,
            (index, worker) -> {
              assertThat(worker).isBetween(0, threads - 1);
              runs.incrementAndGet(index);
            });
        for (int i = 0; i < count; i++) {
          assertThat(runs.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1", "1, 2, 2", "2, 2, 1", "3, 2, 2", "4, 6, 3", "1, 5, 5", "7, 2, 2", "8, 2, 1",
    "9, 2, 1"
  })
  void fewTasksAreCutSoThatWorkersHaveEquallyMany(int tasks, int threads, int parts) {
    try (Workers workers = new Workers(threads)) {
      assertThat(workers.parts(tasks)).isEqualTo(parts);
    }
  }

  /**
   * Plain writes before a loop are seen by its tasks, plain writes of tasks are seen after it, and
   * no task of an earlier loop runs in a later one.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void manyShortLoopsNeitherHangNorMix(int threads) {
    long[] cells = new long[8];
    long[] input = new long[1];
    AtomicInteger stale = new AtomicInteger();
    try (Workers workers = new Workers(threads)) {
      for (int loop = 1; loop <= 100_000; loop++) {
        int expected = loop;
        input[0] = loop;
        int count = 2 + loop % (cells.length - 1);
        workers.run(
            count,
            (index, worker) -> {
              if (input[0] != expected) {
                stale.incrementAndGet();
              }
              cells[index] += input[0];
            });
        for (int i = 0; i < count; i++) {
          if (cells[i] != loop) {
            throw new AssertionError("loop " + loop + " left " + Arrays.toString(cells));
          }
        }
        Arrays.fill(cells, 0);
      }
    }
    assertThat(stale).hasValue(0);
  }

  /** Helpers park between loops when the caller is slow: they must wake up every time. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void wakesParkedHelpers(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int loop = 0; loop < 200; loop++) {
        awaitParked();
        // every task waits for all others, so each worker must take exactly one
        CountDownLatch together = new CountDownLatch(threads);
        workers.run(
            threads,
            (index, worker) -> {
              together.countDown();
              await(together);
            });
        assertThat(together.getCount()).isZero();
      }
    }
  }

  private static void awaitParked() {
    List<Thread> helpers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("assay-worker-"))
            .toList();
    while (helpers.stream().anyMatch(thread -> thread.getState() == Thread.State.RUNNABLE)) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void throwsTheFailureOfTheLowestIndexAndGoesOn(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int repeat = 0; repeat < 2000; repeat++) {
        assertThatThrownBy(
                () ->
                    workers.run(
                        20,
                        (index, worker) -> {
                          if (index >= 3) {
                            throw new IllegalArgumentException("task " + index);
                          }
                        }))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("task 3");
        AtomicInteger runs = new AtomicInteger();
        workers.run(5, (index, worker) -> runs.incrementAndGet());
        assertThat(runs).hasValue(5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void startsNoTasksAfterAFailure(int threads) {
    try (Workers workers = new Workers(threads)) {
      AtomicInteger runs = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  workers.run(
                      1_000_000,
                      (index, worker) -> {
                        runs.incrementAndGet();
                        throw new AssertionError("task " + index);
                      }))
          .isInstanceOf(AssertionError.class)
          .hasMessage("task 0");
      assertThat(runs.get()).isLessThanOrEqualTo(threads);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aNestedLoopRunsOnTheWorkerOfItsTask(int threads) {
    try (Workers workers = new Workers(threads)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(50 * 7);
      AtomicInteger strangers = new AtomicInteger();
      workers.run(
          50,
          (outer, worker) -> {
            Thread thread = Thread.currentThread();
            workers.run(
                7,
                (inner, same) -> {
                  runs.incrementAndGet(outer * 7 + inner);
                  if (same != worker || Thread.currentThread() != thread) {
                    strangers.incrementAndGet();
                  }
                });
          });
      assertThat(strangers).hasValue(0);
      for (int i = 0; i < runs.length(); i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aTaskMayUseAnotherTeam(int threads) {
    try (Workers outer = new Workers(threads);
        Workers inner = new Workers(2)) {
      AtomicInteger runs = new AtomicInteger();
      outer.run(20, (i, worker) -> inner.run(5, (j, other) -> runs.incrementAndGet()));
      assertThat(runs).hasValue(100);
    }
  }

  @Test
  void concurrentCallersTakeTurns() throws InterruptedException {
    long[] sums = new long[3];
    AtomicInteger running = new AtomicInteger(-1);
    AtomicInteger overlaps = new AtomicInteger();
    try (Workers workers = new Workers(2)) {
      List<Thread> callers = new ArrayList<>();
      for (int c = 0; c < sums.length; c++) {
        int me = c;
        callers.add(
            new Thread(
                () -> {
                  long[] partial = new long[4];
                  for (int loop = 0; loop < 10_000; loop++) {
                    AtomicInteger left = new AtomicInteger(partial.length);
                    workers.run(
                        partial.length,
                        (index, worker) -> {
                          int before = running.getAndSet(me);
                          if (before != -1 && before != me) {
                            overlaps.incrementAndGet();
                          }
                          partial[index] += index;
                          if (left.decrementAndGet() == 0) {
                            running.set(-1);
                          }
                        });
                  }
                  sums[me] = Arrays.stream(partial).sum();
                }));
      }
      callers.forEach(Thread::start);
      for (Thread thread : callers) {
        thread.join();
      }
    }
    assertThat(sums).containsOnly(60_000L);
    assertThat(overlaps).hasValue(0);
  }

  @Test
  void anInterruptedCallerFinishesItsLoopAndStaysInterrupted() {
    try (Workers workers = new Workers(3)) {
      Thread.currentThread().interrupt();
      AtomicInteger runs = new AtomicInteger();
      for (int loop = 0; loop < 1000; loop++) {
        workers.run(10, (index, worker) -> runs.incrementAndGet());
      }
      assertThat(runs).hasValue(10_000);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void closeEndsTheThreadsAndFurtherLoopsFail(int threads) {
    Workers workers = new Workers(threads);
    List<Thread> helpers = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(threads);
    workers.run(
        threads,
        (index, worker) -> {
          together.countDown();
          if (threads > 1) {
            await(together);
          }
          if (worker > 0) {
            synchronized (helpers) {
              helpers.add(Thread.currentThread());
            }
          }
        });
    assertThat(helpers).hasSize(threads - 1);
    Thread.currentThread().interrupt();
    workers.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(helpers).noneMatch(Thread::isAlive);
    workers.close();
    assertThatThrownBy(() -> workers.run(1, (index, worker) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aTaskCannotCloseItsTeam(int threads) {
    Workers workers = new Workers(threads);
    assertThatThrownBy(() -> workers.run(4, (index, worker) -> workers.close()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot close");
    workers.close();
  }

  @Test
  void aTeamHasAtLeastOneWorker() {
    assertThatThrownBy(() -> new Workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }
}
