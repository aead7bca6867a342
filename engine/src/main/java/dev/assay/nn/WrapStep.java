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
  private final boolean folds;

  /**
   * @param folds whether cotangents of all that is seen come back; else they are those of the image
   *     already, see {@link ConvStep}
   */
  WrapStep(Backend backend, Shape in, Window window, boolean folds) {
    super(backend, in, Fit.wrapped(window, in));
    this.window = window;
    this.folds = folds;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.wrap(window.paddingHeight(), window.paddingWidth(), io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx == null) {
      return;
    }
    if (folds) {
      backend.wrapBackward(window.paddingHeight(), window.paddingWidth(), io.dy, io.dx);
    } else {
      backend.wrap(0, 0, io.dy.part(0, in.batch(io.dy.count())), io.dx); // a copy
    }
  }

  @Override
  String describe() {
    return Text.format("wrap %s → %s", in, out);
  }
}
