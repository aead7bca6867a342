package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Direction;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/**
 * Fully connected layer with bias and, where fused, ReLU. Weights are packed once for many batches,
 * but not for training, where they change with each, nor where the backend does not ask for it. The
 * weight gradient is one product over the whole batch.
 */
final class DenseStep extends Step implements TrainingStep {
  /**
   * Rows of the weight gradient per task: enough tasks to share, few enough that packing the inputs
   * stays small.
   */
  private static final int GRADIENT_ROWS = 112;

  /** Weights below this count are packed in one task. */
  private static final int PACK_PART = 1 << 17;

  private final Weights weights;
  private final boolean relu;
  private final boolean plain;
  private final Tensor forwardPacked;
  private final Tensor backwardPacked;
  private final int packParts;
  private final int gradientRows;
  private Tensor weightGradient;
  private Tensor biasGradient;

  DenseStep(
      Backend backend,
      Workspace workspace,
      Shape in,
      Shape out,
      Weights weights,
      boolean relu,
      Steps.Mode mode) {
    super(backend, in, out);
    this.weights = weights;
    this.relu = relu;
    this.plain = mode == Steps.Mode.TRAINING || backend.takesPlainWeights();
    this.forwardPacked = plain ? null : packed(workspace, Direction.FORWARD);
    this.backwardPacked =
        plain || mode == Steps.Mode.INFERENCE ? null : packed(workspace, Direction.BACKWARD);
    boolean whole = backend.takesWholeBatches();
    this.packParts = whole ? 1 : (int) (in.size() * out.size() / PACK_PART) + 1;
    this.gradientRows = whole ? out.intSize() : GRADIENT_ROWS;
  }

  private Tensor packed(Workspace workspace, Direction direction) {
    long size = backend.densePackedSize(in.intSize(), out.intSize(), direction);
    return workspace.tensor(Shape.vector(Math.toIntExact(size)));
  }

  @Override
  void prepareRefresh() {
    weights.refresh();
  }

  @Override
  int refreshTasks() {
    return plain ? 0 : backwardPacked == null ? packParts : 2 * packParts;
  }

  @Override
  void refresh(int task) {
    if (task < packParts) {
      backend.densePack(weights.weight(), Direction.FORWARD, task, packParts, forwardPacked);
    } else {
      backend.densePack(
          weights.weight(), Direction.BACKWARD, task - packParts, packParts, backwardPacked);
    }
  }

  @Override
  long scratchSize(int rows) {
    return backend.denseScratchSize(rows, in.intSize(), out.intSize());
  }

  @Override
  boolean overwritesCotangent() {
    return relu;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    if (plain) {
      backend.densePlain(io.x, weights.weight(), weights.bias(), relu, io.y, scratch);
    } else {
      backend.dense(io.x, forwardPacked, weights.bias(), relu, 0, 1, io.y, scratch);
    }
  }

  @Override
  boolean comesInParts() {
    return !plain; // parts are rows of tiles of the packed weights
  }

  @Override
  void forward(Io io, int part, int parts, Tensor scratch) {
    backend.dense(io.x, forwardPacked, weights.bias(), relu, part, parts, io.y, scratch);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (relu) {
      backend.reluBackward(0, io.y, io.dy, io.dy);
    }
    if (io.dx == null) {
      return;
    }
    if (plain) {
      backend.densePlainBackwardData(io.dy, weights.weight(), io.dx, scratch);
    } else {
      backend.denseBackwardData(io.dy, backwardPacked, 0, 1, io.dx, scratch);
    }
  }

  @Override
  public long partialSize() {
    return 0;
  }

  @Override
  public Tensor[] partialViews(Tensor row) {
    return null;
  }

  @Override
  public void bindGradient(Tensor layerGradient) {
    Tensor[] views = weights.views(layerGradient);
    weightGradient = views[0];
    biasGradient = views[1];
  }

  @Override
  public boolean keepsOutputCotangent() {
    return true;
  }

  @Override
  public int gradientTasks() {
    return (out.intSize() + gradientRows - 1) / gradientRows;
  }

  @Override
  public void gradient(int task, Io batch, Tensor scratch) {
    int from = task * gradientRows;
    int to = Math.min(out.intSize(), from + gradientRows);
    backend.denseBackwardWeights(
        batch.x, batch.dy, from, to, weightGradient, biasGradient, scratch);
  }

  @Override
  String form() {
    return plain ? "plain" : "packed";
  }

  @Override
  long flops() {
    return 2 * in.size() * out.size();
  }

  @Override
  String describe() {
    return Text.format("dense %s → %s%s", in, out, weights.fused(relu));
  }
}
