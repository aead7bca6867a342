package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Turns layers into steps. Evaluation folds BatchNorm into the product before it and drops dropout;
 * both modes fuse a ReLU into the product or BatchNorm before it; an anti-aliased pool becomes a
 * dense pool and a blur; what windows see beyond a circular edge is made before them; flatten is a
 * view and needs no step.
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

  private final Architecture architecture;
  private final Parameters parameters;
  private final Backend backend;
  private final Workspace workspace;
  private final Mode mode;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>();
  private final int end;

  /** The layer whose steps are made, and the one after what they have swallowed. */
  private int current;

  private int layer;
  private Shape in;
  private Shape out;

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
    in = architecture.shape(layer);
    out = architecture.shape(layer + 1);
    current = layer++;
    for (Step step : architecture.layers().get(current).accept(this)) {
      steps.add(step);
      owners.add(current);
    }
  }

  @Override
  public List<Step> conv2d(Conv2d conv) {
    Weights weights = weights();
    boolean gradients = mode != Mode.INFERENCE;
    Rectifier relu = takeRelu();
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
    return List.of(new DenseStep(backend, workspace, in, out, weights, takeRelu().present(), mode));
  }

  @Override
  public List<Step> batchNorm(BatchNorm norm) {
    Rectifier relu = takeRelu();
    return List.of(
        mode == Mode.TRAINING
            ? new BatchNormStep(
                backend, workspace, in, norm, parameters, current, missingBias(), relu)
            : new AffineStep(backend, workspace, in, norm, parameters, current, relu));
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
  public List<Step> maxPool(MaxPool pool) {
    boolean gradients = mode != Mode.INFERENCE;
    boolean masks = poolMasks;
    poolMasks = false;
    Shape pooled = pooled(pool);
    return pooled(
        pool, (seen, window) -> new MaxPoolStep(backend, seen, pooled, window, gradients, masks));
  }

  @Override
  public List<Step> avgPool(AvgPool pool) {
    Shape pooled = pooled(pool);
    return pooled(pool, (seen, window) -> new AvgPoolStep(backend, seen, pooled, window));
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
   * @param folds see {@link WrapStep}
   */
  private List<Step> windowed(Window window, boolean folds, BiFunction<Shape, Window, Step> step) {
    List<Step> result = new ArrayList<>();
    if (window.wraps(in.height(), in.width())) {
      result.add(new WrapStep(backend, in, window, folds));
    }
    result.add(step.apply(Fit.wrapped(window, in), window.inside()));
    return result;
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
    return List.of(new AvgPoolStep(backend, in, Shape.image(in.channels(), 1, 1), all));
  }

  @Override
  public List<Step> flatten(Flatten flatten) {
    return List.of();
  }

  @Override
  public List<Step> dropout(Dropout dropout) {
    return mode == Mode.TRAINING
        ? List.of(new DropoutStep(backend, in, dropout.rate(), current))
        : List.of();
  }

  /** The weights of a product; swallows a BatchNorm that follows, in evaluation. */
  private Weights weights() {
    if (mode != Mode.TRAINING && follows(BatchNorm.class)) {
      BatchNorm norm = (BatchNorm) architecture.layers().get(layer++);
      return Weights.folded(parameters, current, norm, workspace);
    }
    return follows(BatchNorm.class)
        ? Weights.centred(parameters, current)
        : Weights.plain(parameters, current);
  }

  /**
   * The bias that the product before BatchNorm did not add, see {@link Weights#centred}; or null.
   */
  private Tensor missingBias() {
    Layer before = current == 0 ? null : architecture.layers().get(current - 1);
    return before instanceof Conv2d || before instanceof Dense
        ? parameters.find(current - 1, "bias")
        : null;
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
