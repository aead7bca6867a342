package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** ReLU where nothing precedes it to fuse it into. */
final class ReluStep extends Step {

  ReluStep(Backend backend, Shape shape) {
    super(backend, shape, shape);
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.relu(io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.reluBackward(io.y, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return "relu " + in;
  }
}
