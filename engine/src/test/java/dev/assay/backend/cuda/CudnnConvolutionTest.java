package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
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
      backend.conv2d(window, x, weights, bias ? b : null, relu, y, space);
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
      gpu.conv2d(window, x, weights, b, true, y, space);
      float[] result = y.toArray();
      for (int i = 0; i < result.length; i++) {
        int output = i / (SIDE * SIDE) % OUTPUTS;
        assertThat(Float.isNaN(result[i])).as("value %d", i).isEqualTo(output == 1);
      }
    }
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
            .containsExactly(convolved(reference, stride, bias, relu, 0), within(1e-5f));
        if (isFake()) {
          boolean fused = bias && shift < 2 && (relu || stride == 1);
          assertThat(launches).as(what).isEqualTo(fused || !bias && !relu ? 0 : 1);
        }
      }
    }
  }
}
