package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** Average pooling; with a window as large as the image, global average pooling. */
final class AvgPoolStep extends PlaneStep {
  private final Window window;

  AvgPoolStep(Backend backend, Shape in, Shape out, Window window) {
    super(backend, in, out);
    this.window = window;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.avgPool(window, io.x, io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      backend.avgPoolBackward(window, io.dy, io.dx);
    }
  }

  @Override
  String describe() {
    return Text.format("avg-pool %s → %s", in, out);
  }
}
