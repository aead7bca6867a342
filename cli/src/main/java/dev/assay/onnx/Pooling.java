package dev.assay.onnx;

import dev.assay.backend.Window;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.AvgPool;
import dev.assay.nn.MaxPool;
import dev.assay.tensor.Shape;
import java.util.Arrays;

/**
 * Maxima and means under windows. What has no layer here is refused: padding that differs between
 * the sides, means that do not count padding where there is any, and a last window that reaches
 * beyond the padded image ({@code ceil_mode}).
 */
final class Pooling {
  private final Node node;

  Pooling(Node node) {
    this.node = node;
  }

  void addTo(Flow flow) {
    flow.requireImage(node);
    boolean maximum = node.operator().equals("MaxPool");
    if (maximum && node.outputs().size() > 1) {
      throw node.bad("the places of maxima have no layer here");
    }
    Shape image = flow.shape();
    int[] around = flow.takePads();
    int[] kernel = node.wholes("kernel_shape", 2, 0);
    Sliding sliding = Sliding.of(node, kernel, around, image);
    boolean padded =
        Arrays.stream(sliding.before()).sum() + Arrays.stream(sliding.after()).sum() > 0;
    boolean counted = node.whole("count_include_pad", 0) != 0;
    if (!maximum && padded && !counted) {
      throw node.bad("means that do not count padding have no layer here");
    }
    node.take("storage_order");
    Sliding whole = sliding.within(around);
    if (!whole.isEven() || !Arrays.equals(sliding.dilation(), new int[] {1, 1})) {
      throw node.bad("dilated windows, or more padding on one side, have no layer here");
    }
    requireWhole(whole, image);
    Window window =
        new Window(
            kernel[0],
            kernel[1],
            whole.stride()[0],
            whole.stride()[1],
            whole.before()[0],
            whole.before()[1]);
    flow.layers.add(
        maximum ? new MaxPool(window, AntiAlias.NONE) : new AvgPool(window, AntiAlias.NONE));
  }

  /** With {@code ceil_mode}, windows must end where the image does. */
  private void requireWhole(Sliding sliding, Shape image) {
    if (node.whole("ceil_mode", 0) == 0) {
      return;
    }
    int[] extents = {image.height(), image.width()};
    for (int axis = 0; axis < 2; axis++) {
      int extent = extents[axis] + sliding.before()[axis] + sliding.after()[axis];
      int rest = (extent - sliding.kernel()[axis]) % sliding.stride()[axis];
      // a window that would begin in the padding after the image is not taken
      int start = extent - sliding.kernel()[axis] - rest + sliding.stride()[axis];
      if (rest != 0 && start < extents[axis] + sliding.before()[axis]) {
        throw node.bad(
            "ceil_mode makes a window that reaches beyond the image; no layer does that");
      }
    }
  }
}
