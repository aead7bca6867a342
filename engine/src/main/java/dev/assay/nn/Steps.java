package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Turns operations into steps: an anti-aliased pool becomes a dense pool and a blur, and what
 * windows see beyond a circular edge is made before them.
 */
final class Steps implements Layer.Visitor<List<Step>> {

  enum Mode {
    /** Forward only. */
    INFERENCE,
    /** Evaluation mode with gradients with respect to the input. */
    SENSITIVITY,
    /** Batch statistics, dropout, gradients with respect to the parameters. */
    TRAINING
  }

  private final Parameters parameters;
  private final Backend backend;
  private final Workspace workspace;
  private final Mode mode;

  /** The operation whose steps are made, and what it reads and writes. */
  private Operation operation;

  private Shape in;
  private Shape out;

  Steps(Parameters parameters, Backend backend, Workspace workspace, Mode mode) {
    this.parameters = parameters;
    this.backend = backend;
    this.workspace = workspace;
    this.mode = mode;
  }

  /** The steps of an operation, one after the other. */
  List<Step> of(Operation next) {
    operation = next;
    in = next.ins.get(0);
    out = next.out;
    return next.layer.accept(this);
  }

  @Override
  public List<Step> conv2d(Conv2d conv) {
    Weights weights = weights();
    boolean gradients = mode != Mode.INFERENCE;
    Rectifier relu = operation.relu;
    if (conv.groups() > 1 || !conv.dilation().isNone()) {
      return windowed(
          conv.reach(),
          true,
          (seen, window) ->
              new GroupedConvStep(
                  backend, workspace, seen, out, window, conv, weights, relu, gradients));
    }
    Around around = Around.of(backend, conv.window(), in, out);
    return windowed(
        conv.window(),
        around == null,
        (seen, window) ->
            new ConvStep(backend, workspace, seen, out, window, weights, relu, around, gradients));
  }

  @Override
  public List<Step> dense(Dense dense) {
    Weights weights = weights();
    return List.of(
        new DenseStep(backend, workspace, in, out, weights, operation.relu.present(), mode));
  }

  @Override
  public List<Step> batchNorm(BatchNorm norm) {
    String owner = operation.owner;
    Rectifier relu = operation.relu;
    return List.of(
        mode == Mode.TRAINING
            ? new BatchNormStep(
                backend, workspace, in, norm, parameters, owner, missingBias(), relu)
            : new AffineStep(backend, workspace, in, norm, parameters, owner, relu));
  }

  @Override
  public List<Step> relu(Relu relu) {
    return List.of(new ReluStep(backend, in, 0));
  }

  @Override
  public List<Step> leakyRelu(LeakyRelu relu) {
    return List.of(new ReluStep(backend, in, relu.slope()));
  }

  @Override
  public List<Step> clip(Clip clip) {
    return List.of(new ClipStep(backend, in, clip));
  }

  @Override
  public List<Step> smooth(Smooth smooth) {
    return List.of(new SmoothStep(backend, in, smooth.curve()));
  }

  @Override
  public List<Step> maxPool(MaxPool pool) {
    if (operation.sampling != null) {
      return List.of(
          new SampledMaxPoolStep(backend, in, pool.pooling(), operation.sampling, operation.masks));
    }
    boolean gradients = mode != Mode.INFERENCE;
    boolean masks = operation.masks;
    Shape pooled = pooled(pool);
    return pooled(
        pool, (seen, window) -> new MaxPoolStep(backend, seen, pooled, window, gradients, masks));
  }

  @Override
  public List<Step> avgPool(AvgPool pool) {
    Shape pooled = pooled(pool);
    Tensor factors = factors(pool);
    return pooled(pool, (seen, window) -> new AvgPoolStep(backend, seen, pooled, window, factors));
  }

  /** All values under a window over those that count; null where all do. */
  private Tensor factors(AvgPool pool) {
    if (pool.uncounted().isNone()) {
      return null;
    }
    int[] counts = pool.counts(in);
    float[] values = new float[counts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((double) pool.window().area() / counts[i]);
    }
    Tensor factors = workspace.tensor(Shape.vector(values.length));
    factors.write(values);
    return factors;
  }

  private Shape pooled(Pool pool) {
    return Fit.window(pool.pooling(), in, in.channels());
  }

  private List<Step> pooled(Pool pool, BiFunction<Shape, Window, Step> step) {
    List<Step> result = windowed(pool.pooling(), true, step);
    if (!pool.antiAlias().isNone()) {
      result.add(new BlurStep(backend, pooled(pool), out, pool.antiAlias().blur(pool.window())));
    }
    return result;
  }

  /**
   * The step of a window, given what it sees; before it, what makes that of a circular image.
   *
   * @param folds see {@link PadStep}
   */
  private List<Step> windowed(Window window, boolean folds, BiFunction<Shape, Window, Step> step) {
    List<Step> result = new ArrayList<>();
    if (window.wraps(in.height(), in.width())) {
      result.add(
          new PadStep(
              backend,
              in,
              Fit.wrapped(window, in),
              Edge.CIRCULAR,
              window.paddingHeight(),
              window.paddingWidth(),
              folds));
    }
    result.add(step.apply(Fit.wrapped(window, in), window.inside()));
    return result;
  }

  @Override
  public List<Step> pad(Pad pad) {
    Margins margins = pad.margins();
    return List.of(new PadStep(backend, in, out, pad.edge(), margins.top(), margins.left(), true));
  }

  @Override
  public List<Step> blurPool(BlurPool pool) {
    return List.of(new BlurStep(backend, in, out, pool.blur()));
  }

  @Override
  public List<Step> polyphasePool(PolyphasePool pool) {
    return List.of(new PolyphaseStep(backend, in, out, pool.blur()));
  }

  @Override
  public List<Step> globalAvgPool(GlobalAvgPool pool) {
    Window all = new Window(in.height(), in.width(), 1, 1, 0, 0);
    return List.of(new AvgPoolStep(backend, in, Shape.image(in.channels(), 1, 1), all, null));
  }

  /** Gone before, as it is a view. */
  @Override
  public List<Step> flatten(Flatten flatten) {
    return List.of();
  }

  /** Gone before in evaluation. */
  @Override
  public List<Step> dropout(Dropout dropout) {
    return List.of(new DropoutStep(backend, in, dropout.rate(), operation.number));
  }

  @Override
  public List<Step> parallel(Parallel layer) {
    return List.of(
        operation.isJoin()
            ? new JoinStep(backend, operation.ins, out, layer.join(), operation.relu)
            : new ForkStep(backend, in));
  }

  /** What a product runs with, given whether BatchNorm follows. */
  private Weights weights() {
    if (operation.norm == null) {
      return Weights.plain(parameters, operation.owner);
    }
    return mode == Mode.TRAINING
        ? Weights.centred(parameters, operation.owner)
        : Weights.folded(parameters, operation, workspace);
  }

  /**
   * The bias that the product before BatchNorm did not add, see {@link Weights#centred}; or null.
   */
  private Tensor missingBias() {
    return operation.product == null ? null : parameters.find(operation.product.owner, "bias");
  }
}
