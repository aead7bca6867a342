package dev.assay.onnx;

import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.AvgPool;
import dev.assay.nn.Margins;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Pad;
import dev.assay.tensor.Shape;
import java.util.Arrays;

/**
 * Maxima and means under windows. Where padding differs between the sides, where a last window
 * reaches beyond the padded image ({@code ceil_mode}), and where means do not count padding, a
 * layer that pads is put before. It repeats pixels before maxima, which changes none: a window that
 * reaches beyond an edge sees what lies along it.
 */
final class Pooling {
  private final Node node;
  private final boolean maximum;

  Pooling(Node node) {
    this.node = node;
    this.maximum = node.operator().equals("MaxPool");
  }

  void addTo(Flow flow) {
    flow.requireImage(node);
    if (maximum && node.outputs().size() > 1) {
      throw node.bad("the places of maxima have no layer here");
    }
    int[] kernel = node.wholes("kernel_shape", 2, 0);
    Sliding sliding = Sliding.of(node, kernel, flow.shape());
    boolean counted = node.whole("count_include_pad", 0) != 0;
    boolean ceiling = node.whole("ceil_mode", 0) != 0;
    node.take("storage_order");
    if (!Arrays.equals(sliding.dilation(), new int[] {1, 1})) {
      throw node.bad("dilated windows have no layer here");
    }
    int[] before = sliding.before();
    int[] after = sliding.after();
    int[] beyond = ceiling ? beyond(sliding, flow.shape()) : new int[2];
    boolean own = sliding.isEven() && Arrays.equals(beyond, new int[2]);
    requirePixels(sliding, flow.shape());
    for (int axis = 0; axis < 2; axis++) {
      own &= before[axis] <= kernel[axis] / 2 && (maximum || counted || before[axis] == 0);
    }
    Margins uncounted = Margins.NONE;
    if (!own) {
      int bottom = after[0] + beyond[0];
      int right = after[1] + beyond[1];
      Edge edge = maximum ? Edge.REPLICATE : Edge.ZERO;
      flow.layers.add(new Pad(new Margins(before[0], before[1], bottom, right), edge));
      uncounted =
          counted
              ? new Margins(0, 0, beyond[0], beyond[1])
              : new Margins(before[0], before[1], bottom, right);
    }
    int[] stride = sliding.stride();
    Window window =
        own
            ? new Window(kernel[0], kernel[1], stride[0], stride[1], before[0], before[1])
            : new Window(kernel[0], kernel[1], stride[0], stride[1], 0, 0);
    flow.layers.add(
        maximum
            ? new MaxPool(window, AntiAlias.NONE)
            : new AvgPool(window, AntiAlias.NONE, uncounted));
  }

  /** The first window and the last one must see something of the image. */
  private void requirePixels(Sliding sliding, Shape image) {
    int[] extents = {image.height(), image.width()};
    for (int axis = 0; axis < 2; axis++) {
      int before = sliding.before()[axis];
      int kernel = sliding.kernel()[axis];
      int steps =
          (extents[axis] + before + sliding.after()[axis] - kernel) / sliding.stride()[axis];
      if (before >= kernel || steps * sliding.stride()[axis] >= extents[axis] + before) {
        throw node.bad("a window sees nothing but padding");
      }
    }
  }

  /**
   * How far the last window reaches beyond the padded image. One that would begin in the padding
   * after the image is not taken.
   */
  private static int[] beyond(Sliding sliding, Shape image) {
    int[] beyond = new int[2];
    int[] extents = {image.height(), image.width()};
    for (int axis = 0; axis < 2; axis++) {
      int stride = sliding.stride()[axis];
      int extent = extents[axis] + sliding.before()[axis] + sliding.after()[axis];
      int rest = Math.floorMod(extent - sliding.kernel()[axis], stride);
      int start = extent - sliding.kernel()[axis] - rest + stride;
      if (rest != 0 && start < extents[axis] + sliding.before()[axis]) {
        beyond[axis] = stride - rest;
      }
    }
    return beyond;
  }
}
