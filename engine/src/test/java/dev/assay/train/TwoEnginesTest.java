package dev.assay.train;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a program needs that has more to do than this library. */
final class TwoEnginesTest {
  private static final long SETTLE_MILLIS = 100;
  private static final long WINDOW_NANOS = 300_000_000;

  @Test
  void enginesAtWorkAtTheSameTimeDoNotTouchEachOther() throws Exception {
    float[] first = logits(1, 2);
    float[] second = logits(2, 3);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 3; round++) {
        Future<float[]> one = threads.submit(call(1, 2));
        Future<float[]> two = threads.submit(call(2, 3));
        assertThat(one.get()).isEqualTo(first);
        assertThat(two.get()).isEqualTo(second);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Trains and asks; both engines have threads, memory and libraries of their own or share them.
   */
  private static float[] logits(long seed, int threads) {
    try (Backend backend = Backends.open(Backends.AUTO, threads)) {
      return logits(backend, seed);
    }
  }

  private static Callable<float[]> call(long seed, int threads) {
    return () -> logits(seed, threads);
  }

  private static float[] logits(Backend backend, long seed) {
    Dataset data = Glyphs.train(200, seed);
    Architecture cnn =
        Architecture.of(
            data.sample(),
            conv(4, kernel(3).padding(1)),
            batchNorm(),
            relu(),
            maxPool(2),
            flatten(),
            dense(10));
    try (Network network = new Network(backend, cnn, seed)) {
      new Trainer(TrainingConfig.of(Optimizer.adam(1e-3), 1, seed)).fit(network, data, data);
      return network.logits(data.images(), data.count());
    }
  }

  @Test
  void anEngineThatIsIdleTakesNoProcessorTime() throws InterruptedException {
    try (Backend backend = Backends.open(Backends.AUTO, 4)) {
      logits(backend, 3);
      Thread.sleep(SETTLE_MILLIS);
      long before = workersNanos();
      // others are at work meanwhile, so that whoever waits for a processor has had one
      for (long end = System.nanoTime() + WINDOW_NANOS; System.nanoTime() < end; ) {
        Thread.onSpinWait();
      }
      assertThat(before).isPositive();
      assertThat(workersNanos() - before).isLessThan(WINDOW_NANOS / 100);
    }
  }

  /** Processor time of all workers so far. */
  private static long workersNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("assay-worker-"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
        .sum();
  }
}
