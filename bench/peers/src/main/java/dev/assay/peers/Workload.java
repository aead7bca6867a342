package dev.assay.peers;

import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.nio.file.Path;

/**
 * Something every side can be asked to do, with sizes. {@link #spec()} is its text form, which
 * controller and workers exchange and {@link #parse} reads.
 */
sealed interface Workload {

  /** This workload, prepared by an engine. */
  Job on(Engine engine);

  String spec();

  /** What one unit of the rate is. */
  String unit();

  /** Units per run. */
  double items();

  /** Floating-point operations of the products of one run; 0 where there are none. */
  double flops();

  /** Bytes that one run must read and write at least, where these bound it; otherwise 0. */
  double bytes();

  /** True for what an inference engine can do. */
  default boolean isInference() {
    return false;
  }

  /** The operation of a convolution or BatchNorm that is timed. */
  enum Pass {
    FORWARD,
    DATA,
    WEIGHTS
  }

  /** One step of SGD with momentum. */
  record Training(Net net, int batch) implements Workload {
    @Override
    public Job on(Engine engine) {
      return engine.training(this);
    }

    @Override
    public String spec() {
      return "train " + net + " " + batch;
    }

    @Override
    public String unit() {
      return "samples/s";
    }

    @Override
    public double items() {
      return batch;
    }

    @Override
    public double flops() {
      return batch * net.trainingFlops();
    }

    @Override
    public double bytes() {
      return 0;
    }
  }

  /** Logits in evaluation mode. */
  record Forward(Net net, int batch) implements Workload {
    @Override
    public Job on(Engine engine) {
      return engine.forward(this);
    }

    @Override
    public String spec() {
      return "forward " + net + " " + batch;
    }

    @Override
    public String unit() {
      return "samples/s";
    }

    @Override
    public double items() {
      return batch;
    }

    @Override
    public double flops() {
      return batch * net.forwardFlops();
    }

    @Override
    public double bytes() {
      return 0;
    }

    @Override
    public boolean isInference() {
      return net.isExported();
    }
  }

  /** Gradients of all logits with respect to the input, in evaluation mode. */
  record Jacobian(Net net, int batch) implements Workload {
    @Override
    public Job on(Engine engine) {
      return engine.jacobian(this);
    }

    @Override
    public String spec() {
      return "jacobian " + net + " " + batch;
    }

    @Override
    public String unit() {
      return "Jacobians/s";
    }

    @Override
    public double items() {
      return batch;
    }

    @Override
    public double flops() {
      return batch * net.forwardFlops() * (1 + net.architecture().classes());
    }

    @Override
    public double bytes() {
      return 0;
    }
  }

  /** Logits at {@code points} equally spaced points of the segment between two inputs. */
  record Segment(Net net, int points) implements Workload {
    @Override
    public Job on(Engine engine) {
      return engine.segment(this);
    }

    /** Where point {@code i} lies, from 0 to 1. */
    float position(int i) {
      return i / (points - 1f);
    }

    @Override
    public String spec() {
      return "segment " + net + " " + points;
    }

    @Override
    public String unit() {
      return "points/s";
    }

    @Override
    public double items() {
      return points;
    }

    @Override
    public double flops() {
      return points * net.forwardFlops();
    }

    @Override
    public double bytes() {
      return 0;
    }

    @Override
    public boolean isInference() {
      return true;
    }
  }

  /** One convolution with bias on square images, padded by half the kernel. */
  record Convolution(
      Pass pass, int inChannels, int outChannels, int extent, int kernel, int stride, int batch)
      implements Workload {

    Window window() {
      return Window.kernel(kernel).stride(stride).padding(kernel / 2);
    }

    Shape input() {
      return Shape.of(batch, inChannels, extent, extent);
    }

    Shape output() {
      int map = window().outputHeight(extent);
      return Shape.of(batch, outChannels, map, map);
    }

    Shape weights() {
      return Shape.of(outChannels, inChannels, kernel, kernel);
    }

    @Override
    public Job on(Engine engine) {
      return engine.convolution(this);
    }

    @Override
    public String spec() {
      return Text.format(
          "conv %s %d,%d,%d,%d,%d,%d",
          pass, inChannels, outChannels, extent, kernel, stride, batch);
    }

    @Override
    public String unit() {
      return "GFLOP/s";
    }

    @Override
    public double items() {
      return flops() / 1e9;
    }

    @Override
    public double flops() {
      return 2.0 * output().size() * inChannels * kernel * kernel;
    }

    @Override
    public double bytes() {
      return Float.BYTES * (input().size() + output().size() + weights().size());
    }
  }

