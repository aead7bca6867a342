package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.backend.Direction;
import dev.assay.backend.Window;
import dev.assay.backend.Workers;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.Map;

/** A convolution, the cotangent of its input, or the gradient of its weights and bias. */
final class AssayConvolution extends AssayKernel {
  private final Workload.Pass pass;
  private final Window window;
  private final Tensor x;
  private final Tensor y;
  private final Tensor[] xs;
  private final Tensor[] ys;
  private final Tensor packed;
  private final Tensor bias;
  private final Tensor partials;
  private final Tensor[] weightPartials;
  private final Tensor[] biasPartials;
  private final Tensor gradient;
  private final int weightCount;
  private final Tensor[] scratch;
  private final int parts;
  private final Workers.Task task;

  AssayConvolution(Backend backend, Workload.Convolution workload) {
    super(backend, workload.input(), workload.output());
    pass = workload.pass();
    window = workload.window();
    int in = workload.inChannels();
    int out = workload.outChannels();
    Tensor weights = noise(workload.weights(), "weights");
    weightCount = workload.weights().intSize();
    bias = noise(Shape.vector(out), "bias");
    x = pass == Workload.Pass.DATA ? zeros(workload.input()) : noise(workload.input(), "x");
    y = pass == Workload.Pass.FORWARD ? zeros(workload.output()) : noise(workload.output(), "dy");
    xs = cut(x);
    ys = cut(y);
    Direction direction = pass == Workload.Pass.DATA ? Direction.BACKWARD : Direction.FORWARD;
    packed =
        zeros(Shape.vector(Math.toIntExact(backend.conv2dPackedSize(window, in, out, direction))));
    backend.conv2dPack(window, weights, direction, packed);
    partials = zeros(Shape.of(slices, weightCount + out));
    weightPartials = new Tensor[slices];
    biasPartials = new Tensor[slices];
    Tensor[] rows = rows(partials);
    for (int i = 0; i < slices; i++) {
      weightPartials[i] = rows[i].part(0, workload.weights());
      biasPartials[i] = rows[i].part(weightCount, Shape.vector(out));
    }
    gradient = zeros(Shape.vector(weightCount + out));
    scratch = new Tensor[backend.workers().count()];
    long size = backend.conv2dScratchSize(window, in, workload.extent(), workload.extent(), out);
    for (int worker = 0; worker < scratch.length; worker++) {
      scratch[worker] = zeros(Shape.vector(Math.toIntExact(Math.max(1, size))));
    }
    parts = backend.workers().parts(slices);
    task =
        switch (pass) {
          case FORWARD -> this::forward;
          case DATA -> this::data;
          case WEIGHTS -> this::weights;
        };
  }

  private void forward(int index, int worker) {
    int i = index / parts;
    backend.conv2d(
        window, xs[i], packed, bias, false, index % parts, parts, ys[i], scratch[worker]);
  }

  private void data(int index, int worker) {
    int i = index / parts;
    backend.conv2dBackwardData(window, ys[i], packed, index % parts, parts, xs[i], scratch[worker]);
  }

  private void weights(int index, int worker) {
    int i = index / parts;
    backend.conv2dBackwardWeights(
        window,
        xs[i],
        ys[i],
        index % parts,
        parts,
        weightPartials[i],
        biasPartials[i],
        scratch[worker]);
  }

  @Override
  public void run() {
    backend.workers().run(slices * parts, task);
    if (pass == Workload.Pass.WEIGHTS) {
      backend.sum(partials, gradient);
    }
  }

  @Override
  public Map<String, float[]> outputs() {
    run();
    return switch (pass) {
      case FORWARD -> Map.of("output", y.toArray());
      case DATA -> Map.of("input gradient", x.toArray());
      case WEIGHTS ->
          Map.of(
              "weight gradient", gradient.part(0, Shape.vector(weightCount)).toArray(),
              "bias gradient", gradient.part(weightCount, bias.shape()).toArray());
    };
  }
}
