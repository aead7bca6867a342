package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Blur;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Low-pass filter and subsampling: a layer of its own, or the second half of an anti-aliased pool.
 */
final class BlurStep extends PlaneStep {
  private final Blur blur;

  BlurStep(Backend backend, Shape in, Shape out, Blur blur) {
    super(backend, in, out);
    this.blur = blur;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.blur(blur, null, io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.blurBackward(blur, null, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("blur %d %s → %s", blur.size(), in, out);
  }
}
