package dev.assay.bench;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.Blur;
import dev.assay.backend.Direction;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Single operations on one thread, on the shapes that studies use, in samples per second: eight
 * images a call, as a worker sees them. The counters give floating-point operations and elements
 * per second, to be held against the machine's peak and its bandwidth.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@OperationsPerInvocation(KernelBenchmark.IMAGES)
public class KernelBenchmark {
  static final int IMAGES = 8;

  /** Input channels, output channels, height and width, kernel, stride. */
  @Param({
    "32,32,32,3,1",
    "64,64,16,3,1",
    "3,32,32,3,1",
    "32,64,16,3,1",
    "32,32,32,5,1",
    "32,64,32,3,2"
  })
  public String shape;

  @Param("auto")
  public String backend;

  private Backend opened;
  private Workspace workspace;
  private Window window;
  private Window pool;
  private Blur blur;
  private Tensor x;
  private Tensor y;
  private Tensor pooled;
  private Tensor argmax;
  private Tensor weights;
  private Tensor gradient;
  private Tensor forward;
  private Tensor backward;
  private Tensor bias;
  private Tensor biasGradient;
  private Tensor channels;
  private Tensor ones;
  private Tensor scratch;
  private long flops;
  private long elements;

  /** Work done, as rates. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    public long flop;
    public long element;
  }

  @Setup(Level.Trial)
  public void open() {
    String[] numbers = shape.split(",");
    int in = Integer.parseInt(numbers[0]);
    int out = Integer.parseInt(numbers[1]);
    int extent = Integer.parseInt(numbers[2]);
    int kernel = Integer.parseInt(numbers[3]);
    int stride = Integer.parseInt(numbers[4]);
    opened = Backends.open(backend, 1);
    workspace = new Workspace(opened);
    window = Window.kernel(kernel).stride(stride).padding(kernel / 2);
    pool = Window.kernel(2).stride(2);
    blur = new Blur(3, 2, Edge.REFLECT);
    int map = window.outputHeight(extent);
    x = random(Shape.of(IMAGES, in, extent, extent), "x");
    y = random(Shape.of(IMAGES, out, map, map), "y");
    pooled = workspace.tensor(Shape.of(IMAGES, in, extent / 2, extent / 2));
    argmax = workspace.tensor(pooled.shape());
    weights = random(Shape.of(out, in, kernel, kernel), "w");
    gradient = workspace.tensor(weights.shape());
    bias = random(Shape.vector(out), "b");
    biasGradient = workspace.tensor(bias.shape());
    channels = workspace.tensor(Shape.of(2, in));
    ones = random(Shape.vector(in), "ones");
    forward = packed(in, out, Direction.FORWARD);
    backward = packed(in, out, Direction.BACKWARD);
    long size = opened.conv2dScratchSize(window, in, extent, extent, out);
    scratch = workspace.tensor(Shape.vector((int) Math.max(16, size)));
    flops = 2L * IMAGES * out * map * map * in * kernel * kernel;
    elements = x.size();
  }

  private Tensor packed(int in, int out, Direction direction) {
    long size = opened.conv2dPackedSize(window, in, out, direction);
    Tensor packed = workspace.tensor(Shape.vector((int) size));
    opened.conv2dPack(window, weights, direction, packed);
    return packed;
  }

  private Tensor random(Shape tensorShape, String purpose) {
    Tensor tensor = workspace.tensor(tensorShape);
    tensor.write(Workloads.noise(tensorShape.intSize(), purpose));
    return tensor;
  }

  @TearDown(Level.Trial)
  public void close() {
    workspace.close();
    opened.close();
  }

  @Benchmark
  public void convForward(Work work) {
    opened.conv2d(window, x, forward, bias, true, 0, 1, y, scratch);
    opened.finish();
    work.flop += flops;
  }

  @Benchmark
  public void convBackwardData(Work work) {
    opened.conv2dBackwardData(window, y, backward, 0, 1, x, scratch);
    opened.finish();
    work.flop += flops;
  }

  @Benchmark
  public void convBackwardWeights(Work work) {
    opened.conv2dBackwardWeights(window, x, y, 0, 1, gradient, biasGradient, scratch);
    opened.finish();
    work.flop += flops;
  }

  @Benchmark
  public void maxPool(Work work) {
    opened.maxPool(pool, x, pooled, argmax);
    opened.finish();
    work.element += elements;
  }

  @Benchmark
  public void blurPool(Work work) {
    opened.blur(blur, null, x, pooled);
    opened.finish();
    work.element += elements;
  }

  @Benchmark
  public void batchNormStatistics(Work work) {
    opened.batchNormStatistics(x, channels);
    opened.finish();
    work.element += elements;
  }

  @Benchmark
  public void batchNorm(Work work) {
    opened.batchNorm(x, ones, ones, ones, ones, true, x);
    opened.finish();
    work.element += elements;
  }

  @Benchmark
  public void relu(Work work) {
    opened.relu(0, x, x);
    opened.finish();
    work.element += elements;
  }
}
