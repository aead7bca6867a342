package dev.assay.nn;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use a network, and until when. The time limit only turns a hang into a failure. */
@Timeout(300)
class NetworkLifecycleTest {
  private static final Architecture NET =
      Architecture.of(
          Shape.image(1, 5, 5), conv(3, kernel(3)), relu(), flatten(), dense(6), relu(), dense(2));
  private static final int D = 25;

  static List<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  /** Everything that can be asked of a network, its classifiers and plans. */
  private static Map<String, ThrowingCallable> uses(Network network) {
    float[] x = new float[3 * D];
    Classifier classifier = network.classifier();
    TrainingPlan plan = network.training(3);
    plan.lossGradient(x, new int[3], 3, 0);
    plan.prepare(x, null, new int[3], 3);
    Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
    uses.put("logits", () -> network.logits(x, 3));
    uses.put("activations", () -> network.activations(x, 3, 2));
    uses.put("training", () -> network.training(2));
    uses.put("classifier logits", () -> classifier.logits(x, 3, new float[6]));
    uses.put("jacobian", () -> classifier.jacobian(x, 3, new float[6], new float[6 * D]));
    uses.put("gradients", () -> classifier.gradients(x, 3, x, 1, new float[6], new float[3 * D]));
    uses.put(
        "logits along", () -> classifier.logitsAlong(x, x, 3, new float[] {0, 1}, new float[12]));
    uses.put("classes along", () -> classifier.classesAlong(x, x, 3, 2, new int[6]));
    uses.put(
        "logits from a cut",
        () -> network.classifierFrom(3).logits(new float[3 * 27], 3, new float[6]));
    uses.put("start", () -> plan.start(1));
    uses.put("loss", plan::loss);
    uses.put("prepare", () -> plan.prepare(x, null, new int[3], 3));
    uses.put("loss and gradient", () -> plan.lossGradient(x, new int[3], 3, 1));
    return uses;
  }

  private static void assertRefused(Map<String, ThrowingCallable> uses, String why) {
    uses.forEach(
        (name, use) ->
            assertThatThrownBy(use)
                .as(name)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aSecondThreadIsRefusedAndTheFirstGoesOn(TestBackends.Candidate candidate)
      throws InterruptedException {
    try (Backend backend = candidate.open(2);
        Network network = new Network(backend, NET, 1)) {
      Map<String, ThrowingCallable> uses = uses(network);
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      AtomicReference<Throwable> first = new AtomicReference<>();
      Thread other =
          new Thread(
              () ->
                  first.set(
                      catchThrowable(
                          () ->
                              network.alone(
                                  () -> {
                                    inside.countDown();
                                    await(done);
                                    return network.logits(new float[D], 1);
                                  }))));
      other.start();
      inside.await();
      assertRefused(uses, "another thread uses this network");
      assertThatThrownBy(network::close).hasMessageContaining("another thread");
      done.countDown();
      other.join();
      assertThat(first.get()).isNull();
      uses.forEach((name, use) -> assertThatCode(use).as(name).doesNotThrowAnyException());
    }
  }

  /** Nothing but the right answer or a refusal, whoever comes when. */
  @ParameterizedTest
  @MethodSource("backends")
  void threadsThatRaceGetTheirAnswerOrAreRefused(TestBackends.Candidate candidate)
      throws InterruptedException {
    try (Backend backend = candidate.open(2);
        Network network = new Network(backend, NET, 1)) {
      float[] x = new float[2 * D];
      x[7] = 1;
      AtomicInteger wrong = new AtomicInteger();
      float[] expected = network.logits(x, 2);
      Thread[] threads = new Thread[3];
      for (int t = 0; t < threads.length; t++) {
        int cut = t;
        threads[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < 300; i++) {
                    try {
                      float[] logits = network.logits(x, 2);
                      network.activations(x, 2, cut + i % 3);
                      wrong.addAndGet(java.util.Arrays.equals(logits, expected) ? 0 : 1);
                    } catch (IllegalStateException e) {
                      wrong.addAndGet(e.getMessage().contains("another thread") ? 0 : 1);
                    } catch (RuntimeException e) {
                      wrong.incrementAndGet();
                    }
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong).hasValue(0);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aClosedNetworkIsOfNoUse(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(2)) {
      Network network = new Network(backend, NET, 1);
      Map<String, ThrowingCallable> uses = uses(network);
      Tensor parameters = network.parameters().trained();
      network.close();
      assertRefused(uses, "the network is closed");
      assertThatThrownBy(parameters::toArray).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> backend.reluBackward(0, parameters, parameters, parameters))
          .as("memory that was freed is never passed on")
          .isInstanceOf(IllegalStateException.class);
      network.close();
      assertThat(backend.liveBytes()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aClosedBackendComputesNothingAndItsNetworksCanBeClosed(TestBackends.Candidate candidate) {
    Backend backend = candidate.open(2);
    Network network = new Network(backend, NET, 1);
    Map<String, ThrowingCallable> uses = uses(network);
    backend.close();
    if (candidate.name().equals("cuda")) {
      return; // tests share the card, which stays open
    }
    assertRefused(uses, "the backend is closed");
    assertThatThrownBy(() -> new Network(backend, NET, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the backend is closed");
    backend.close();
    network.close();
    network.close();
    backend.close();
    assertThat(backend.liveBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void closingABackendEndsTheWorkThatIsRunning(TestBackends.Candidate candidate)
      throws InterruptedException {
    if (candidate.name().startsWith("cuda")) {
      return; // its backend is for one thread at a time
    }
    Backend backend = candidate.open(3);
    try (Network network = new Network(backend, NET, 1)) {
      CountDownLatch begun = new CountDownLatch(20);
      AtomicReference<Throwable> end = new AtomicReference<>();
      Thread worker =
          new Thread(
              () ->
                  end.set(
                      catchThrowable(
                          () -> {
                            while (true) {
                              network.logits(new float[9 * D], 9);
                              begun.countDown();
                            }
                          })));
      worker.start();
      begun.await();
      backend.close();
      worker.join();
      assertThat(end.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the backend is closed");
    }
  }

  /** Their threads must not keep them. */
  @Test
  void theThreadsOfForgottenBackendsEnd() throws InterruptedException {
    long before = workers();
    forget(50);
    while (workers() > before) {
      System.gc();
      Thread.sleep(10);
    }
  }

  private static void forget(int backends) {
    for (int i = 0; i < backends; i++) {
      new Network(new ReferenceBackend(3), NET, 1).logits(new float[5 * D], 5);
    }
    assertThat(workers()).isPositive();
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("assay-worker-"))
        .count();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
