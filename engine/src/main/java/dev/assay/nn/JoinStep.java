package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.List;

/** The end of branches, with ReLU where fused: their sum, or their channels one after the other. */
final class JoinStep extends Step {
  private final List<Shape> ins;
  private final boolean adds;
  private final Rectifier relu;

  JoinStep(Backend backend, List<Shape> ins, Shape out, Parallel.Join join, Rectifier relu) {
    super(backend, ins.get(0), out);
    this.ins = ins;
    this.adds = join == Parallel.Join.ADD;
    this.relu = relu;
  }

  @Override
  Shape in(int branch) {
    return ins.get(branch);
  }

  @Override
  boolean passesBack() {
    return adds;
  }

  @Override
  boolean overwritesCotangent() {
    return relu.masks();
  }

  @Override
  void forward(Io io, Tensor scratch) {
    if (adds) {
      add(io.xs, io.y);
    } else {
      concat(io.xs, io.y);
    }
  }

  private void add(Tensor[] xs, Tensor y) {
    int last = xs.length - 1;
    Tensor sum = xs[0];
    for (int branch = 1; branch <= last; branch++) {
      backend.add(sum, xs[branch], relu.present() && branch == last, y);
      sum = y;
    }
  }

  private void concat(Tensor[] xs, Tensor y) {
    int at = 0;
    for (int branch = 0; branch < xs.length; branch++) {
      int channels = ins.get(branch).channels();
      backend.copyChannels(xs[branch], 0, y, at, channels);
      at += channels;
    }
    if (relu.present()) {
      backend.relu(0, y, y);
    }
  }

  @Override
  void backward(Io io, Tensor scratch) {
    if (io.dy == null) {
      return;
    }
    if (relu.masks()) {
      backend.reluBackward(0, io.y, io.dy, io.dy);
    }
    int at = 0;
    for (int branch = 0; branch < io.dxs.length; branch++) {
      int channels = ins.get(branch).channels();
      Tensor dx = io.dxs[branch];
      if (dx != null && !isSame(dx, io.dy)) {
        backend.copyChannels(io.dy, at, dx, 0, channels);
      }
      at += adds ? 0 : channels;
    }
  }

  /** Whether a branch reads the cotangent where it is. */
  private static boolean isSame(Tensor a, Tensor b) {
    return a.storage() == b.storage() && a.offset() == b.offset();
  }

  @Override
  String describe() {
    return Text.format(
        "%s of %d branches %s%s",
        adds ? "sum" : "channels", ins.size(), out, relu.present() ? " + relu" : "");
  }
}
