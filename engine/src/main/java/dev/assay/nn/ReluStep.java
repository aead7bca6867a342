package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** ReLU where nothing precedes it to fuse it into, or with a slope below zero. */
final class ReluStep extends Step {

  private final float slope;

  ReluStep(Backend backend, Shape shape, float slope) {
    super(backend, shape, shape);
    this.slope = slope;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.relu(slope, io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.reluBackward(slope, io.y, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return slope == 0 ? "relu " + in : Text.format("leaky-relu %s slope %s", in, slope);
  }
}
