package dev.assay.onnx;

import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Pad;
import dev.assay.tensor.Shape;

/**
 * A convolution. Kernels here have no gaps, so the weights are written with zeros in them; where
 * padding differs between the sides, a layer that pads is put before. The function is the same.
 */
final class Convolution {
  private final Node node;
  private final Constant weight;
  private final float[] bias;

  Convolution(Node node, Folding constants) {
    this.node = node;
    this.weight = constants.of(node, 1);
    this.bias = node.input(2).isEmpty() ? null : constants.of(node, 2).floats();
    if (weight.axes() != 4) {
      throw node.bad(
          Text.format(
              "its weights have %d axes; only convolutions of images are layers", weight.axes()));
    }
  }

  void addTo(Flow flow) {
    int[] extents = weight.extents();
    int groups = (int) node.whole("group", 1);
    int[] kernel = node.wholes("kernel_shape", 2, 0);
    if (kernel[0] != 0 && (kernel[0] != extents[2] || kernel[1] != extents[3])) {
      throw node.bad("kernel_shape is not that of its weights");
    }
    if (groups < 1 || extents[0] % groups != 0) {
      throw node.bad(Text.format("%d channels in %d groups", extents[0], groups));
    }
    Shape input = flow.shape();
    if (!input.isImage() && groups == 1 && extents[2] * extents[3] == 1) {
      // what global pooling left is an image of one pixel to the graph
      Sliding.of(node, new int[] {1, 1}, Shape.image(1, 1, 1));
      flow.requirePlain(node);
      flow.layers.addWeighted(new Dense(extents[0], bias != null), weight.floats(), bias);
      return;
    }
    flow.requireImage(node);
    if (extents[1] * groups != input.channels()) {
      throw node.bad(
          Text.format(
              "weights for %d channels in %d groups, its input has %d",
              extents[1], groups, input.channels()));
    }
    Sliding sliding = Sliding.of(node, new int[] {extents[2], extents[3]}, input);
    if (!sliding.isEven()) {
      flow.layers.add(new Pad(sliding.margins(), Edge.ZERO));
      sliding = sliding.unpadded();
    }
    Whole whole = new Whole(sliding);
    if (sliding.dilation()[0] + sliding.dilation()[1] > 2) {
      flow.notes.add(node + ": its gaps are written as zeros among its weights");
    }
    flow.layers.addWeighted(
        new Conv2d(extents[0], whole.window(), groups, bias != null), whole.weights(), bias);
  }

  /** The same without gaps. */
  private final class Whole {
    private final Sliding sliding;
    private final int[] kernel;

    Whole(Sliding sliding) {
      this.sliding = sliding;
      this.kernel = sliding.kernel();
    }

    Window window() {
      int[] stride = sliding.stride();
      int[] padding = sliding.before();
      return new Window(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1]);
    }

    float[] weights() {
      int[] extents = weight.extents();
      long size = (long) extents[0] * extents[1] * kernel[0] * kernel[1];
      if (size > Shape.MAX_SIZE) {
        throw node.bad(Text.format("it would have %d weights, too many", size));
      }
      float[] whole = new float[(int) size];
      for (int i = 0; i < weight.count(); i++) {
        int column = i % extents[3];
        int row = i / extents[3] % extents[2];
        int pair = i / (extents[3] * extents[2]);
        int y = row * sliding.dilation()[0];
        int x = column * sliding.dilation()[1];
        whole[(pair * kernel[0] + y) * kernel[1] + x] = (float) weight.values()[i];
      }
      return whole;
    }
  }
}
