package dev.assay.train;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.nn.TrainingPlan;
import dev.assay.tensor.Shape;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is repeated millions of times allocates nothing on the Java heap, on any of the threads that
 * work on it. JMH's {@code -prof gc} cannot show this: it counts its own bytes of each iteration.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BATCH = 6;
  private static final int WARM_UP = 300;
  private static final int CALLS = 20;
  private static final int ATTEMPTS = 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void steadyStateAllocatesNothing(int threads) {
    Architecture architecture =
        Architecture.of(
            Shape.image(2, 8, 8),
            conv(5, kernel(3).padding(1)),
            batchNorm(),
            relu(),
            maxPool(2),
            flatten(),
            dropout(0.2),
            dense(20),
            relu(),
            dense(3));
    try (Backend backend = Backends.open("auto", threads);
        Network network = new Network(backend, architecture, 1);
        TrainingPlan plan = network.training(BATCH);
        Updater updater = new Updater(Optimizer.sgd(0.01), network, plan.gradient())) {
      assumeTrue(backend.name().equals("cpu"), "no kernels here: " + backend.name());
      int size = architecture.input().intSize();
      float[] inputs = new float[BATCH * size];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = i % 11 - 5;
      }
      int[] labels = {0, 1, 2, 0, 1, 2};
      float[] positions = {0, 0.25f, 0.5f, 1};
      float[] end = new float[size];
      float[] logits = new float[BATCH * 3];
      float[] jacobian = new float[BATCH * 3 * size];
      assertAllocatesNothing(
          "training step",
          () -> {
            plan.lossGradient(inputs, labels, BATCH, 7);
            plan.logits(logits);
            updater.update(0.01f, 1);
          });
      Classifier classifier = network.classifier();
      assertAllocatesNothing("logits", () -> classifier.logits(inputs, BATCH, logits));
      assertAllocatesNothing(
          "Jacobian", () -> classifier.jacobian(inputs, BATCH, logits, jacobian));
      assertAllocatesNothing(
          "segment", () -> classifier.logitsAlong(inputs, end, 1, positions, logits));
    }
  }

  /** The least of several attempts, as the JVM itself may allocate on a thread now and then. */
  private static void assertAllocatesNothing(String what, Runnable run) {
    for (int i = 0; i < WARM_UP; i++) {
      run.run();
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
      long[] ids = workers();
      long before = allocated(ids);
      for (int i = 0; i < CALLS; i++) {
        run.run();
      }
      least = Math.min(least, allocated(ids) - before);
    }
    assertThat(least).as("bytes allocated by %d calls: %s", CALLS, what).isZero();
  }

  /** This thread and the helpers of the team. */
  private static long[] workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t == Thread.currentThread() || t.getName().startsWith("assay-worker-"))
        .mapToLong(Thread::getId)
        .toArray();
  }

  private static long allocated(long[] ids) {
    long sum = 0;
    for (long id : ids) {
      sum += THREADS.getThreadAllocatedBytes(id);
    }
    return sum;
  }
}
