package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** The hyperbolic tangent. */
final class TanhStep extends Step {

  TanhStep(Backend backend, Shape shape) {
    super(backend, shape, shape);
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.tanh(io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.tanhBackward(io.y, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return "tanh " + in;
  }
}
