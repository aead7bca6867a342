package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.backend.Window;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Storage;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaBackendTest {

  /** On an emulated card; what operations compute is the contract test's matter. */
  @Nested
  class Emulated {
    @BeforeEach
    void needsACompiler() {
      assumeTrue(EmulatedDevice.reason() == null, EmulatedDevice.reason());
    }

    private static CudaBackend backend(long megabytes) {
      return new CudaBackend(new EmulatedDevice(megabytes << 20));
    }

    /** The emulated device fails when it is closed and memory is left. */
    @Test
    void nothingIsLeftAfterClosing() {
      CudaBackend backend = backend(64);
      try (Workspace workspace = new Workspace(backend)) {
        Tensor tensor = workspace.tensor(Shape.of(3, 5));
        assertThat(tensor.toArray()).containsOnly(0);
        assertThat(backend.liveBytes()).isEqualTo(Workspace.align(15) * Float.BYTES);
      }
      assertThat(backend.liveBytes()).isZero();
      backend.close();
    }

    @Test
    void memoryIsFreedOnceAndUsedWithinItsBounds() {
      try (CudaBackend backend = backend(64)) {
        Storage storage = backend.allocate(4);
        float[] five = new float[5];
        assertThatThrownBy(() -> storage.write(0, five, 0, 5))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> storage.read(1, five, 0, 4))
            .isInstanceOf(IndexOutOfBoundsException.class);
        storage.free();
        assertThatThrownBy(() -> storage.read(0, five, 0, 4))
            .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(storage::free).isInstanceOf(IllegalStateException.class);
        assertThat(backend.liveBytes()).isZero();
      }
    }

    /** A block that was used before holds what it held; a tensor must not. */
    @Test
    void aReusedBlockIsZeroed() {
      try (CudaBackend backend = backend(64)) {
        Workspace first = new Workspace(backend);
        first.tensor(Shape.of(4)).write(new float[] {1, 2, 3, 4});
        first.close();
        try (Workspace second = new Workspace(backend)) {
          assertThat(second.tensor(Shape.of(4)).toArray()).containsOnly(0);
        }
      }
    }

    /** Extents that invite to read neighbours together, at addresses where a card cannot. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatBeginsAnywhereGivesTheSameBits(int offset) {
      try (CudaBackend backend = backend(64);
          Workspace workspace = new Workspace(backend)) {
        assertThat(results(backend, workspace, offset))
            .isDeepEqualTo(results(backend, workspace, 0));
      }
    }

    private static float[][] results(CudaBackend backend, Workspace workspace, int offset) {
      Shape images = Shape.of(2, 3, 4, 4);
      Tensor x = noise(workspace, offset, images);
      Tensor dy = noise(workspace, offset, images);
      Tensor channels = noise(workspace, offset, Shape.vector(3));
      Tensor y = noise(workspace, offset, images);
      Tensor sums = noise(workspace, offset, Shape.of(2, 3));
      Tensor pooled = noise(workspace, offset, Shape.of(2, 3, 2, 2));
      Tensor winners = noise(workspace, offset, Shape.of(2, 3, 2, 2));
      Window window = Window.kernel(2).stride(2);
      float[][] results = new float[4][];
      backend.reluBackward(0, x, dy, y);
      results[0] = y.toArray();
      backend.scaleChannels(dy, channels, y);
      results[1] = y.toArray();
      backend.batchNormStatistics(x, sums);
      results[2] = sums.toArray();
      backend.maxPool(window, x, pooled, winners);
      backend.maxPoolBackward(window, winners, pooled, y);
      results[3] = y.toArray();
      return results;
    }

    private static Tensor noise(Workspace workspace, int offset, Shape shape) {
      Tensor tensor = workspace.tensor(Shape.vector(offset + shape.intSize())).part(offset, shape);
      float[] values = new float[shape.intSize()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(37 * i + shape.intSize());
      }
      tensor.write(values);
      return tensor;
    }

    @Test
    void aBatchThatDoesNotFitIsAnsweredByOneThatDoes() {
      Architecture architecture =
          Architecture.of(
              Shape.image(1, 32, 32),
              Layers.conv(16, Layers.kernel(3).padding(1)),
              Layers.relu(),
              Layers.flatten(),
              Layers.dense(10));
      try (CudaBackend backend = backend(64);
          Network network = new Network(backend, architecture, 1)) {
        long before = backend.liveBytes();
        Throwable refusal = catchThrowable(() -> network.training(4096));
        assertThat(refusal)
            .isInstanceOf(OutOfDeviceMemoryException.class)
            .hasMessageStartingWith("batch 4096: the GPU has no room for ")
            .hasMessageContaining("of its 64.00 MiB this program's tensors hold")
            .hasMessageMatching(".*; a batch of \\d+ would fit");
        assertThat(backend.liveBytes()).as("nothing of the attempts is left").isEqualTo(before);
        int fits = Integer.parseInt(refusal.getMessage().replaceAll(".* batch of (\\d+) .*", "$1"));
        assertThatThrownBy(() -> network.training(2 * fits))
            .isInstanceOf(OutOfDeviceMemoryException.class);
        assertThat(network.training(fits).batch()).isEqualTo(fits);
      }
    }

    private static float[] statistics(float[] values) {
      try (CudaBackend backend = backend(64);
          Workspace workspace = new Workspace(backend)) {
        Tensor x = workspace.tensor(Shape.of(1, 1, 1, values.length));
        Tensor partial = workspace.tensor(Shape.of(2, 1));
        x.write(values);
        backend.batchNormStatistics(x, partial);
        return partial.toArray();
      }
    }

    /** Their sum holds none of the last bits, and the mean is none of them. */
    @Test
    void statisticsOfValuesThatDifferByABit() {
      float[] values = new float[150_000];
      float bit = Math.ulp(4096f);
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 3 == 0 ? 4096 : 4096 + bit;
      }
      float[] found = statistics(values);
      assertThat(found[0]).as("the mean, 2/3 of a bit above").isEqualTo(4096 + bit);
      float squares = values.length * bit * bit * 2 / 9;
      assertThat(found[1]).isCloseTo(squares, within(squares / 100));
    }

    @Test
    void statisticsOfWhatIsNotANumber() {
      assertThat(statistics(new float[] {1, Float.NaN, 3})).containsOnly(Float.NaN);
    }

    /** Columns of a few samples at a time. */
    @Test
    void scratchOfLoweredConvolutionDoesNotGrowWithTheBatch() {
      LoweredConvolution lowered = new LoweredConvolution(new FakeDevice(0), null);
      Window window = Window.kernel(3).padding(1);
      assertThat(lowered.scratchSize(window, 1, 4, 4, 8)).isEqualTo(9 * 16 * 64);
      assertThat(lowered.scratchSize(window, 64, 32, 32, 8)).isEqualTo(64 * 9 * 1024);
      assertThat(lowered.scratchSize(window, 3, 32, 32, 8)).isBetween(1_000_000L, 1L << 20);
    }
  }

  /** Counted as skipped where there is no GPU. */
  @Nested
  class OnAGpu {
    @Test
    void opensAndNamesTheCard() {
      assumeTrue(Cuda.status().ok(), "no GPU: " + Cuda.status().reason());
      try (CudaBackend backend = CudaBackend.open();
          Workspace workspace = new Workspace(backend)) {
        assertThat(backend.description()).contains(Cuda.status().card().name());
        Tensor x = workspace.tensor(Shape.of(1, 3));
        x.write(new float[] {-1, 0, 2});
        backend.relu(0, x, x);
        assertThat(x.toArray()).containsExactly(0, 0, 2);
      }
    }

    /** cuDNN describes convolutions without a GPU, too: ASSAY_CUDA=force looks for it. */
    @Test
    void cudnnComputesTheSameOutputShapes() {
      String missing = missing(Cuda.CUDNN);
      assumeTrue(missing == null, missing);
      for (int kernel = 1; kernel < 6; kernel++) {
        Window window = Window.kernel(kernel).stride(1 + kernel % 3).padding(kernel / 2);
        Shape maps = Shape.of(5, 7, window.outputHeight(13), window.outputWidth(9));
        try (ConvolutionShape shape = ConvolutionShape.of(window, Shape.of(5, 3, 13, 9), maps)) {
          assertThat(shape.output()).isEqualTo(maps);
        }
      }
    }

    /** NVRTC compiles without a GPU, too. */
    @Test
    void nvrtcCompilesTheKernels() {
      String missing = missing(Cuda.NVRTC);
      assumeTrue(missing == null, missing);
      Target hopper = Target.of(90, Nvrtc.known());
      byte[] cubin = Nvrtc.compile(KernelSource.text(), hopper);
      assertThat(new String(cubin, 1, 3, StandardCharsets.ISO_8859_1)).isEqualTo("ELF");
      assertThatThrownBy(() -> Nvrtc.compile("int f() { return x; }", hopper))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("assay.cu(1)");
      byte[] ptx = Nvrtc.compile(KernelSource.text(), new Target(75, true));
      assertThat(new String(ptx, StandardCharsets.ISO_8859_1))
          .contains(".target sm_75", ".entry softmaxCrossEntropy")
          .endsWith("\0");
    }

    @Test
    void librariesSayTheirVersions() {
      for (String library : List.of(Cuda.CUBLAS, Cuda.NVRTC, Cuda.CUDNN)) {
        String missing = missing(library);
        assumeTrue(missing == null, missing);
        assertThat(new RuntimeProbe().version(library)).matches("\\d+\\.\\d+(\\.\\d+)?");
      }
    }

    private static String missing(String library) {
      RuntimeProbe probe = new RuntimeProbe();
      if (!probe.hasDeviceNode() && !probe.setting().equals("force")) {
        return "no " + library + " looked for: " + Cuda.status().reason();
      }
      try {
        probe.load();
        probe.version(library);
        return null;
      } catch (Throwable e) {
        return "no " + library + ": " + Cuda.rootCause(e);
      }
    }
  }
}
