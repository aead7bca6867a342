package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * What windows see beyond the edges of a circular image, beside it: then the operation of the
 * window runs without padding.
 */
final class WrapStep extends PlaneStep {
  private final Window window;

  WrapStep(Backend backend, Shape in, Window window) {
    super(backend, in, Fit.wrapped(window, in));
    this.window = window;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.wrap(window.paddingHeight(), window.paddingWidth(), io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.wrapBackward(window.paddingHeight(), window.paddingWidth(), io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("wrap %s → %s", in, out);
  }
}
