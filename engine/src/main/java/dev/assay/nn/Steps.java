package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns layers into steps. Evaluation folds BatchNorm into the product before it and drops dropout;
 * both modes fuse a ReLU into the product or BatchNorm before it; an anti-aliased pool becomes a
 * dense pool and a blur; flatten is a view and needs no step.
 */
final class Steps {

  enum Mode {
    /** Forward only. */
    INFERENCE,
    /** Evaluation mode with gradients with respect to the input. */
    SENSITIVITY,
    /** Batch statistics, dropout, gradients with respect to the parameters. */
    TRAINING
  }

  private final Architecture architecture;
  private final Parameters parameters;
  private final Backend backend;
  private final Workspace workspace;
  private final Mode mode;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>();
  private final int end;
  private int layer;

  /** Whether the max pooling that comes next masks the cotangents of the ReLU before it. */
  private boolean poolMasks;

  private Steps(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Workspace workspace,
      Mode mode,
      int from,
      int to) {
    this.architecture = architecture;
    this.parameters = parameters;
    this.backend = backend;
    this.workspace = workspace;
    this.mode = mode;
    this.layer = from;
    this.end = to;
  }

  /** Steps and, for each, the layer whose parameters it runs with. */
  record Compiled(List<Step> steps, List<Integer> layers) {}

  /** The steps from cut {@code from} to cut {@code to}. */
  static Compiled compile(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Workspace workspace,
      Mode mode,
      int from,
      int to) {
    Steps compiler = new Steps(architecture, parameters, backend, workspace, mode, from, to);
    while (compiler.layer < to) {
      compiler.next();
    }
    return new Compiled(List.copyOf(compiler.steps), List.copyOf(compiler.owners));
  }

  private void next() {
    Layer current = architecture.layers().get(layer);
    Shape in = architecture.shape(layer);
    Shape out = architecture.shape(layer + 1);
    int first = layer++;
    boolean gradients = mode != Mode.INFERENCE;
    if (current instanceof Conv2d conv) {
      Weights weights = weights(first);
      add(
          first,
          new ConvStep(backend, workspace, in, out, conv.window(), weights, takeRelu(), gradients));
    } else if (current instanceof Dense) {
      Weights weights = weights(first);
      add(first, new DenseStep(backend, workspace, in, out, weights, takeRelu().present(), mode));
    } else if (current instanceof BatchNorm norm) {
      add(first, batchNorm(norm, in, first));
    } else if (current instanceof Relu) {
      add(first, new ReluStep(backend, in));
    } else if (current instanceof Pool pool) {
      pool(pool, in, first);
    } else if (current instanceof BlurPool pool) {
      add(first, new BlurStep(backend, in, out, pool.blur()));
    } else if (current instanceof GlobalAvgPool) {
      Window all = new Window(in.height(), in.width(), 1, 1, 0, 0);
      add(first, new AvgPoolStep(backend, in, Shape.image(in.channels(), 1, 1), all));
    } else if (current instanceof Dropout dropout && mode == Mode.TRAINING) {
      add(first, new DropoutStep(backend, in, dropout.rate(), first));
    }
  }

  private void add(int owner, Step step) {
    steps.add(step);
    owners.add(owner);
  }

  /** The weights of a product; swallows a BatchNorm that follows, in evaluation. */
  private Weights weights(int product) {
    if (mode != Mode.TRAINING && follows(BatchNorm.class)) {
      BatchNorm norm = (BatchNorm) architecture.layers().get(layer++);
      return Weights.folded(parameters, product, norm, workspace);
    }
    return follows(BatchNorm.class)
        ? Weights.centred(parameters, product)
        : Weights.plain(parameters, product);
  }

  private Step batchNorm(BatchNorm norm, Shape shape, int first) {
    Rectifier relu = takeRelu();
    return mode == Mode.TRAINING
        ? new BatchNormStep(
            backend, workspace, shape, norm, parameters, first, missingBias(first), relu)
        : new AffineStep(backend, workspace, shape, norm, parameters, first, relu);
  }

  /**
   * The bias that the product before BatchNorm did not add, see {@link Weights#centred}; or null.
   */
  private Tensor missingBias(int norm) {
    Layer before = norm == 0 ? null : architecture.layers().get(norm - 1);
    return before instanceof Conv2d || before instanceof Dense
        ? parameters.find(norm - 1, "bias")
        : null;
  }

  private void pool(Pool pool, Shape in, int first) {
    Window window = pool.pooling();
    Shape pooled = Fit.window(window, in, in.channels());
    add(
        first,
        pool instanceof MaxPool
            ? new MaxPoolStep(backend, in, pooled, window, mode != Mode.INFERENCE, poolMasks)
            : new AvgPoolStep(backend, in, pooled, window));
    poolMasks = false;
    if (pool.antiAlias() != AntiAlias.NONE) {
      Shape out = architecture.shape(first + 1);
      add(
          first,
          new BlurStep(backend, pooled, out, pool.antiAlias().blur(pool.window().strideHeight())));
    }
  }

  private Rectifier takeRelu() {
    if (follows(Relu.class)) {
      layer++;
      poolMasks = follows(MaxPool.class);
      return poolMasks ? Rectifier.POOLED : Rectifier.OWN;
    }
    return Rectifier.NONE;
  }

  private boolean follows(Class<? extends Layer> kind) {
    return layer < end && kind.isInstance(architecture.layers().get(layer));
  }
}
