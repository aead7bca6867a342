package dev.assay.onnx;

import dev.assay.backend.Edge;
import dev.assay.nn.Margins;
import dev.assay.nn.Pad;
import java.util.Arrays;

/** What a node puts around an image. */
final class Border {
  private Border() {}

  static void add(Node node, Flow flow, Folding constants) {
    Edge edge = edge(node);
    double value = node.real("value", 0);
    int[] pads = node.input(1).isEmpty() ? node.wholes("pads") : constants.of(node, 1).whole();
    if (!node.input(2).isEmpty()) {
      value = constants.of(node, 2).values()[0];
    }
    if (!node.input(3).isEmpty()) {
      pads = everyAxis(node, pads, constants.of(node, 3).whole());
    }
    int rows = flow.channelsLast ? 1 : 2;
    int other = flow.channelsLast ? 3 : 1;
    boolean around =
        flow.shape().isImage()
            && pads.length == 8
            && pads[0] == 0
            && pads[4] == 0
            && pads[other] == 0
            && pads[4 + other] == 0
            && Arrays.stream(pads).noneMatch(pad -> pad < 0);
    if (value != 0 && edge == Edge.ZERO || !around) {
      throw node.bad("only zeros or pixels above, below and beside images are a layer");
    }
    Margins margins = new Margins(pads[rows], pads[rows + 1], pads[4 + rows], pads[5 + rows]);
    if (!margins.isNone()) {
      flow.layers.add(new Pad(margins, edge));
    }
  }

  private static Edge edge(Node node) {
    String mode = node.word("mode", "constant");
    return switch (mode) {
      case "constant" -> Edge.ZERO;
      case "edge" -> Edge.REPLICATE;
      case "reflect" -> Edge.REFLECT;
      case "wrap" -> Edge.CIRCULAR;
      default -> throw node.bad("mode '" + mode + "' is not known");
    };
  }

  private static int[] everyAxis(Node node, int[] pads, int[] axes) {
    int[] all = new int[8];
    for (int i = 0; i < axes.length; i++) {
      int axis = axes[i] < 0 ? axes[i] + 4 : axes[i];
      if (axis < 0 || axis >= 4 || pads.length != 2 * axes.length) {
        throw node.bad("its axes " + Arrays.toString(axes) + " are not those of images");
      }
      all[axis] = pads[i];
      all[4 + axis] = pads[axes.length + i];
    }
    return all;
  }
}
