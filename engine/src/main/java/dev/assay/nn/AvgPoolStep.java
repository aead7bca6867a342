package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/** Average pooling; with a window as large as the image, global average pooling. */
final class AvgPoolStep extends PlaneStep {
  private final Window window;

  /** For each output of a plane what its mean is multiplied by; null where all values count. */
  private final Tensor factors;

  AvgPoolStep(Backend backend, Shape in, Shape out, Window window, Tensor factors) {
    super(backend, in, out);
    this.window = window;
    this.factors = factors;
  }

  @Override
  boolean overwritesCotangent() {
    return factors != null;
  }

  @Override
  void forward(Io io, Tensor scratch) {
    backend.avgPool(window, io.x, io.y);
    scale(io.y);
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dx != null) {
      scale(io.dy);
      backend.avgPoolBackward(window, io.dy, io.dx);
    }
  }

  /** To the operation each place of a plane is a channel. */
  private void scale(Tensor maps) {
    if (factors != null) {
      int places = out.height() * out.width();
      Tensor planes = maps.part(0, Shape.of(Math.toIntExact(maps.size() / places), places));
      backend.scaleChannels(planes, factors, planes);
    }
  }

  @Override
  String describe() {
    return Text.format("avg-pool %s → %s", in, out);
  }
}
