package dev.assay.peers;

import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.nn.PolyphasePool;
import dev.assay.tensor.Shape;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Circular padding, low-pass filters and polyphase sampling, of several functions each. */
final class TorchFilters {
  private static final long[] ONE = {1, 1};
  private static final long[] ZERO = {0, 0};

  private TorchFilters() {}

  /** Images with what a window sees beyond them where they are circular. */
  static Tensor padded(Tensor x, Window window) {
    int height = (int) x.size(2);
    int width = (int) x.size(3);
    if (!window.wraps(height, width)) {
      return x;
    }
    int left = window.paddingWidth();
    int top = window.paddingHeight();
    long[] pads = {
      left,
      window.wrappedWidth(width) - width - left,
      top,
      window.wrappedHeight(height) - height - top
    };
    return torch.pad(x, pads, "circular", new DoubleOptional());
  }

  /** A depthwise convolution of padded images. */
  static Tensor blurred(TorchTensors tensors, Tensor x, Blur blur) {
    int channels = (int) x.size(1);
    int size = blur.size();
    float[] weights = new float[channels * size * size];
    float[] taps = blur.taps();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = taps[i / size % size] * taps[i % size];
    }
    int after = size - 1 - blur.before();
    long[] pads = {blur.before(), after, blur.before(), after};
    String mode = blur.edge() == Edge.CIRCULAR ? "circular" : "reflect";
    return torch.conv2d(
        torch.pad(x, pads, mode, new DoubleOptional()),
        tensors.of(Shape.of(channels, 1, size, size), weights),
        new TensorOptional(),
        new long[] {blur.strideHeight(), blur.strideWidth()},
        ZERO,
        ONE,
        channels);
  }

  /** Of the components, which are cut apart first, that of the greatest norm. */
  static Tensor chosen(Tensor x, PolyphasePool pool) {
    if (!pool.antiAlias().isNone()) {
      throw new IllegalArgumentException("no libtorch counterpart of " + pool);
    }
    long samples = x.size(0);
    long channels = x.size(1);
    long rows = x.size(2) / pool.strideHeight();
    long columns = x.size(3) / pool.strideWidth();
    long phases = (long) pool.strideHeight() * pool.strideWidth();
    long size = channels * rows * columns;
    Tensor components =
        x.reshape(samples, channels, rows, pool.strideHeight(), columns, pool.strideWidth())
            .permute(0, 3, 5, 1, 2, 4)
            .reshape(samples, phases, size);
    Tensor greatest =
        components.detach().square().sum(new long[] {2}).argmax(new LongOptional(1), true);
    return components
        .gather(1, greatest.unsqueeze(2).expand(samples, 1, size))
        .reshape(samples, channels, rows, columns);
  }
}
