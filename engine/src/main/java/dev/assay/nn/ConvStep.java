package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Direction;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.List;

/**
 * Convolution with bias and, where fused, ReLU. On a circular image that stays as large as it is,
 * the cotangents are those of the image, packed at the beginning of the place for those of what the
 * windows see.
 */
final class ConvStep extends FilterStep {
  private final Window window;

  /** How cotangents of a circular image are made; null where they are those of what it sees. */
  private final Around around;

  private final Tensor forwardPacked;
  private final Tensor backwardPacked;

  ConvStep(
      Backend backend,
      Workspace workspace,
      Shape in,
      Shape out,
      Window window,
      Weights weights,
      Rectifier relu,
      Around around,
      boolean gradients) {
    super(backend, in, out, weights, relu, gradients);
    this.window = window;
    this.around = around;
    this.forwardPacked = packed(workspace, Direction.FORWARD);
    this.backwardPacked = gradients ? packed(workspace, Direction.BACKWARD) : null;
  }

  private Tensor packed(Workspace workspace, Direction direction) {
    if (backend.takesPlainWeights()) {
      return weights.weight();
    }
    long size =
        backend.conv2dPackedSize(window(direction), in.channels(), out.channels(), direction);
    return workspace.tensor(Shape.vector(Math.toIntExact(size)));
  }

  private Window window(Direction direction) {
    return around != null && direction == Direction.BACKWARD ? around.window() : window;
  }

  @Override
  void prepareRefresh() {
    weights.refresh();
  }

  @Override
  int refreshTasks() {
    if (backend.takesPlainWeights()) {
      return 0;
    }
    return backwardPacked == null ? 1 : 2;
  }

  @Override
  void refresh(int task) {
    if (task == 0) {
      backend.conv2dPack(window, weights.weight(), Direction.FORWARD, forwardPacked);
    } else {
      backend.conv2dPack(
          window(Direction.BACKWARD), weights.weight(), Direction.BACKWARD, backwardPacked);
    }
  }

  @Override
  long scratchSize(int rows) {
    long size =
        backend.conv2dScratchSize(window, in.channels(), in.height(), in.width(), out.channels());
    return around == null ? size : Math.max(size, around.scratchSize(rows));
  }

  @Override
  void forward(Io io, int part, int parts, Tensor scratch) {
    backend.conv2d(
        window, io.x, forwardPacked, weights.bias(), relu.present(), part, parts, io.y, scratch);
  }

  @Override
  void backward(Io io, int part, int parts, Tensor scratch) {
    if (io.partialViews != null) {
      Tensor[] gradients = io.partialViews;
      backend.conv2dBackwardWeights(
          window, io.x, io.dy, part, parts, gradients[0], gradients[1], scratch);
    }
    if (io.dx == null) {
      return;
    }
    if (around == null) {
      backend.conv2dBackwardData(window, io.dy, backwardPacked, part, parts, io.dx, scratch);
    } else {
      Tensor dx = io.dx.part(0, around.image().batch(io.dx.count()));
      around.backward(io.dy, backwardPacked, part, parts, dx, scratch);
    }
  }

  @Override
  List<String> forms() {
    List<String> forms =
        backend.conv2dForms(window, in.channels(), in.height(), in.width(), out.channels());
    return around == null ? forms : List.of(forms.get(0), around.form(), forms.get(2));
  }

  @Override
  long flops() {
    return 2L * window.area() * in.channels() * out.size();
  }

  @Override
  String describe() {
    return Text.format("conv2d %s → %s%s", in, out, weights.fused(relu.present()));
  }
}
