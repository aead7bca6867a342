package dev.assay.onnx;

import dev.assay.io.Text;
import dev.assay.nn.Margins;
import dev.assay.tensor.Shape;
import java.util.stream.IntStream;

/**
 * How a node's window slides over an image, along rows and columns.
 *
 * @param kernel how far it reaches, with the gaps of dilation
 * @param before padding above and at the left
 * @param after padding below and at the right
 */
record Sliding(int[] kernel, int[] stride, int[] dilation, int[] before, int[] after) {

  /**
   * Reads the attributes that convolutions and pooling share.
   *
   * @param kernel its taps
   */
  static Sliding of(Node node, int[] kernel, Shape image) {
    int[] stride = node.wholes("strides", 2, 1);
    int[] dilation = node.wholes("dilations", 2, 1);
    if (IntStream.of(stride).anyMatch(s -> s < 1) || IntStream.of(dilation).anyMatch(d -> d < 1)) {
      throw node.bad("strides and dilations must be at least 1");
    }
    int[] reach = {(kernel[0] - 1) * dilation[0] + 1, (kernel[1] - 1) * dilation[1] + 1};
    int[] extents = {image.height(), image.width()};
    int[] own = node.wholes("pads", 4, 0);
    String automatic = node.word("auto_pad", "NOTSET");
    int[] before = new int[2];
    int[] after = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      int extent = extents[axis];
      int outputs = (extent + stride[axis] - 1) / stride[axis];
      int all = Math.max(0, (outputs - 1) * stride[axis] + reach[axis] - extent);
      int less = all / 2;
      switch (automatic) {
        case "NOTSET" -> {
          before[axis] = own[axis];
          after[axis] = own[2 + axis];
        }
        case "VALID" -> {}
        case "SAME_UPPER" -> {
          before[axis] = less;
          after[axis] = all - less;
        }
        case "SAME_LOWER" -> {
          before[axis] = all - less;
          after[axis] = less;
        }
        default -> throw node.bad("auto_pad '" + automatic + "' is not known");
      }
      if (before[axis] < 0 || after[axis] < 0) {
        throw node.bad(
            Text.format("negative padding (%d, %d) is not known", before[axis], after[axis]));
      }
    }
    return new Sliding(reach, stride, dilation, before, after);
  }

  /** Its padding on each side. */
  Margins margins() {
    return new Margins(before[0], before[1], after[0], after[1]);
  }

  /** The same over an image that is padded already. */
  Sliding unpadded() {
    return new Sliding(kernel, stride, dilation, new int[2], new int[2]);
  }

  boolean isEven() {
    return before[0] == after[0] && before[1] == after[1];
  }
}
