package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** Dropout in training. The mask is a function of the step's key and the position in the batch. */
final class DropoutStep extends Step {
  private final float rate;
  private final int layer;
  private long key;

  DropoutStep(Backend backend, Shape shape, float rate, int layer) {
    super(backend, shape, shape);
    this.rate = rate;
    this.layer = layer;
  }

  /** Sets the mask of the coming forward and backward pass. */
  void draw(long stepKey) {
    key = Streams.key(stepKey, layer);
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.dropout(rate, key, io.first, io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.dropout(rate, key, io.first, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("dropout %s rate %s", in, rate);
  }
}
