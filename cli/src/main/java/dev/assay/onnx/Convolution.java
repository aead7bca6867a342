package dev.assay.onnx;

import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Dilation;
import dev.assay.nn.Pad;
import dev.assay.tensor.Shape;

/** A convolution; where padding differs between the sides, a layer that pads is put before. */
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
    int[] stride = sliding.stride();
    int[] padding = sliding.before();
    int[] apart = sliding.dilation();
    Window window =
        new Window(extents[2], extents[3], stride[0], stride[1], padding[0], padding[1]);
    Dilation dilation = new Dilation(apart[0], apart[1]);
    flow.layers.addWeighted(
        new Conv2d(extents[0], window, dilation, groups, bias != null), weight.floats(), bias);
  }
}
