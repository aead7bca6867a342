package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Max pooling; saves the winners where a gradient is wanted. Masks its cotangents for a ReLU right
 * before it, see {@link Rectifier#POOLED}.
 */
final class MaxPoolStep extends PlaneStep {
  private final Window window;
  private final boolean gradients;
  private final boolean masks;

  MaxPoolStep(
      Backend backend, Shape in, Shape out, Window window, boolean gradients, boolean masks) {
    super(backend, in, out);
    this.window = window;
    this.gradients = gradients;
    this.masks = masks;
  }

  @Override
  Shape savedShape() {
    return gradients ? out : null;
  }

  @Override
  boolean overwritesCotangent() {
    return masks;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.maxPool(window, io.x, io.y, io.saved);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      if (masks) {
        backend.reluBackward(0, io.y, io.dy, io.dy);
      }
      backend.maxPoolBackward(window, io.saved, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("max-pool %s → %s", in, out);
  }
}
