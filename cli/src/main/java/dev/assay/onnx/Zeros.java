package dev.assay.onnx;

import java.util.Arrays;

/** Zeros that a node puts around an image, for the window that comes. */
final class Zeros {
  private Zeros() {}

  /** How many above, left, below and right. */
  static int[] pads(Node node, Flow flow, Folding constants) {
    flow.requireImage(node);
    String mode = node.word("mode", "constant");
    double value = node.real("value", 0);
    int[] pads = node.input(1).isEmpty() ? node.wholes("pads") : constants.of(node, 1).whole();
    if (!node.input(2).isEmpty()) {
      value = constants.of(node, 2).values()[0];
    }
    if (!node.input(3).isEmpty()) {
      pads = everyAxis(node, pads, constants.of(node, 3).whole());
    }
    boolean around =
        pads.length == 8
            && pads[0] == 0
            && pads[1] == 0
            && pads[4] == 0
            && pads[5] == 0
            && Arrays.stream(pads).noneMatch(pad -> pad < 0);
    if (!mode.equals("constant") || value != 0 || !around) {
      throw node.bad("only zeros above, below and beside images are read");
    }
    return new int[] {pads[2], pads[3], pads[6], pads[7]};
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
