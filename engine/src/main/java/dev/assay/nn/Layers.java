package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.backend.Curve;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import java.util.List;

/** Short names for writing architectures in code; static-import them. */
public final class Layers {

  private Layers() {}

  /**
   * A square window of stride 1 without padding; refine it with {@code .stride(s)} and {@code
   * .padding(p)}.
   */
  public static Window kernel(int size) {
    return Window.kernel(size);
  }

  public static Conv2d conv(int channels, Window window) {
    return new Conv2d(channels, window, true);
  }

  public static Dense dense(int units) {
    return new Dense(units, true);
  }

  public static BatchNorm batchNorm() {
    return new BatchNorm(BatchNorm.DEFAULT_EPSILON, BatchNorm.DEFAULT_MOMENTUM);
  }

  public static Relu relu() {
    return new Relu();
  }

  public static LeakyRelu leakyRelu() {
    return new LeakyRelu(LeakyRelu.DEFAULT_SLOPE);
  }

  /** ReLU up to 6. */
  public static Clip relu6() {
    return new Clip(0, 6);
  }

  public static Smooth tanh() {
    return new Smooth(Curve.TANH);
  }

  /** Max pooling with stride equal to the kernel. */
  public static MaxPool maxPool(int size) {
    return new MaxPool(kernel(size).stride(size), AntiAlias.NONE);
  }

  /** Max pooling with stride equal to the kernel and a binomial low-pass filter of {@code taps}. */
  public static MaxPool maxPool(int size, int taps) {
    return new MaxPool(kernel(size).stride(size), AntiAlias.of(taps));
  }

  /** Average pooling with stride equal to the kernel. */
  public static AvgPool avgPool(int size) {
    return new AvgPool(kernel(size).stride(size), AntiAlias.NONE);
  }

  public static BlurPool blurPool(int size, int stride) {
    return new BlurPool(new Blur(size, stride, Edge.REFLECT));
  }

  public static PolyphasePool polyphasePool(int stride) {
    return new PolyphasePool(stride, stride, AntiAlias.NONE);
  }

  public static GlobalAvgPool globalAvgPool() {
    return new GlobalAvgPool();
  }

  public static Flatten flatten() {
    return new Flatten();
  }

  /** A residual block: what a chain makes of its input, and the input itself. */
  public static Parallel residual(Layer... chain) {
    return add(List.of(chain), List.of());
  }

  /** The sum of branches. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of reads them alone
  public static Parallel add(List<Layer>... branches) {
    return new Parallel(List.of(branches), Parallel.Join.ADD);
  }

  /** The channels of all branches. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of reads them alone
  public static Parallel concat(List<Layer>... branches) {
    return new Parallel(List.of(branches), Parallel.Join.CONCAT);
  }

  public static Dropout dropout(double rate) {
    return new Dropout((float) rate);
  }
}