  /** Max pooling that also gives the indices of the winners. */
  record MaxPooling(int channels, int extent, int kernel, int stride, int batch)
      implements Workload {

    Window window() {
      return Window.kernel(kernel).stride(stride).padding((kernel - 1) / 2);
    }

    Shape input() {
      return Shape.of(batch, channels, extent, extent);
    }

    Shape output() {
      int map = window().outputHeight(extent);
      return Shape.of(batch, channels, map, map);
    }

    @Override
    public Job on(Engine engine) {
      return engine.maxPooling(this);
    }

    @Override
    public String spec() {
      return Text.format("maxpool %d,%d,%d,%d,%d", channels, extent, kernel, stride, batch);
    }

    @Override
    public String unit() {
      return "Gelem/s";
    }

    @Override
    public double items() {
      return input().size() / 1e9;
    }

    @Override
    public double flops() {
      return 0;
    }

    @Override
    public double bytes() {
      return Float.BYTES * (input().size() + 2.0 * output().size());
    }
  }

  /** BatchNorm in training mode; {@code DATA} gives the gradients of scale and shift as well. */
  record BatchNorming(Pass pass, int channels, int extent, int batch) implements Workload {
    static final float EPSILON = 1e-5f;
    static final float MOMENTUM = 0.1f;

    Shape input() {
      return Shape.of(batch, channels, extent, extent);
    }

    @Override
    public Job on(Engine engine) {
      return engine.batchNorming(this);
    }

    @Override
    public String spec() {
      return Text.format("batchnorm %s %d,%d,%d", pass, channels, extent, batch);
    }

    @Override
    public String unit() {
      return "Gelem/s";
    }

    @Override
    public double items() {
      return input().size() / 1e9;
    }

    @Override
    public double flops() {
      return 0;
    }

    @Override
    public double bytes() {
      return Float.BYTES * (pass == Pass.FORWARD ? 2.0 : 3.0) * input().size();
    }
  }

  /**
   * Distances to the decision boundary.
   *
   * @param method of Assay's solvers or libtorch's attacks
   * @param samples the first so many of the problem's
   * @param batch samples at a time, for libtorch
   * @param problem file of a {@link MarginProblem}
   */
  record Search(String method, int samples, int batch, Path problem) implements Workload {
    @Override
    public Job on(Engine engine) {
      return engine.search(this);
    }

    @Override
    public String spec() {
      return Text.format("search %s %d %d %s", method, samples, batch, problem);
    }

    @Override
    public String unit() {
      return "samples/s";
    }

    @Override
    public double items() {
      return samples;
    }

    @Override
    public double flops() {
      return 0;
    }

    @Override
    public double bytes() {
      return 0;
    }
  }

  /** Reads a {@link #spec()}. */
  static Workload parse(String spec) {
    String[] words = spec.split(" ");
    return switch (words[0]) {
      case "train" -> new Training(Net.valueOf(words[1]), Integer.parseInt(words[2]));
      case "forward" -> new Forward(Net.valueOf(words[1]), Integer.parseInt(words[2]));
      case "jacobian" -> new Jacobian(Net.valueOf(words[1]), Integer.parseInt(words[2]));
      case "segment" -> new Segment(Net.valueOf(words[1]), Integer.parseInt(words[2]));
      case "conv" -> convolution(Pass.valueOf(words[1]), words[2]);
      case "maxpool" -> {
        int[] n = numbers(words[1], 5);
        yield new MaxPooling(n[0], n[1], n[2], n[3], n[4]);
      }
      case "batchnorm" -> {
        int[] n = numbers(words[2], 3);
        yield new BatchNorming(Pass.valueOf(words[1]), n[0], n[1], n[2]);
      }
      case "search" -> {
        String[] parts = spec.split(" ", 5);
        yield new Search(
            parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), Path.of(parts[4]));
      }
      default -> throw new IllegalArgumentException("no workload '" + spec + "'");
    };
  }

  /** A convolution of the shape {@code ci,co,hw,k,s,batch}. */
  static Convolution convolution(Pass pass, String shape) {
    int[] n = numbers(shape, 6);
    return new Convolution(pass, n[0], n[1], n[2], n[3], n[4], n[5]);
  }

  private static int[] numbers(String text, int count) {
    String[] parts = text.split(",");
    int[] numbers = new int[count];
    boolean valid = parts.length == count;
    for (int i = 0; valid && i < count; i++) {
      valid = parts[i].strip().matches("[1-9]\\d{0,5}");
      numbers[i] = valid ? Integer.parseInt(parts[i].strip()) : 0;
    }
    if (!valid) {
      throw new IllegalArgumentException(
          Text.format("'%s' is not %d positive whole numbers with commas between", text, count));
    }
    return numbers;
  }
}
