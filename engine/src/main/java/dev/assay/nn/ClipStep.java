package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** Values held between two. */
final class ClipStep extends Step {
  private final Clip clip;

  ClipStep(Backend backend, Shape shape, Clip clip) {
    super(backend, shape, shape);
    this.clip = clip;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.clip(clip.least(), clip.most(), io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.clipBackward(clip.least(), clip.most(), io.y, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("clip %s from %s to %s", in, clip.least(), clip.most());
  }
}
