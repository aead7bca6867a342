package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Curve;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** A smooth function of each value. */
final class SmoothStep extends Step {
  private final Curve curve;

  SmoothStep(Backend backend, Shape shape, Curve curve) {
    super(backend, shape, shape);
    this.curve = curve;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.curve(curve, io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.curveBackward(curve, io.x, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Smooth.kind(curve) + " " + in;
  }
}
