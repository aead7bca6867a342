package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Blur;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Chooses a polyphase component for each sample, and filters and subsamples there; saves the choice
 * where a gradient is wanted.
 */
final class PolyphaseStep extends Step {
  private static final Shape PHASE = Shape.vector(1);

  private final Blur blur;

  PolyphaseStep(Backend backend, Shape in, Shape out, Blur blur) {
    super(backend, in, out);
    this.blur = blur;
  }

  @Override
  Shape savedShape() {
    return PHASE;
  }

  @Override
  long scratchSize(int rows) {
    return rows;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    Tensor phases = io.saved == null ? scratch.part(0, PHASE.batch(io.x.count())) : io.saved;
    backend.selectPhase(blur.strideHeight(), blur.strideWidth(), io.x, phases);
    backend.blur(blur, phases, io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.blurBackward(blur, io.saved, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("polyphase-pool %s → %s", in, out);
  }
}
