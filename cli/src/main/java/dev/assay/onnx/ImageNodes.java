package dev.assay.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Margins;
import dev.assay.tensor.Shape;

/** Nodes that several layers of images are made of. */
final class ImageNodes {
  private final NodeList nodes;
  private boolean wrapped;

  ImageNodes(NodeList nodes) {
    this.nodes = nodes;
  }

  /** Whether an image was padded by its other side. */
  boolean wrapped() {
    return wrapped;
  }

  /**
   * An image with what lies beyond its edges beside it.
   *
   * @throws BadInputException where it would be repeated more than once, which runtimes do not do
   *     alike
   */
  String padded(String owner, String from, Shape image, Margins margins, Edge edge) {
    if (margins.isNone()) {
      return from;
    }
    requireOnce(owner, image, margins, edge);
    wrapped |= edge == Edge.CIRCULAR;
    String mode =
        switch (edge) {
          case ZERO -> "constant";
          case REPLICATE -> "edge";
          case REFLECT -> "reflect";
          case CIRCULAR -> "wrap";
        };
    long[] sides = {0, 0, margins.top(), margins.left(), 0, 0, margins.bottom(), margins.right()};
    String pads = nodes.wholeNumbers(owner + ".pads", sides);
    return nodes.add(
        owner, NodeList.node("Pad", from, pads).addAttribute(NodeList.word("mode", mode)));
  }

  private static void requireOnce(String owner, Shape image, Margins margins, Edge edge) {
    boolean once = edge == Edge.ZERO || edge == Edge.REPLICATE;
    int border = edge == Edge.REFLECT ? 1 : 0;
    int rows = Math.max(margins.top(), margins.bottom());
    int columns = Math.max(margins.left(), margins.right());
    if (!once && (rows > image.height() - border || columns > image.width() - border)) {
      throw new BadInputException(
          Text.format(
              "%s cannot be written: an image of %d × %d would be repeated more than once to pad it"
                  + " by %d × %d",
              owner, image.height(), image.width(), rows, columns));
    }
  }

  /** Each channel by itself, filtered and subsampled. */
  String blurred(String owner, String from, Shape image, Blur blur) {
    int before = blur.before();
    int after = blur.size() - 1 - before;
    String seen =
        padded(owner, from, image, new Margins(before, before, after, after), blur.edge());
    float[] taps = blur.taps();
    int channels = image.channels();
    float[] weights = new float[channels * taps.length * taps.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = taps[i / taps.length % taps.length] * taps[i % taps.length];
    }
    int[] extents = {channels, 1, taps.length, taps.length};
    String filter = nodes.constant(owner + ".taps", extents, weights);
    Window window =
        new Window(taps.length, taps.length, blur.strideHeight(), blur.strideWidth(), 0, 0);
    return nodes.add(
        owner,
        sliding(NodeList.node("Conv", seen, filter), window, Margins.NONE)
            .addAttribute(NodeList.whole("group", channels)));
  }

  /** With the settings of a window, and margins that are padded besides. */
  static NodeProto.Builder sliding(NodeProto.Builder node, Window window, Margins margins) {
    int height = window.paddingHeight();
    int width = window.paddingWidth();
    return node.addAttribute(
            NodeList.wholes("kernel_shape", window.kernelHeight(), window.kernelWidth()))
        .addAttribute(NodeList.wholes("strides", window.strideHeight(), window.strideWidth()))
        .addAttribute(
            NodeList.wholes(
                "pads",
                height + margins.top(),
                width + margins.left(),
                height + margins.bottom(),
                width + margins.right()));
  }
}
