package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Edge;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** Images with what lies beyond their edges beside them. */
final class PadStep extends PlaneStep {
  private final Edge edge;
  private final int top;
  private final int left;
  private final boolean folds;

  /**
   * @param folds whether cotangents of all that is seen come back; else they are those of the image
   *     already, see {@link ConvStep}
   */
  PadStep(Backend backend, Shape in, Shape out, Edge edge, int top, int left, boolean folds) {
    super(backend, in, out);
    this.edge = edge;
    this.top = top;
    this.left = left;
    this.folds = folds;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.pad(edge, top, left, io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx == null) {
      return;
    }
    if (folds) {
      backend.padBackward(edge, top, left, io.dy, io.dx);
    } else {
      backend.pad(edge, 0, 0, io.dy.part(0, in.batch(io.dy.count())), io.dx); // a copy
    }
  }

  @Override
  String describe() {
    return Text.format("pad %s → %s", in, out);
  }
}
