package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** A step that threads may share forward and backward; alone, one does the only part. */
abstract class SharedStep extends Step {
  SharedStep(Backend backend, Shape in, Shape out) {
    super(backend, in, out);
  }

  @Override
  final boolean comesInParts() {
    return true;
  }

  @Override
  final void forward(Io io, Tensor scratch) {
    forward(io, 0, 1, scratch);
  }

  @Override
  abstract void forward(Io io, int part, int parts, Tensor scratch);

  @Override
  final boolean comesBackInParts() {
    return true;
  }

  @Override
  final void backward(Io io, Tensor scratch) {
    prepareBackward(io);
    backward(io, 0, 1, scratch);
  }

  @Override
  abstract void backward(Io io, int part, int parts, Tensor scratch);
}
