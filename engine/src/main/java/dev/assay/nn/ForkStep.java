package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** The beginning of branches: all read the same memory; their cotangents are added. */
final class ForkStep extends Step {

  ForkStep(Backend backend, Shape shape) {
    super(backend, shape, shape);
  }

  @Override
  boolean passesOn() {
    return true;
  }

  @Override
  void forward(Io io, Tensor scratch) {}

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.add(io.dys[0], io.dys[1], false, io.dx);
      for (int branch = 2; branch < io.dys.length; branch++) {
        backend.add(io.dx, io.dys[branch], false, io.dx);
      }
    }
  }

  @Override
  String describe() {
    return "branches of " + in;
  }
}
