package dev.assay.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.backend.Direction;
import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.backend.Window;
import dev.assay.kernels.KernelLibrary;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to native memory; the operations are checked against the reference. */
final class CpuBackendTest {
  @BeforeEach
  void needsKernels() {
    assumeTrue(KernelLibrary.available(), KernelLibrary.reason());
  }

  @Test
  void liveBytesAreExact() {
    try (CpuBackend backend = new CpuBackend(1)) {
      try (Workspace workspace = new Workspace(backend)) {
        workspace.tensor(Shape.of(3, 5));
        workspace.tensor(Shape.of(17));
        assertThat(backend.liveBytes()).isEqualTo(16 * 4 + 32 * 4).isEqualTo(workspace.liveBytes());
      }
      assertThat(backend.liveBytes()).isZero();
    }
  }

  @Test
  void tensorsStartAtZeroAndKeepWhatIsWritten() {
    try (CpuBackend backend = new CpuBackend(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor tensor = workspace.tensor(Shape.of(2, 3));
      assertThat(tensor.toArray()).containsOnly(0);
      tensor.slice(1, 2).write(new float[] {1, 2, 3});
      assertThat(tensor.toArray()).containsExactly(0, 0, 0, 1, 2, 3);
    }
  }

  @Test
  void moreThanTheMachineHasIsRefusedBeforeItIsAskedFor() {
    try (CpuBackend backend = new CpuBackend(1);
        Workspace workspace = new Workspace(backend)) {
      workspace.tensor(Shape.of(1 << 18));
      backend.requireRoom(1 << 20);
      for (ThrowingCallable tooMuch :
          List.<ThrowingCallable>of(
              () -> backend.requireRoom(1L << 50), () -> backend.allocate(1L << 48))) {
        assertThatThrownBy(tooMuch)
            .isInstanceOf(OutOfDeviceMemoryException.class)
            .hasMessageMatching(
                "the machine has no room for 1048576.00 GiB more: of its .* GiB this program's"
                    + " tensors hold 1.00 MiB, .* are free");
      }
      assertThat(backend.liveBytes()).isEqualTo(1 << 20);
    }
  }

  @Test
  void arraysThatAreTooShortNeverReachNativeMemory() {
    try (CpuBackend backend = new CpuBackend(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor tensor = workspace.tensor(Shape.of(100));
      assertThatThrownBy(() -> tensor.read(new float[10], 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> tensor.storage().write(110, new float[10], 0, 10))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void convolutionOfAnImage() {
    Window window = Window.kernel(3).padding(1);
    try (CpuBackend backend = new CpuBackend(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor x = workspace.tensor(Shape.of(1, 2, 4, 5));
      Tensor weights = workspace.tensor(Shape.of(1, 2, 3, 3));
      float[] values = random(40);
      float[] taps = random(18);
      x.write(values);
      weights.write(taps);
      long packedSize = backend.conv2dPackedSize(window, 2, 1, Direction.FORWARD);
      Tensor packed = workspace.tensor(Shape.of((int) packedSize));
      Tensor scratch =
          workspace.tensor(Shape.of((int) backend.conv2dScratchSize(window, 2, 4, 5, 1)));
      Tensor y = workspace.tensor(Shape.of(1, 1, 4, 5));
      backend.conv2dPack(window, weights, Direction.FORWARD, packed);
      backend.conv2d(window, x, packed, null, false, 0, 1, y, scratch);
      double expected = 0;
      for (int c = 0; c < 2; c++) {
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            expected += taps[(c * 3 + a) * 3 + b] * (double) values[(c * 4 + 1 + a) * 5 + 2 + b];
          }
        }
      }
      assertThat((double) y.toArray()[2 * 5 + 3])
          .isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-5));
    }
  }

  @Test
  void descriptionNamesInstructionSetAndThreads() {
    try (CpuBackend backend = new CpuBackend(2)) {
      assertThat(backend.description())
          .isEqualTo("cpu: " + KernelLibrary.isa() + " kernels, 2 threads");
      assertThat(backend.workers().count()).isEqualTo(2);
    }
  }

  private static float[] random(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Streams.uniform(Streams.key(5, "cpu"), i) - 0.5f;
    }
    return values;
  }
}
