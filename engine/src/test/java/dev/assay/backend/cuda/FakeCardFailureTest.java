package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.backend.Repetition;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on a card; the fake one does it on demand. */
class FakeCardFailureTest {
  @BeforeEach
  void needsTheFakeCard() throws IOException {
    assumeTrue(FakeCard.isHere(), "only on the fake card, see FakeCardTest");
    for (Path file : kept()) {
      Files.delete(file);
    }
  }

  @AfterEach
  void repair() {
    if (FakeCard.isHere()) {
      FakeCard.failAt(0);
      FakeCard.breakDown(false);
      FakeCard.setCapability(90);
    }
  }

  private static List<Path> kept() throws IOException {
    Path folder = Loader.getCacheDir().toPath().resolve("assay-kernels");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Opens the card, lets it convolve both ways and closes it. */
  private static void use() {
    try (CudaBackend backend = CudaBackend.open();
        Workspace workspace = new Workspace(backend)) {
      Window window = Window.kernel(3).padding(1);
      Tensor weights = workspace.tensor(Shape.of(2, 1, 3, 3));
      Tensor x = workspace.tensor(Shape.of(1, 1, 4, 4));
      Tensor y = workspace.tensor(Shape.of(1, 2, 4, 4));
      Tensor bias = workspace.tensor(Shape.vector(2));
      long scratch = backend.conv2dScratchSize(window, 1, 4, 4, 2);
      Tensor space = workspace.tensor(Shape.vector(Math.toIntExact(scratch)));
      backend.conv2d(window, x, weights, bias, true, 0, 1, y, space);
      backend.conv2dBackwardData(window, y, weights, 0, 1, x, space);
      assertThat(y.toArray()).containsOnly(0);
    }
  }

  private static int usingCosts() {
    int before = FakeCard.compiled();
    use();
    return FakeCard.compiled() - before;
  }

  @Test
  void whateverFailsNothingIsLeft() throws IOException {
    int before = FakeCard.objects();
    int failures = 0;
    for (int call = 1; ; call++) {
      for (Path file : kept()) {
        Files.delete(file);
      }
      FakeCard.failAt(call);
      Throwable thrown = catchThrowable(FakeCardFailureTest::use);
      boolean failed = FakeCard.hasFailed();
      FakeCard.failAt(0);
      assertThat(FakeCard.objects()).as("call %d: %s", call, thrown).isEqualTo(before);
      if (thrown != null) {
        failures++;
        assertThat(thrown)
            .isInstanceOfAny(IllegalStateException.class, OutOfDeviceMemoryException.class);
        assertThat(thrown.getMessage()).isNotBlank();
        assertThat(thrown.getSuppressed()).isEmpty();
      }
      if (!failed) {
        break;
      }
    }
    assertThat(failures).isGreaterThan(40);
  }

  /** Else a batch that fits would be looked for on a card that does not work any more. */
  @Test
  void aFailureOfWorkBeforeIsNotTakenForWantOfMemory() {
    try (CudaBackend backend = CudaBackend.open()) {
      FakeCard.breakDown(true);
      assertThatThrownBy(() -> backend.allocate(1 << 20))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("CUDA: asking for memory failed: ");
      FakeCard.breakDown(false);
      backend.allocate(1 << 20).free();
    }
  }

  /** cudaFree may wait for work on the block, says the documentation; the fake one does not. */
  @Test
  void memoryIsFreedWhenTheWorkOnItIsDone() {
    try (CudaDevice device = CudaDevice.open(Cuda.status())) {
      long block = device.allocate(4096);
      device.zero(block, 4096);
      device.free(block);
    }
  }

  /** A thread's first call may be any; it must not fail, nor fall back to what works anyhow. */
  @Test
  void anyThreadMayCall() throws InterruptedException {
    SpiedDevice card = new SpiedDevice(CudaDevice.open(Cuda.status()));
    try (CudaBackend backend = new CudaBackend(card.device());
        Workspace workspace = new Workspace(backend)) {
      Window window = Window.kernel(3).padding(1);
      Tensor weights = workspace.tensor(Shape.of(1, 1, 3, 3));
      weights.write(new float[] {0, 0, 0, 0, 2, 0, 0, 0, 0});
      Tensor x = workspace.tensor(Shape.of(1, 1, 4, 4));
      Tensor y = workspace.tensor(Shape.of(1, 1, 4, 4));
      long scratch = backend.conv2dScratchSize(window, 1, 4, 4, 1);
      Tensor space = workspace.tensor(Shape.vector(Math.toIntExact(scratch)));
      float[] ones = new float[16];
      Arrays.fill(ones, 1);
      x.write(ones);
      Repetition repetition = backend.repetition();
      for (int round = 0; round < 4; round++) {
        long key = round;
        onItsOwn(() -> repetition.run((i, worker) -> backend.dropout(0, key, 0, x, y), 0, 0));
        assertThat(y.toArray()).containsOnly(1);
        onItsOwn(() -> backend.conv2d(window, x, weights, null, false, 0, 1, y, space));
        assertThat(y.toArray()).containsOnly(2);
      }
      repetition.close();
    }
    assertThat(card.count("capture")).isEqualTo(1);
    assertThat(card.count("graph.set")).isEqualTo(2);
    assertThat(card.count("graph.launch")).isEqualTo(3);
    assertThat(card.count("launch")).as("the first dropout").isEqualTo(1);
  }

  private static void onItsOwn(Runnable task) throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    Thread thread = new Thread(task);
    thread.setUncaughtExceptionHandler((one, failure) -> failures.add(failure));
    thread.start();
    thread.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void kernelsAreCompiledOnceAndForAll() throws IOException {
    assertThat(usingCosts()).isEqualTo(1);
    assertThat(usingCosts()).isZero();
    assertThat(kept()).hasSize(1);
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    use();
    Path file = kept().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int place : new int[] {0, 31, 32, whole.length - 2}) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 1;
      Files.write(file, damaged);
      assertThat(usingCosts()).as("byte %d", place).isEqualTo(1);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void codeThatTheDriverRefusesIsCompiledAnewOnce() {
    use();
    FakeCard.refuseCodeOnce();
    assertThat(usingCosts()).isEqualTo(1);
    assertThat(usingCosts()).isZero();
  }

  /** The status was found when the card was 9.0: what is told to it is what counts. */
  @Test
  void aCardThatTheCompilerDoesNotKnowGetsPtx() {
    FakeCard.setCapability(130);
    CudaStatus status = Cuda.examine(new RuntimeProbe());
    assertThat(status.card().capability()).isEqualTo(130);
    CudaBackend backend = new CudaBackend(CudaDevice.open(status));
    assertThat(backend.description()).endsWith(", kernels as PTX");
    backend.close();
  }
}
