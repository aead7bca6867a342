package dev.assay.onnx;

import dev.assay.io.Text;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.tensor.Shape;
import java.util.Arrays;

/** What changes the shape of a tensor or the order of its axes. */
final class Reshaping {
  static final int[] TO_FIRST = {0, 3, 1, 2};
  private static final int[] TO_LAST = {0, 2, 3, 1};

  private final Node node;
  private final Flow flow;
  private final Folding constants;

  Reshaping(Node node, Flow flow, Folding constants) {
    this.node = node;
    this.flow = flow;
    this.constants = constants;
  }

  void flatten() {
    long axis = node.whole("axis", 1);
    int axes = flow.shape().isImage() ? 4 : 2;
    if (axis != 1 && axis != 1 - axes) {
      throw node.bad(Text.format("from axis %d on; only all of a sample become a vector", axis));
    }
    flow.flatten();
  }

  void mean() {
    int[] axes = node.input(1).isEmpty() ? node.wholes("axes") : constants.of(node, 1).whole();
    node.take("keepdims");
    node.require("noop_with_empty_axes", 0);
    int[] all = Arrays.stream(axes).map(axis -> axis < 0 ? axis + 4 : axis).sorted().toArray();
    int[] space = flow.channelsLast ? new int[] {1, 2} : new int[] {2, 3};
    if (!flow.shape().isImage() || !Arrays.equals(all, space)) {
      throw node.bad("only means over rows and columns of images are a layer");
    }
    flow.channelsLast = false;
    flow.layers.add(new GlobalAvgPool());
  }

  /**
   * @param samples that the model was written for
   */
  void reshape(long samples) {
    int[] to = constants.of(node, 1).whole();
    if (node.whole("allowzero", 0) != 0 && Arrays.stream(to).anyMatch(extent -> extent == 0)) {
      throw node.bad("to " + Arrays.toString(to) + ", nothing at all (allowzero)");
    }
    Shape shape = flow.shape();
    boolean batch = to.length > 0 && (to[0] == -1 || to[0] == 0 || to[0] == samples);
    if (batch && to.length == 2 && (to[1] == -1 || to[1] == shape.size())) {
      flow.flatten();
      return;
    }
    boolean pixel = to.length == 4 && !shape.isImage() && to[2] == 1 && to[3] == 1;
    if (!batch || !pixel && (to.length != 4 || flow.channelsLast || !toImage(to))) {
      throw node.bad(
          Text.format(
              "from %s to %s; only images that become vectors are a layer",
              shape, Arrays.toString(to)));
    }
  }

  /** An image that stays one, or vectors that come in and are images from the beginning. */
  private boolean toImage(int[] to) {
    long known = 1;
    for (int i = 1; i < to.length; i++) {
      known *= Math.max(1, to[i]);
    }
    int left = (int) (flow.shape().size() / known);
    int[] extents = Arrays.stream(to).skip(1).map(extent -> extent == -1 ? left : extent).toArray();
    if (Arrays.stream(extents).anyMatch(extent -> extent < 1)) {
      return false;
    }
    Shape image = Shape.image(extents[0], extents[1], extents[2]);
    return image.equals(flow.shape()) || flow.layers.reshapeInput(image);
  }

  void squeeze() {
    node.take("axes");
    Shape shape = flow.shape();
    if (shape.isImage() && shape.height() * shape.width() > 1) {
      throw node.bad("the image is of more than one pixel");
    }
    flow.flatten();
  }

  void transpose() {
    int[] order = node.wholes("perm");
    if (!flow.shape().isImage() || !Arrays.equals(order, flow.channelsLast ? TO_FIRST : TO_LAST)) {
      throw node.bad(
          "axes in the order " + Arrays.toString(order) + "; only a change of layout is read");
    }
    flow.channelsLast = !flow.channelsLast;
  }
}
