package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.backend.Backend;
import dev.assay.backend.Direction;
import dev.assay.backend.TestBackends;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Storage;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Skipped where there is no GPU; the fake card runs it everywhere. */
class CudnnConvolutionTest {
  private static final int SAMPLES = 3;
  private static final int CHANNELS = 2;
  private static final int OUTPUTS = 5;
  private static final int SIDE = 9;

  private static CudaDevice card() {
    CudaStatus status = Cuda.status();
    assumeTrue(status.ok() && status.has(Cuda.CUDNN), () -> "no cuDNN: " + status.reason());
    return CudaDevice.open(status);
  }

  /** The fake card takes bias with one algorithm, and bias and ReLU with all. */
  private static boolean isFake() {
    return Cuda.status().card().name().equals(FakeCard.NAME);
  }

  private static float[] drawn(int key, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(key, i);
    }
    return values;
  }

  private static Tensor tensor(Workspace workspace, int shift, int key, Shape shape) {
    Tensor whole = workspace.tensor(Shape.vector(shape.intSize() + shift));
    Tensor part = whole.part(shift, shape);
    part.write(drawn(key, shape.intSize()));
    return part;
  }

  /**
   * @param shift of all tensors from an aligned address, in floats
   */
  private static float[] convolved(
      Backend backend, int stride, boolean bias, boolean relu, int shift) {
    Window window = Window.kernel(3).padding(1).stride(stride);
    try (Workspace workspace = new Workspace(backend)) {
      int side = window.outputHeight(SIDE);
      Tensor weights = tensor(workspace, shift, 1, Shape.of(OUTPUTS, CHANNELS, 3, 3));
      Tensor x = tensor(workspace, shift, 2, Shape.of(SAMPLES, CHANNELS, SIDE, SIDE));
      Tensor b = tensor(workspace, shift, 3, Shape.vector(OUTPUTS));
      Tensor y = tensor(workspace, shift, 4, Shape.of(SAMPLES, OUTPUTS, side, side));
      long scratch = backend.conv2dScratchSize(window, CHANNELS, SIDE, SIDE, OUTPUTS);
      Tensor space = workspace.tensor(Shape.vector(Math.toIntExact(Math.max(1, scratch))));
      backend.conv2d(window, x, weights, bias ? b : null, relu, 0, 1, y, space);
      return y.toArray();
    }
  }

  /** Divergence must show behind a ReLU, too, whoever computes it. */
  @Test
  void whatIsNotANumberStaysSo() {
    Window window = Window.kernel(3).padding(1);
    try (CudaBackend gpu = new CudaBackend(card());
        Workspace workspace = new Workspace(gpu)) {
      Tensor weights = tensor(workspace, 0, 1, Shape.of(OUTPUTS, CHANNELS, 3, 3));
      Tensor x = tensor(workspace, 0, 2, Shape.of(SAMPLES, CHANNELS, SIDE, SIDE));
      Tensor b = workspace.tensor(Shape.vector(OUTPUTS));
      float[] bias = drawn(3, OUTPUTS);
      bias[1] = Float.NaN;
      b.write(bias);
      Tensor y = workspace.tensor(Shape.of(SAMPLES, OUTPUTS, SIDE, SIDE));
      long scratch = gpu.conv2dScratchSize(window, CHANNELS, SIDE, SIDE, OUTPUTS);
      Tensor space = workspace.tensor(Shape.vector(Math.toIntExact(Math.max(1, scratch))));
      gpu.conv2d(window, x, weights, b, true, 0, 1, y, space);
      float[] result = y.toArray();
      for (int i = 0; i < result.length; i++) {
        int output = i / (SIDE * SIDE) % OUTPUTS;
        assertThat(Float.isNaN(result[i])).as("value %d", i).isEqualTo(output == 1);
      }
    }
  }

  /** Data and weights, one behind the other. */
  private static float[] backwards(Backend backend, int stride) {
    Window window = Window.kernel(3).padding(1).stride(stride);
    try (Workspace workspace = new Workspace(backend)) {
      int side = window.outputHeight(SIDE);
      Tensor weights = tensor(workspace, 0, 1, Shape.of(OUTPUTS, CHANNELS, 3, 3));
      Tensor x = tensor(workspace, 0, 2, Shape.of(SAMPLES, CHANNELS, SIDE, SIDE));
      Tensor dy = tensor(workspace, 0, 3, Shape.of(SAMPLES, OUTPUTS, side, side));
      int images = x.shape().intSize();
      Tensor result = workspace.tensor(Shape.vector(images + weights.shape().intSize()));
      long scratch = backend.conv2dScratchSize(window, CHANNELS, SIDE, SIDE, OUTPUTS);
      Tensor space = workspace.tensor(Shape.vector(Math.toIntExact(Math.max(1, scratch))));
      Tensor dx = result.part(0, x.shape());
      if (backend.takesPlainWeights()) {
        backend.conv2dBackwardData(window, dy, weights, 0, 1, dx, space);
      } else {
        long size = backend.conv2dPackedSize(window, CHANNELS, OUTPUTS, Direction.BACKWARD);
        Tensor packed = workspace.tensor(Shape.vector(Math.toIntExact(size)));
        backend.conv2dPack(window, weights, Direction.BACKWARD, packed);
        backend.conv2dBackwardData(window, dy, packed, 0, 1, dx, space);
      }
      backend.conv2dBackwardWeights(
          window, x, dy, 0, 1, result.part(images, weights.shape()), null, space);
      return result.toArray();
    }
  }

  /** The fake card finds algorithms for this stride, and then cannot run them. */
  @Test
  void whatTurnsOutNotToRunIsDoneByTheFallback() {
    try (CudaBackend gpu = new CudaBackend(card());
        Backend reference = TestBackends.reference(1)) {
      for (int round = 0; round < 2; round++) {
        assertThat(convolved(gpu, 3, true, true, 0))
            .containsExactly(convolved(reference, 3, true, true, 0), within(1e-4f));
        assertThat(backwards(gpu, 3)).containsExactly(backwards(reference, 3), within(1e-4f));
      }
    }
  }

  /** Asked for, the algorithms with TF32 run, too, each with the arithmetic it was rated with. */
  @Test
  void tf32IsForThoseWhoAskForIt() {
    System.setProperty("assay.tf32", "on");
    try (CudaBackend gpu = new CudaBackend(card());
        Backend reference = TestBackends.reference(1)) {
      assertThat(gpu.description()).contains("TF32");
      assertThat(convolved(gpu, 1, true, true, 0))
          .containsExactly(convolved(reference, 1, true, true, 0), within(0.05f));
      assertThat(backwards(gpu, 1)).containsExactly(backwards(reference, 1), within(0.2f));
    } finally {
      System.clearProperty("assay.tf32");
    }
  }

  /** cuDNN describes no tensor of 2^31 elements; of these there are only addresses. */
  @Test
  void whatCudnnCannotDescribeIsDoneByTheFallback() {
    List<String> asked = new ArrayList<>();
    Convolution fallback =
        (Convolution)
            Proxy.newProxyInstance(
                Convolution.class.getClassLoader(),
                new Class<?>[] {Convolution.class},
                (proxy, method, arguments) -> {
                  asked.add(method.getName());
                  return null;
                });
    Window window = Window.kernel(3).padding(1).stride(2);
    Tensor images = elsewhere(Shape.of(1 << 15, 1, 256, 256));
    Tensor maps = elsewhere(Shape.of(1 << 15, 4, 128, 128));
    Tensor weights = elsewhere(Shape.of(4, 1, 3, 3));
    CudaDevice device = card();
    try (Convolution library = device.convolution(fallback, null)) {
      library.forward(window, images, weights, new Epilogue(null, false), maps, null);
      library.backwardData(window, maps, weights, images, null);
      library.backwardWeights(window, images, maps, weights, null);
    }
    device.close();
    assertThat(asked).containsExactly("forward", "backwardData", "backwardWeights", "close");
  }

  private static Tensor elsewhere(Shape shape) {
    Storage storage =
        (Storage)
            Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) ->
                    method.getName().equals("size") ? shape.size() : 256L);
    return Tensor.view(storage, 0, shape);
  }

  @Test
  void biasAndReluArePartOfTheConvolutionWhereThatCanBe() {
    SpiedDevice card = new SpiedDevice(card());
    try (CudaBackend gpu = new CudaBackend(card.device());
        Backend reference = TestBackends.reference(1)) {
      for (int setting = 0; setting < 32; setting++) {
        boolean bias = (setting & 1) != 0;
        boolean relu = (setting & 2) != 0;
        int stride = (setting & 4) != 0 ? 2 : 1;
        int shift = setting >> 3; // 0 twice: what was refused once is refused again
        int before = card.count("launch");
        float[] result = convolved(gpu, stride, bias, relu, Math.max(0, shift - 1));
        int launches = card.count("launch") - before;
        String what = "bias %s, relu %s, stride %d, shift %d".formatted(bias, relu, stride, shift);
        assertThat(result)
            .as(what)
            .containsExactly(
                convolved(reference, stride, bias, relu, 0),
                within(isFake() ? 1e-5f : 1e-4f)); // Winograd's algorithm rounds more
        if (isFake()) {
          boolean fused = bias && shift < 2 && (relu || stride == 1);
          assertThat(launches).as(what).isEqualTo(fused || !bias && !relu ? 0 : 1);
        }
      }
    }
  }
}
